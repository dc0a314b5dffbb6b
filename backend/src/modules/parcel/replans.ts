import {
  assertTransition,
  keepLots,
  ok,
  PARCEL_TRANSITIONS,
  refuse,
  type KeptLots,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { killPoint } from "../../lib/kill-point";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { postCompleted } from "./completed";
import type { OrderPlan, PlanOrderInput, PlanRefusal } from "./plan";
import { leftOf, type CarriageCost, type Left } from "./left";
import { drawing, type Planned, type Plans } from "./plans";
import { contentDifferences, recordStep } from "./queries";
import { heldOf, refit_, type PromisedLot } from "./refit";
import { keptOf, type Kept } from "./touch";
import { withdraw_, type WithdrawInput } from "./withdraw";

export interface ReplanInput extends Omit<PlanOrderInput, "message_id"> {
  /** What it is planned anew for; once for each. */
  cause: string;
  hold_days: number;
  /** What stayed when `destinations` were worked out; looked up when it is left out. */
  kept?: Kept;
  /** Packs of it are still promised: it is not complete when these parcels have arrived. */
  waits?: boolean;
}

/** Planning orders anew when what they hold has changed, and what becomes of parcels that never arrive. */
export class Replans {
  constructor(
    private readonly sql: Knex,
    private readonly plans: Plans,
  ) {}

  /** What left the house with the carrier, of the orders named. */
  left(order_ids: readonly string[]): Promise<Left> {
    return leftOf(this.sql, order_ids);
  }

  /** Whether the cancellation of this order has begun. */
  async isCalledBack(order_id: string): Promise<boolean> {
    return (
      (await row(this.sql, `select 1 from parcel_withdrawal where cause = ?`, [`cancel:${order_id}`])) !== undefined
    );
  }

  /** Those of these orders whose cancellation has begun. */
  async calledBack(order_ids: readonly string[]): Promise<string[]> {
    const found = await rows<{ order_id: string }>(
      this.sql,
      `select o.id as order_id from unnest(?::text[]) as o (id) join parcel_withdrawal w on w.cause = 'cancel:' || o.id`,
      [[...order_ids]],
    );
    return found.map((one) => one.order_id);
  }

  /** How a plan would come out by today's rate cards, cooperative by cooperative and line by line; nothing is written. */
  async tryPlan(input: Omit<PlanOrderInput, "message_id">): Promise<
    Result<
      {
        parcels: Record<string, number>;
        freight: CarriageCost[];
        lines: { order_line_id: string; freight_minor: bigint }[];
      },
      PlanRefusal
    >
  > {
    if (input.destinations.length === 0) return ok({ parcels: {}, freight: [], lines: [] });
    const worked = await this.plans.workOut(input);
    if (!worked.ok) return worked;
    return ok(costsOf(input.order_id, worked.value.plan));
  }

  /**
   * Takes orders out of the packers' hands: every parcel that is still here is voided with its label (P3), and the order
   * waits for a new plan. Of orders named in `parts` only the loads that are touched are voided; the other parcels wait with their
   * labels. `left` says how many parcels of each had left when it was decided: when more have, or other parcels would stay than
   * were to, all is refused and nothing is written. Locks plans in id order. Repeated for the same cause it is done already.
   */
  withdraw(input: WithdrawInput): Promise<Result<void, Refusal<"goods_left" | "stale" | "already_packed">>> {
    return inTransaction(this.sql, (tx) => withdraw_(tx, this.plans, input));
  }

  /** Orders withdrawn for a cause and not planned since. */
  async waiting(cause: string): Promise<string[]> {
    const found = await rows<{ order_id: string }>(
      this.sql,
      `select order_id from parcel_withdrawal where cause = ? and planned_at is null order by order_id`,
      [cause],
    );
    return found.map((one) => one.order_id);
  }

  /**
   * Plans a withdrawn order anew, from what is still to be packed: destinations as they are now, less what has left and what lies
   * in parcels that stayed; allocations as they are now. Parcels that stayed keep their lots where they are still promised, and get
   * others in place of those that are not. Once for each cause. With nothing to pack the order has no new parcel; when all that left
   * has arrived it is complete.
   */
  async plan(input: ReplanInput): Promise<Result<Planned, PlanRefusal>> {
    const left = await this.left([input.order_id]);
    const gone = new Map(left.units.map((one) => [`${one.order_line_id}/${one.lot_id}`, one.units]));
    const here = input.allocations
      .map((a) => ({ ...a, units: Number(a.units) - (gone.get(`${a.order_line_id}/${a.lot_id}`) ?? 0) }))
      .filter((a) => a.units > 0);
    const stayed = input.kept ?? (await keptOf(this.sql, input.order_id, []));
    const shared = keepLots({
      promised: here.map(({ id, order_line_id, units }) => ({ id, line: order_line_id, units })),
      kept: stayed.units.map((one) => ({ id: one.allocation_id, line: one.order_line_id, units: one.units })),
    });
    if (!shared.ok) return this.unlessPlanned(input, shared);
    const rest = withUnits(here, shared.value.rest);
    const nothing = input.destinations.length === 0;
    const worked = nothing ? undefined : await this.plans.workOut({ ...input, allocations: rest });
    if (worked && !worked.ok) return this.unlessPlanned(input, worked);
    killPoint("replan_before_store");
    const planned = await drawing((draw) =>
      inTransaction(this.sql, async (tx) => {
        const plan = await row<{ version: number }>(
          tx,
          `update parcel_plan set version = version + 1, currency = ?, withdrawn_for = null, waits = ?, updated_at = now()
           where order_id = ? and withdrawn_for = ? returning version`,
          [input.currency, input.waits ?? false, input.order_id, input.cause],
        );
        if (!plan) return ok({ planned: false, parcels: 0, writing: false });
        await tx.raw(`update parcel_withdrawal set planned_at = now() where cause = ? and order_id = ?`, [
          input.cause,
          input.order_id,
        ]);
        if (stayed.units.length > 0) await this.exchange_(tx, input, stayed, shared.value);
        killPoint("replan_lots_exchanged");
        if (!worked) {
          // Labels that were drawn while it was withdrawn are no labels.
          if (stayed.units.length > 0) await printNew(tx, input.order_id, plan.version);
          return ok(await this.nothingToPack_(tx, input));
        }
        const run = { ...worked.value, ...input, plan_version: plan.version };
        return ok(await this.plans.store_(tx, run, worked.value.rates, input.allocations, draw));
      }),
    );
    killPoint("replan_stored");
    return planned;
  }

  /** Somebody planned it while this looked: then what was seen is no refusal. */
  private async unlessPlanned(
    { cause, order_id }: ReplanInput,
    refused: { ok: false; refusal: PlanRefusal },
  ): Promise<Result<Planned, PlanRefusal>> {
    if ((await this.waiting(cause)).includes(order_id)) return refused;
    return ok({ planned: false, parcels: 0, writing: false });
  }

  /** Parcels that stayed hold what is promised to them now; all others hold what they held. */
  private async exchange_(
    tx: Transaction,
    input: ReplanInput,
    stayed: Kept,
    { kept, exchanged }: KeptLots,
  ): Promise<void> {
    if (exchanged === 0) return;
    const units = new Map((await heldOf(tx, input.order_id)).map((one) => [one.id, one.units]));
    const add = (id: string, more: number) => units.set(id, (units.get(id) ?? 0) + more);
    for (const one of stayed.units) add(one.allocation_id, -one.units);
    for (const one of kept) add(one.id, one.units);
    const lots = input.allocations.map((one): PromisedLot => ({ ...one, units: units.get(one.id) ?? 0 }));
    const refitted = await refit_(tx, input.order_id, lots);
    if (!refitted.ok) throw new Error(`order ${input.order_id}: ${refitted.refusal.message}`);
  }

  private async nothingToPack_(tx: Transaction, input: ReplanInput): Promise<Planned> {
    await tx.raw(
      `update parcel_plan pl set parcels = p.parcels, freight_minor = p.freight
       from (select count(*) as parcels, coalesce(sum(freight_minor), 0) as freight from parcel where order_id = ? and state <> 'void') p
       where pl.order_id = ?`,
      [input.order_id, input.order_id],
    );
    const differences = await contentDifferences(
      tx,
      input.order_id,
      input.allocations.map(({ id, units }) => ({ id, units: String(units) })),
    );
    if (differences > 0)
      throw new Error(`order ${input.order_id}: parcels differ from allocations in ${differences} places`);
    await postCompleted(tx, [input.order_id], new Map([[input.order_id, input.hold_days]]));
    return { planned: true, parcels: 0, writing: false };
  }

  /**
   * A parcel that left and never came is accounted for: it is lost (or came back), its short says what follows. The order
   * may be complete with that, and is then divided after its hold days.
   */
  accountFor(input: {
    short_id: string;
    parcel_id: string;
    hold_days: number;
  }): Promise<Result<void, Refusal<"parcel_not_found" | "parcel_not_lost">>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await row<{ order_id: string }>(tx, `select order_id from parcel where id = ?`, [input.parcel_id]);
      if (!found) return refuse("parcel_not_found", "There is no such parcel.");
      await tx.raw(`select 1 from parcel_plan where order_id = ? for update`, [found.order_id]);
      const parcel = await row<{ state: string; accounted_by: string | null }>(
        tx,
        `select state, accounted_by from parcel where id = ? for update`,
        [input.parcel_id],
      );
      if (parcel?.accounted_by === input.short_id) return ok(undefined);
      const moves = parcel !== undefined && assertTransition(PARCEL_TRANSITIONS, parcel.state, "lost").ok;
      if (
        !parcel ||
        parcel.accounted_by !== null ||
        !(moves || parcel.state === "lost" || parcel.state === "returned")
      ) {
        return refuse("parcel_not_lost", `This parcel is ${parcel?.state ?? "gone"}: it can't be lost any more.`);
      }
      if (moves) await recordStep(tx, [input.parcel_id], "lost", "house");
      await tx.raw(
        `update parcel set state = case when ? then 'lost' else state end, accounted_by = ?, updated_at = now() where id = ?`,
        [moves, input.short_id, input.parcel_id],
      );
      await postCompleted(tx, [found.order_id], new Map([[found.order_id, input.hold_days]]));
      return ok(undefined);
    });
  }

  /** Orders of which nothing is left to come are complete: called once a short of them can't be undone any more. */
  async complete(order_ids: readonly string[], hold_days: ReadonlyMap<string, number>): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      await tx.raw(`select 1 from parcel_plan where order_id = any(?) order by order_id for update`, [
        [...order_ids],
      ] as never);
      await postCompleted(tx, order_ids, hold_days, true);
    });
  }
}

