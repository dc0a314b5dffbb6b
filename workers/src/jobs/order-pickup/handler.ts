import { killPoint } from "../../../../backend/src/lib/kill-point";
import type { PickupOrder } from "../../../../backend/src/modules/parcel/pickups";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { carrierOf } from "../../carriers";
import { PermanentFailure, type JobHandler } from "../../job";

/**
 * Does with a courier what the row of the pick-up says: has one come, or calls one off. One that was asked for before, with an
 * end we don't know, is looked up by its key before it is asked for again.
 */
export const handle: JobHandler<"order-pickup"> = async ({ container, payload: { pickup_id }, log }) => {
  const { pickups }: ParcelService = container.resolve("parcel");
  const pickup = await pickups.pickup(pickup_id);
  if (!pickup) throw new PermanentFailure(`There is no pick-up ${pickup_id}.`);
  if (pickup.state === "pending") await order(pickups, pickup);
  const ordered = await pickups.pickup(pickup_id);
  if (ordered?.state === "ordered" && ordered.cancel_wanted_at !== null && ordered.cancel_refused === null) {
    const answer = await carrierOf(ordered.carrier).cancelPickup(ordered.confirmation ?? "");
    killPoint("after_pickup_cancel_before_commit");
    if (answer.outcome === "unknown")
      throw new Error(`not known whether pick-up ${pickup_id} is off: ${answer.reason}`);
    await pickups.recordCancelled(pickup_id, answer.outcome === "refused" ? answer.reason : undefined);
  }
  log.info({ pickup_id }, "pick-up ordered or called off");
};

async function order(pickups: ParcelService["pickups"], pickup: PickupOrder): Promise<void> {
  const carrier = carrierOf(pickup.carrier);
  const found = pickup.asked_at === null ? undefined : await carrier.findPickup(pickup.key);
  if (found) return pickups.record(pickup.id, { state: "ordered", confirmation: found.confirmation });
  if (!(await pickups.markAsked(pickup.id))) return;
  killPoint("before_pickup");
  const { day, until, parcels, weight_g } = pickup;
  const answer = await carrier.pickup(pickup.key, { day, until, parcels, weight_g });
  killPoint("after_pickup_before_commit");
  if (answer.outcome === "unknown")
    throw new Error(`not known whether pick-up ${pickup.id} is ordered: ${answer.reason}`);
  await pickups.record(
    pickup.id,
    answer.outcome === "done"
      ? { state: "ordered", confirmation: answer.value.confirmation }
      : { state: "refused", reason: answer.reason },
  );
}
