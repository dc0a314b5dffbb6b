import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { rows, type Transaction } from "../../lib/sql";
import { append, type OutboxEntry } from "../outbox/append";
import { cancelBookings_ } from "./booking-cancels";
import { endRuns, lockWriting } from "./plan-rows";
import type { Plans } from "./plans";
import { recordStep } from "./queries";
import { keyOf, touchOf, type LoadOfOrder, type Touch, type TouchQuestion } from "./touch";

/** An order of which a part is planned anew, and what of it was to stay when that was decided; null: whatever stays now. */
export interface PartToWithdraw extends TouchQuestion {
  decided: Touch | null;
}

export interface WithdrawInput {
  cause: string;
  order_ids: readonly string[];
  left: Record<string, number>;
  parts?: readonly PartToWithdraw[];
  /** Refused once anything of them is packed: what its buyer may call back. */
  unpacked?: true;
  /** What follows from it, in the same commit. */
  then?: OutboxEntry;
}

/** See `Replans.withdraw`; in the caller's transaction. */
export async function withdraw_(
  tx: Transaction,
  plans: Plans,
  input: WithdrawInput,
): Promise<Result<void, Refusal<"goods_left" | "stale" | "already_packed">>> {
  const order_ids = [...input.order_ids].sort();
  // What is being written of them comes to its end first, and no more is begun.
  await lockWriting(tx, order_ids, "alone");
  // An order that was never planned gets its plan's row here, so that the first planning cannot slip in between.
  await tx.raw(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) select id, 1, '', 0, 0 from unnest(?::text[]) as t (id) order by id
     on conflict do nothing`,
    [order_ids] as never,
  );
  await tx.raw(`select 1 from parcel_plan where order_id = any(?) order by order_id for update`, [order_ids] as never);
  const done = await rows<{ planned: boolean }>(
    tx,
    `select planned_at is not null as planned from parcel_withdrawal where cause = ?`,
    [input.cause],
  );
  if (done.some((one) => one.planned))
    return refuse("goods_left", "These orders have been planned again since. Nothing was changed.");
  if (done.length > 0) return ok(undefined);
  if (input.unpacked && (await arePacked_(tx, order_ids))) {
    return refuse("already_packed", "Goods of these orders are packed already. Nothing was changed.");
  }
  const moved = await rows<{ order_id: string; left: number }>(
    tx,
    `select order_id, count(*)::int as left from parcel where order_id = any(?) and parcel_rank(state) between 30 and 50 group by order_id`,
    [order_ids],
  );
  const now = new Map(moved.map((one) => [one.order_id, one.left]));
  if (order_ids.some((id) => (now.get(id) ?? 0) !== (input.left[id] ?? 0))) {
    return refuse("goods_left", "Goods of these orders have been handed over since. Nothing was changed.");
  }
  const parts = await partsOf_(tx, input.parts ?? []);
  if (!parts.ok) return parts;
  await endRuns(tx, order_ids, input.cause);
  await plans.refusals.solved_(tx, order_ids);
  await voidParcels(tx, order_ids, parts.value);
  if (input.then) await append(tx, input.then);
  await tx.raw(
    `insert into parcel_withdrawal (cause, order_id, voided) select ?, id, 0 from unnest(?::text[]) as t (id)`,
    [input.cause, order_ids] as never,
  );
  await tx.raw(
    `update parcel_plan set withdrawn_for = ?, delivered_at = null, updated_at = now() where order_id = any(?)`,
    [input.cause, order_ids] as never,
  );
  return ok(undefined);
}

/** Whoever packs one of them at this moment is done before, or finds it void. */
async function arePacked_(tx: Transaction, order_ids: readonly string[]): Promise<boolean> {
  const states = await rows<{ packed: boolean }>(
    tx,
    `select parcel_rank(state) between 20 and 50 as packed from parcel where order_id = any(?) order by id for update`,
    [order_ids],
  );
  return states.some(({ packed }) => packed);
}

/** The loads of each order that are touched now; an order that is not in it is planned anew whole. */
async function partsOf_(
  tx: Transaction,
  parts: readonly PartToWithdraw[],
): Promise<Result<Map<string, LoadOfOrder[]>, Refusal<"stale">>> {
  const touched = new Map<string, LoadOfOrder[]>();
  for (const part of parts) {
    const touch = await touchOf(tx, part);
    if (part.decided && !isSame(part.decided, touch)) {
      return refuse("stale", "Parcels of these orders have changed since. Nothing was changed.");
    }
    if (touch) touched.set(part.order_id, touch.loads);
  }
  return ok(touched);
}

function isSame(decided: Touch, now: Touch | undefined): boolean {
  return (
    now !== undefined &&
    now.kept.parcels === decided.kept.parcels &&
    now.kept.freight_minor === decided.kept.freight_minor &&
    now.loads.map(keyOf).join() === decided.loads.map(keyOf).join()
  );
}

async function voidParcels(
  tx: Transaction,
  order_ids: readonly string[],
  parts: ReadonlyMap<string, readonly LoadOfOrder[]>,
): Promise<void> {
  const loads = [...parts].flatMap(([order_id, of]) => of.map((load) => ({ order_id, ...load })));
  const here = await rows<{ id: string }>(
    tx,
    `select id from parcel where parcel_rank(state) < 30 and (order_id = any(?)
       or (order_id, cooperative_id, destination_id) in (select * from unnest(?::text[], ?::text[], ?::text[]))) order by id for update`,
    [
      order_ids.filter((id) => !parts.has(id)),
      loads.map((load) => load.order_id),
      loads.map((load) => load.cooperative_id),
      loads.map((load) => load.destination_id),
    ],
  );
  const ids = here.map((parcel) => parcel.id);
  if (ids.length === 0) return;
  await recordStep(tx, ids, "void", "house");
  await tx.raw(`update parcel_label set voided_at = now() where voided_at is null and parcel_id = any(?)`, [
    ids,
  ] as never);
  await cancelBookings_(tx, ids, { why: "voided" });
  await tx.raw(`update parcel set state = 'void', updated_at = now() where id = any(?)`, [ids] as never);
}
