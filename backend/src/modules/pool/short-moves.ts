import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, type Transaction } from "../../lib/sql";
import { STANDING } from "./short-facts";
import type { ShortRow, StoredPlan } from "./short-types";

export type ShortMoveRefusal = Refusal<"short_not_found" | "short_state" | "stale" | "ask_first" | "later_short">;

/** Ends the transaction; `changed` says why. */
export class Changed extends Error {
  constructor(readonly refusal: ShortMoveRefusal) {
    super(refusal.message);
  }
}

/** Unwraps `Changed`, and what a CHECK says about goods that are no longer there: nothing was written. */
export async function unlessChanged<T>(
  work: () => Promise<Result<T, ShortMoveRefusal>>,
): Promise<Result<T, ShortMoveRefusal>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Changed) return { ok: false, refusal: error.refusal };
    if ((error as { code?: string }).code === CHECK_VIOLATION) return stale();
    throw error;
  }
}
const CHECK_VIOLATION = "23514";

export function stale(): { ok: false; refusal: ShortMoveRefusal } {
  return refuse("stale", "Something of it has changed since the preview. Nothing was done; look at the preview again.");
}

export const SHORT_COLUMNS = `id, number, cooperative_id, kind, state, lot_id, units::float8 as units, order_id, parcel_id, policy, restock, reason,
  entered_by, decided_by, decided_at, problem, plan, plan_hash, view, previewed_at, attempt, wait_of, wait_line, claim_id, claimed,
  finished_at, created_at, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor`;

/** Locks a short, lets `work` decide from it, and writes all or nothing. */
export function moveShort(
  sql: Knex,
  short_id: string,
  work: (tx: Transaction, short: ShortRow) => Promise<Result<ShortRow, ShortMoveRefusal>>,
): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return unlessChanged(() =>
    inTransaction(sql, async (tx) => {
      const short = await row<ShortRow>(tx, `select ${SHORT_COLUMNS} from short where id = ? for update`, [short_id]);
      if (!short) return refuse("short_not_found", "There is no such short.");
      return work(tx, short);
    }),
  );
}

export function planOf(short: ShortRow): StoredPlan {
  if (!short.plan) throw new Error(`short ${short.id} has no plan`);
  return short.plan;
}

/** When nobody reported the end of a move, the job looks after this long. */
const LOOK_AFTER_S = 30;

export function soon(): Date {
  return new Date(Date.now() + LOOK_AFTER_S * 1000);
}

export async function changed(tx: Transaction, text: string, bindings: readonly unknown[]): Promise<ShortRow> {
  const after = await row<ShortRow>(tx, `${text} returning ${SHORT_COLUMNS}`, bindings);
  if (!after) throw new Error("the short just locked is gone");
  return after;
}

/** Orders that a plan touches: those that are planned anew, and those of which something goes back. */
export function ordersOf(plan: Pick<StoredPlan, "orders"> & { lines: readonly { order: string }[] }): string[] {
  return [...new Set([...plan.orders, ...plan.lines.map((line) => line.order)])].sort();
}

/** Whatever is decided about missing goods of these orders waits for its turn. */
export async function lockOrdersOfShorts(tx: Transaction, order_ids: readonly string[]): Promise<void> {
  await tx.raw(
    `select pg_advisory_xact_lock(h) from (select distinct hashtextextended('lost:' || o, 0) as h from unnest(?::text[]) as o order by h) x`,
    [[...order_ids]] as never,
  );
}

/**
 * Whether no other entry has come between for the orders of a plan: each gives back of the same freight, whether goods are missing or a
 * parcel is lost, so they are written one after the other and each from what the one before has left.
 */
export async function standsAlone(tx: Transaction, plan: StoredPlan): Promise<boolean> {
  const orders = ordersOf(plan);
  await lockOrdersOfShorts(tx, orders);
  if (plan.stood === undefined) return true;
  const now = await row<{ entries: number }>(
    tx,
    `select count(*)::int as entries from short_line l join short s on s.id = l.short_id where l.order_id = any(?) and s.state in ${STANDING}`,
    [orders],
  );
  return now?.entries === plan.stood;
}
