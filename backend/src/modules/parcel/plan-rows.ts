import { randomBytes } from "node:crypto";
import type { Certificate } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import type { OrderPlan } from "./plan";
import type { Chunk } from "./plan-chunks";
import { keepPlacements_ } from "./placements";
import { cardKey, ratesOf, type RatesByCooperative } from "./rates";
import { parcelId, type RunOfRange } from "./write-range";

/** Random bytes by which the ids of a run's parcels begin. */
const MARK_BYTES = 8;
const SALT_BYTES = 16;

export interface RunToStore {
  order_id: string;
  plan_version: number;
  cause: string | null;
  currency: string;
  planned_ms: number;
  plan: OrderPlan;
  /** Parcels up to which it is written at once; the house's number when left out. */
  at_once?: number | undefined;
  /** Parcels of a range that a job writes; the house's number when left out. */
  chunk?: number | undefined;
}

export interface Run extends RunOfRange {
  state: "writing" | "written" | "finished" | "ended";
  parcels: number;
  freight_minor: string;
}

const RUN = "id, order_id, plan_version, currency, mark, salt, state, parcels, freight_minor";

export async function runById(sql: Sql, id: string, lock: "" | "for no key update" = ""): Promise<Run | undefined> {
  return row<Run>(sql, `select ${RUN} from plan_run where id = ? ${lock}`, [id]);
}

/** The run of an order that is not over. */
export async function openRun(sql: Sql, order_id: string): Promise<Run | undefined> {
  return row<Run>(sql, `select ${RUN} from plan_run where order_id = ? and state in ('writing', 'written')`, [
    order_id,
  ]);
}

/** Stores what was decided, before any parcel is written: the run, its baskets with their certificates, its patterns. */
export async function insertRun(tx: Transaction, run: RunToStore, rates: RatesByCooperative): Promise<Run> {
  const { plan } = run;
  const bounds = boundsOf(plan);
  const made = await row<Run>(
    tx,
    `insert into plan_run (id, order_id, plan_version, state, cause, currency, parcels, mark, salt, freight_minor, baskets,
       upper_bound_minor, lower_bound_minor, unproven, planned_ms)
     values (?, ?, ?, 'writing', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${RUN}`,
    [
      newId("run"),
      run.order_id,
      run.plan_version,
      run.cause,
      run.currency,
      plan.parcels,
      randomBytes(MARK_BYTES).toString("hex"),
      randomBytes(SALT_BYTES),
      plan.freight_minor.toString(),
      plan.baskets.length,
      bounds.upper.toString(),
      bounds.lower.toString(),
      bounds.unproven,
      Math.round(run.planned_ms),
    ],
  );
  if (!made) throw new Error("a run was not written");
  await insertBaskets(tx, made.id, plan);
  await insertPatterns(tx, made.id, plan, rates);
  await tx.raw(
    `insert into parcel_order (cooperative_id, order_id, planned_at)
     select b.cooperative_id, pl.order_id, pl.created_at from (select distinct cooperative_id from plan_basket where run_id = ?) b
       join parcel_plan pl on pl.order_id = ? order by 1 on conflict do nothing`,
    [made.id, run.order_id],
  );
  return made;
}

/** What the plan costs and what none could cost less than, destination by destination. */
function boundsOf({ plans, stops }: OrderPlan): { upper: bigint; lower: bigint; unproven: number } {
  let [upper, lower] = [0n, 0n];
  for (const { basket } of stops) {
    const { objective, upper_bound, lower_bound } = plans[basket]!.certificate;
    if (objective !== "cost") continue;
    upper += BigInt(upper_bound);
    lower += BigInt(lower_bound);
  }
  const isOpen = ({ lower_bound, upper_bound }: Certificate) => lower_bound < upper_bound;
  return { upper, lower, unproven: plans.filter(({ certificate }) => isOpen(certificate)).length };
}

async function insertBaskets(tx: Transaction, run_id: string, { baskets, plans, stops }: OrderPlan): Promise<void> {
  const destinations = new Array<number>(baskets.length).fill(0);
  for (const { basket } of stops) destinations[basket]!++;
  await insertAll(
    tx,
    "plan_basket",
    [
      ["run_id", "text", () => run_id],
      ["basket", "int", ({ at }) => at],
      ["cooperative_id", "text", ({ at }) => baskets[at]!.cooperative],
      ["destinations", "int", ({ at }) => destinations[at]!],
      ["parcels", "int", ({ at }) => plans[at]!.parcels],
      ["certificate", "jsonb", ({ at }) => JSON.stringify(plans[at]!.certificate)],
    ],
    baskets.map((_, at) => ({ at })),
  );
}

