import { assertTransition, ok, PARCEL_TRANSITIONS, refuse, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { row, type Transaction } from "../../lib/sql";
import { append, appendAll } from "../outbox/append";
import { recordStep } from "./queries";
import {
  handoverByKey,
  handoverRow,
  insertFulfilIntents,
  insertHandover,
  lockParcels,
  withoutLabel,
  type LockedParcel,
} from "./queries-handover";
import { insertBookings_ } from "./bookings";
import { closeDoneWaves } from "./waves";
import { safeNumber, type HandOverInput, type HandOverRefusal, type HandoverView } from "./types";

/**
 * Gives parcels to the carrier: their contents are frozen from here on. Writes the handover, one fulfil intent an order
 * and the booking intents, and sends `ship`, `book-parcels` and `fulfil` on their way. Asked again for parcels that all
 * left with one handover, it answers that one. Locks parcels in id order.
 */
export async function handOver_(
  tx: Transaction,
  input: HandOverInput,
): Promise<Result<{ handover: HandoverView; created: boolean }, HandOverRefusal>> {
  const { order_id, wave_id, idempotency_key } = input;
  const wanted = input.parcel_ids === undefined ? undefined : [...new Set(input.parcel_ids)];
  if ([wanted, order_id, wave_id].filter((one) => one !== undefined).length !== 1) {
    return refuse("invalid_input", "Name an order, a wave, or parcels.", "order_id");
  }
  const input_hash = hashOf(input);
  if (idempotency_key !== undefined) {
    const signed = await handoverByKey(tx, input.cooperative_id, idempotency_key);
    // Null: signed before hashes were kept.
    if (signed && signed.input_hash !== null && signed.input_hash !== input_hash) {
      return refuse("idempotency_conflict", "This form was sent before with something else in it. Open it again.");
    }
    if (signed) return ok({ handover: await viewOf(tx, signed.id), created: false });
  }
  const all = await lockParcels(tx, input.cooperative_id, { parcel_ids: wanted, order_id, wave_id });
  if (wave_id !== undefined && all.length === 0) {
    const message =
      "No parcel of this wave is packed: pack them first, or they have been handed over already. Nothing was signed.";
    return notReady(message, "wave_id", { why: "none_packed" });
  }
  if (input.expected !== undefined && all.length !== input.expected) {
    return refuse(
      "stale",
      `There are ${all.length} packed parcels now, not ${input.expected}. Nothing was signed; look again.`,
    );
  }
  if (wanted && all.length !== wanted.length)
    return refuse("parcel_not_found", "There is no such parcel.", "parcel_ids");
  if (all.length === 0) return refuse("order_not_found", "This order has no parcels here.", "order_id");

  const open = all.filter((parcel) => parcel.handover_id === null);
  const earlier = all.find((parcel) => parcel.handover_id !== null)?.handover_id;
  if (earlier && (open.length === 0 || wanted)) {
    const together = all.every((parcel) => parcel.handover_id === earlier);
    if (wanted && !together)
      return refuse("parcels_not_ready", "Some of these parcels were handed over already.", "parcel_ids");
    return ok({ handover: await viewOf(tx, earlier), created: false });
  }
  const unpaid = open.find((parcel) => input.unpaid_orders?.includes(parcel.order_id));
  if (unpaid) {
    const message = `The balance of the order of parcel ${unpaid.number} has not come yet. Nothing was handed over; leave it out until it has.`;
    return notReady(message, wanted ? "parcel_ids" : "order_id", { why: "unpaid", parcel: unpaid.number });
  }
  const recalled = await row<{ number: string }>(
    tx,
    `select p.number from parcel p join parcel_content c on c.parcel_id = p.id where p.id = any(?) and c.lot_id = any(?) order by p.number limit 1`,
    [open.map((parcel) => parcel.id), input.recalled_lots ?? []],
  );
  if (recalled) {
    return refuse(
      "parcels_held_back",
      `Parcel ${recalled.number} holds goods that are recalled. Nothing was handed over; take the lot out of its orders first.`,
      wanted ? "parcel_ids" : "order_id",
    );
  }
  const withdrawn = await row<{ number: string }>(
    tx,
    `select p.number from parcel p join parcel_plan pl on pl.order_id = p.order_id
     where p.id = any(?) and pl.withdrawn_for is not null order by p.number limit 1`,
    [open.map((parcel) => parcel.id)],
  );
  if (withdrawn) {
    return refuse(
      "parcels_not_ready",
      `The order of parcel ${withdrawn.number} is just being planned anew, since goods of it fell short. Nothing was handed over; try again in a minute, or leave it out.`,
      wanted ? "parcel_ids" : "order_id",
    );
  }
  const unready = open.find((parcel) => !isReady(parcel));
  if (unready) {
    const message = `Parcel ${unready.number} is ${unready.state}: print its label first. Nothing was handed over.`;
    return notReady(message, wanted ? "parcel_ids" : "order_id", { why: "no_label", parcel: unready.number });
  }
  const bare = await withoutLabel(
    tx,
    open.map((parcel) => parcel.id),
  );
  if (bare) {
    const message = `The new label of parcel ${bare} is not printed yet. Nothing was handed over; it takes a moment.`;
    return notReady(message, wanted ? "parcel_ids" : "order_id", { why: "new_label", parcel: bare });
  }

  const id = newId("handover");
  const parcel_ids = open.map((parcel) => parcel.id);
  const order_ids = [...new Set(open.map((parcel) => parcel.order_id))].sort();
  await recordStep(
    tx,
    open.filter((parcel) => parcel.state === "labelled").map((parcel) => parcel.id),
    "packed",
    "house",
  );
  await insertHandover(tx, { ...input, id, input_hash, parcels: open });
  await recordStep(tx, parcel_ids, "handed_over", "house");
  await insertFulfilIntents(tx, id, order_ids);
  await closeDoneWaves(tx, [...new Set(open.flatMap((parcel) => parcel.wave_id ?? []))]);
  await append(tx, { job: "ship", payload: { handover_id: id }, dedup_key: id });
  const message_id = await append(tx, { job: "book-parcels", payload: { handover_id: id }, dedup_key: id });
  await insertBookings_(tx, { handover_id: id, cooperative_id: input.cooperative_id, parcels: open, message_id });
  await appendAll(
    tx,
    order_ids.flatMap((order_id) => [
      { job: "fulfil" as const, payload: { order_id, handover_id: id }, dedup_key: `${id}:${order_id}` },
      {
        job: "order-notice" as const,
        payload: { order_id, about: "sent" as const },
        dedup_key: `${id}:${order_id}`,
      },
    ]),
  );
  return ok({ handover: await viewOf(tx, id), created: true });
}

/** Which parcel it is and why, so that a page can say it in its reader's language. */
function notReady(
  message: string,
  field: string,
  details: { why: "none_packed" | "no_label" | "new_label" | "unpaid"; parcel?: string },
): { ok: false; refusal: HandOverRefusal } {
  return { ok: false, refusal: { reason: "parcels_not_ready", message, field, details } };
}

function hashOf({ parcel_ids, order_id, wave_id, driver, plate, signature, expected }: HandOverInput): string {
  const all = [parcel_ids === undefined ? null : [...new Set(parcel_ids)].sort()];
  return inputHash([...all, order_id, wave_id, driver, plate, signature, expected].map((one) => one ?? null));
}

/** Signing for labelled parcels says that they are packed: both steps are asked of the table. */
function isReady(parcel: LockedParcel): boolean {
  const packed = parcel.state === "packed" || assertTransition(PARCEL_TRANSITIONS, parcel.state, "packed").ok;
  return packed && assertTransition(PARCEL_TRANSITIONS, "packed", "handed_over").ok;
}

async function viewOf(tx: Transaction, id: string): Promise<HandoverView> {
  const found = await handoverRow(tx, id);
  if (!found) throw new Error(`handover ${id} is not there`);
  return { ...found, gross_g: safeNumber(found.gross_g) };
}
