import { killPoint } from "../../../../backend/src/lib/kill-point";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { carrierOf } from "../../carriers";
import { PermanentFailure, type JobHandler } from "../../job";

/**
 * Takes back what was booked for parcels that did not leave. A carrier that is still writing a booking down is waited for, so
 * that nothing is booked after it was cancelled. Cancelling twice is done too; one that the carrier fetched already is refused
 * and shown at the desk.
 */
export const handle: JobHandler<"cancel-bookings"> = async ({ container, payload, log }) => {
  const { bookingCancels }: ParcelService = container.resolve("parcel");
  const intent = await bookingCancels.open(payload.cancel_id);
  if (!intent) throw new PermanentFailure(`There is no cancellation ${payload.cancel_id}.`);
  const carrier = carrierOf(intent.carrier);
  const unknown: string[] = [];
  for (const { reference, booking_open } of intent.parcels) {
    if (booking_open) {
      unknown.push(`the booking of ${reference} has no end yet`);
      continue;
    }
    const answer = await carrier
      .cancel(reference)
      .catch((error: unknown) => ({ outcome: "unknown" as const, reason: String(error) }));
    killPoint("after_cancel_before_commit");
    if (answer.outcome === "unknown") unknown.push(`${reference}: ${answer.reason}`);
    else {
      const end =
        answer.outcome === "done" ? { state: "done" as const } : { state: "refused" as const, reason: answer.reason };
      await bookingCancels.record(payload.cancel_id, reference, end);
    }
  }
  if (unknown.length > 0) throw new Error(`not known whether it is cancelled: ${unknown.slice(0, 5).join("; ")}`);
  log.info({ cancel_id: payload.cancel_id, parcels: intent.parcels.length }, "bookings taken back");
};