async function insertPatterns(
  tx: Transaction,
  run_id: string,
  plan: OrderPlan,
  rates: RatesByCooperative,
): Promise<void> {
  const placed = plan.plans.flatMap(({ patterns }, basket) => {
    const { cooperative } = plan.baskets[basket]!;
    let first = 0;
    return patterns.map((pattern) => {
      const one = { basket, cooperative, rates: ratesOf(rates, cooperative), first, pattern };
      first += pattern.parcels;
      return one;
    });
  });
  const placementId = await keepPlacements_(
    tx,
    placed.map(({ pattern }) => pattern.placement),
  );
  await insertAll(
    tx,
    "plan_pattern",
    [
      ["run_id", "text", () => run_id],
      ["basket", "int", (one) => one.basket],
      ["first", "int", (one) => one.first],
      ["parcels", "int", ({ pattern }) => pattern.parcels],
      ["cooperative_id", "text", (one) => one.cooperative],
      ["zone", "text", ({ pattern }) => pattern.zone],
      ["carton", "text", ({ pattern }) => pattern.carton],
      ["carton_id", "text", (one) => one.rates.carton_ids.get(one.pattern.carton)!],
      ["rate_card_id", "text", (one) => one.rates.card_ids.get(cardKey(one.pattern))!],
      ["carrier", "text", ({ pattern }) => pattern.carrier],
      ["service", "text", ({ pattern }) => pattern.service],
      ["goods_g", "bigint", ({ pattern }) => pattern.goods_g],
      ["gross_g", "bigint", ({ pattern }) => pattern.gross_g],
      ["billed_g", "bigint", ({ pattern }) => pattern.billed_g],
      ["carton_minor", "bigint", ({ pattern }) => pattern.carton_minor],
      ["freight_minor", "bigint", ({ pattern }) => pattern.freight_minor],
      ["value_minor", "bigint", ({ pattern }) => pattern.value_minor],
      ["insurance_minor", "bigint", ({ pattern }) => pattern.insurance_minor],
      ["placement_id", "uuid", ({ pattern }) => placementId(pattern.placement)],
      ["lines", "jsonb", ({ pattern }) => JSON.stringify(pattern.lines.map((line) => lineOf(plan, line)))],
    ],
    placed,
  );
}

function lineOf(
  plan: OrderPlan,
  { kind, count, freight_minor }: { kind: string; count: number; freight_minor: bigint },
) {
  const { title, pack_units, pack_g } = plan.lines.get(kind)!;
  return { order_line_id: kind, title, packs: count, pack_units, pack_g, freight_minor: freight_minor.toString() };
}

/** Stores a range for a job to write; its id. */
export async function insertChunk(tx: Transaction, run_id: string, { first, parcels, body }: Chunk): Promise<string> {
  const id = `${run_id}.${first}`;
  await tx.raw(`insert into plan_chunk (id, run_id, first, parcels, body) values (?, ?, ?, ?, ?::jsonb)`, [
    id,
    run_id,
    first,
    parcels,
    JSON.stringify(body),
  ]);
  return id;
}

/** What was needed to write the parcels goes, addresses among it; what was decided stays. */
export async function dropChunks(tx: Transaction, run_ids: readonly string[]): Promise<void> {
  await tx.raw(`delete from plan_chunk where run_id = any(?)`, [[...run_ids]] as never);
}

/** Ends the open runs of orders: what they have not written is never written. Their plans are locked by the caller. */
export async function endRuns(tx: Transaction, order_ids: readonly string[], cause: string): Promise<void> {
  const ended = await rows<{ id: string }>(
    tx,
    `update plan_run set state = 'ended', ended_for = ? where order_id = any(?) and state in ('writing', 'written') returning id`,
    [cause, [...order_ids]],
  );
  if (ended.length > 0) {
    await dropChunks(
      tx,
      ended.map((run) => run.id),
    );
  }
}

/**
 * Chunks of an order are written under this lock, shared; who takes its parcels away holds it alone. It is fair, which row
 * locks are not: chunks that come one after another would keep him waiting to the end of the run.
 */
export async function lockWriting(
  tx: Transaction,
  order_ids: readonly string[],
  how: "shared" | "alone" = "shared",
): Promise<void> {
  const lock = how === "alone" ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared";
  await tx.raw(
    `select ${lock}(hashtextextended('plan_run:' || id, 0)) from (select id from unnest(?::text[]) as t (id) order by id) o`,
    [[...order_ids]] as never,
  );
}

/**
 * P1 before a run ends: what is in its parcels, and in those of the order that left before, is what is promised, allocation by
 * allocation. Counts the differences. That lines hold their packs each range has looked at.
 */
export async function promiseDifferences(
  tx: Transaction,
  run: Run,
  promised: readonly { id: string; units: number | bigint | string }[],
): Promise<number> {
  const found = await row<{ differences: number }>(
    tx,
    `with promised as (select * from unnest(?::text[], ?::bigint[]) as t (id, units)),
          packed as (
            select id, sum(units) as units from (
              select allocation_id as id, units from parcel_content where parcel_id between ? and ?
              union all
              select c.allocation_id, c.units from parcel p join parcel_content c on c.parcel_id = p.id
              where p.order_id = ? and p.plan_version < ? and p.state <> 'void') c group by id)
     select count(*)::int as differences from promised full join packed using (id) where promised.units is distinct from packed.units`,
    [
      promised.map((one) => one.id),
      promised.map((one) => String(one.units)),
      parcelId(run, 0),
      parcelId(run, run.parcels),
      run.order_id,
      // A first plan has no parcels before it: nothing is looked for.
      run.plan_version === 1 ? 0 : run.plan_version,
    ],
  );
  return found?.differences ?? 1;
}
