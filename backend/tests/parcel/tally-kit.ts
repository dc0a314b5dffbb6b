import { expect } from "vitest";
import { explained as explainedOn } from "../explained";
import { violations, type ParcelHouse } from "./house";

// What the specs of kept counts share: what they must be, counted parcel by parcel, and what a question looks at.

export function tallyOf(house: () => ParcelHouse) {
  const db = () => house().database.pool;

  /** What stands where of an order, counted. */
  async function counted(order_id: string): Promise<Record<string, number>> {
    const { rows } = await db().query<{ state: string; parcels: number }>(
      `select state, count(*)::int as parcels from parcel p where order_id = $1 and state <> 'void' and not exists (
         select from plan_run r where r.order_id = p.order_id and r.plan_version = p.plan_version and r.state in ('writing', 'written'))
       group by state`,
      [order_id],
    );
    return Object.fromEntries(rows.map(({ state, parcels }) => [state, parcels]));
  }

  /** Rows that are kept of an order. */
  async function kept(order_id: string): Promise<number> {
    const { rows } = await db().query<{ n: number }>(
      "select count(*)::int as n from parcel_tally where order_id = $1",
      [order_id],
    );
    return rows[0]?.n ?? 0;
  }

  const fold = () => house().parcels.tallies.fold();
  const progress = (order_id: string) => house().parcels.progressOfOrder(order_id);
  const broken = async () => (await violations(house())).P7;

  /** What is kept is what is counted, before what was added is folded and after; the answer. */
  async function same(order_id: string): Promise<Record<string, number>> {
    const expected = await counted(order_id);
    expect(await progress(order_id)).toEqual(expected);
    await fold();
    expect(await progress(order_id)).toEqual(expected);
    expect(await broken()).toBe(0);
    return expected;
  }

  const setState = (ids: readonly string[], state: string) =>
    db().query("update parcel set state = $2 where id = any($1)", [ids, state]);
  const idsOf = async (order_id: string) =>
    (await house().parcels.parcelsOfOrder(order_id)).map((parcel) => parcel.id).sort();

  /** How the database answers what `work` asks. */
  const explained = (work: () => Promise<unknown>, how?: { in_order: boolean }) =>
    explainedOn({ knex: house().knex, db: db() }, work, how);

  return { db, fold, progress, kept, same, broken, setState, idsOf, explained };
}

/** Lines of a plan that look at parcels themselves, and were carried out. */
export const looksAtParcels = (plan: string): string[] =>
  plan.split("\n").filter((line) => / on parcel(?!\w)/.test(line) && !line.includes("never executed"));
