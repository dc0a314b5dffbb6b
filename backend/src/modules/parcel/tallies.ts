import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { standsOf } from "./plan-progress";
import { BORNE_BY_NONE } from "./truck-loads";

/** Orders, or sheets, that one statement folds: a tick after a long outage goes through all of them by so many. */
export const PER_FOLD = 500;

/** What is kept as rows that are added up (docs/adr/0068): what by, and what of it is summed. */
interface Tally {
  table: string;
  of: string;
  by: readonly string[];
  sums: readonly string[];
}

const TALLIES: readonly Tally[] = [
  {
    table: "parcel_tally",
    of: "order_id",
    by: ["order_id", "cooperative_id", "plan_version", "state", "waits"],
    sums: ["parcels", "gross_g", "freight_minor"],
  },
  { table: "label_tally", of: "sheet_id", by: ["sheet_id"], sums: ["labels"] },
];

/**
 * One row in place of many, in one statement: who is killed in it has changed nothing, who reads beside it reads the same sums before and
 * after. Writers only add rows, so they wait for nobody here.
 */
function foldOf({ table, of, by, sums }: Tally): string {
  const key = by.join(", ");
  const added = sums.map((sum) => `sum(${sum})`);
  return `
    with due as (
      select ${of} from ${table} where not folded and ${of} > ? group by ${of} order by ${of} limit ?),
    gone as (delete from ${table} where ${of} in (select ${of} from due) returning *),
    kept as (
      insert into ${table} (${key}, ${sums.join(", ")}, folded)
      select ${key}, ${added.join(", ")}, true from gone group by ${key} having ${added.map((sum) => `${sum} <> 0`).join(" or ")})
    select (select count(*) from gone)::int as folded, (select count(*) from due)::int as found, (select max(${of}) from due) as last`;
}

/** Counts of an order's parcels that cost the same however many it has: kept by the database with whoever writes a parcel. */
export class Tallies {
  constructor(private readonly sql: Knex) {}

  /** How many live parcels of an order, of a plan that stands, are in which state; a state that none is in is left out. */
  async progressOf(order_id: string): Promise<Record<string, number>> {
    const found = await rows<{ state: string; parcels: number }>(
      this.sql,
      `select t.state, sum(t.parcels)::int as parcels from parcel_tally t
       where t.order_id = ? and t.state <> 'void' and ${standsOf("?", "t")} group by t.state having sum(t.parcels) <> 0`,
      [order_id, order_id],
    );
    return Object.fromEntries(found.map(({ state, parcels }) => [state, parcels]));
  }

  /**
   * What the carriage of an order's live parcels costs by plan, minor units, by cooperative, with what of a truck that has driven lies on no
   * carton. For pages: what is settled and posted is added up from the parcels themselves (`plannedFreight`).
   */
  async freightOf(order_id: string): Promise<{ cooperative_id: string; freight_minor: bigint }[]> {
    const found = await rows<{ cooperative_id: string; freight_minor: string }>(
      this.sql,
      `with borne as (${BORNE_BY_NONE("t.order_id = ?")})
       select k.cooperative_id, (sum(k.freight_minor) + coalesce(max(b.freight_minor), 0))::text as freight_minor
       from parcel_tally k left join borne b on b.cooperative_id = k.cooperative_id
       where k.order_id = ? and k.state <> 'void' group by k.cooperative_id having sum(k.parcels) <> 0 order by k.cooperative_id`,
      [order_id, order_id],
    );
    return found.map((one) => ({ ...one, freight_minor: BigInt(one.freight_minor) }));
  }

  /** Folds whatever was added since; how many rows it took away. Twice, at once, or cut off, the sums stay what they are. */
  async fold(): Promise<number> {
    let folded = 0;
    for (const tally of TALLIES) folded += await this.foldAll(tally);
    return folded;
  }

  private async foldAll(tally: Tally): Promise<number> {
    let folded = 0;
    for (let after = ""; ;) {
      const done = await inTransaction(this.sql, (tx) => fold_(tx, tally, after));
      folded += done?.folded ?? 0;
      if (!done?.last || done.found < PER_FOLD) return folded;
      after = done.last;
    }
  }
}

/** Undefined: somebody else folds. Two at once would each leave a row of what is one. */
async function fold_(
  tx: Transaction,
  tally: Tally,
  after: string,
): Promise<{ folded: number; found: number; last: string | null } | undefined> {
  const alone = await row<{ alone: boolean }>(
    tx,
    `select pg_try_advisory_xact_lock(hashtextextended('fold:' || ?::text, 0)) as alone`,
    [tally.table],
  );
  return alone?.alone ? row(tx, foldOf(tally), [after, PER_FOLD]) : undefined;
}