/** What a plan's carriage costs, cooperative by cooperative and line by line. */
function costsOf(order_id: string, { stops, baskets, plans }: OrderPlan) {
  const wanted = new Map<number, number>();
  for (const { basket } of stops) wanted.set(basket, (wanted.get(basket) ?? 0) + 1);
  const byCooperative = new Map<string, bigint>();
  const byLine = new Map<string, bigint>();
  const parcelsOf: Record<string, number> = {};
  const add = (to: Map<string, bigint>, key: string, amount: bigint) => to.set(key, (to.get(key) ?? 0n) + amount);
  for (const [basket, times] of wanted) {
    for (const { parcels, freight_minor, lines } of plans[basket]!.patterns) {
      const { cooperative } = baskets[basket]!;
      const count = BigInt(parcels * times);
      parcelsOf[cooperative] = (parcelsOf[cooperative] ?? 0) + parcels * times;
      add(byCooperative, cooperative, freight_minor * count);
      for (const line of lines) add(byLine, line.kind, line.freight_minor * count);
    }
  }
  return {
    parcels: parcelsOf,
    freight: [...byCooperative].map(([cooperative_id, freight_minor]) => ({ order_id, cooperative_id, freight_minor })),
    lines: [...byLine].map(([order_line_id, freight_minor]) => ({ order_line_id, freight_minor })),
  };
}

async function printNew(tx: Transaction, order_id: string, version: number): Promise<void> {
  const payload = { order_id, only_new: true as const };
  await append(tx, { job: "print-labels", payload, dedup_key: `${order_id}:v${version}` });
}

function withUnits<Of extends { id: string }>(
  all: readonly Of[],
  given: readonly { id: string; units: number }[],
): (Of & { units: number })[] {
  const units = new Map(given.map((one) => [one.id, one.units]));
  return all.flatMap((one) => (units.has(one.id) ? [{ ...one, units: units.get(one.id)! }] : []));
}
