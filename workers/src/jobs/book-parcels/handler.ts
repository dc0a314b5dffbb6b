import { killPoint } from "../../../../backend/src/lib/kill-point";
import type { Booking } from "../../../../backend/src/modules/parcel/bookings";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { carrierOf } from "../../carriers";
import type { Tracked } from "../../carriers/carrier";
import { PermanentFailure, type JobHandler } from "../../job";

type Log = Parameters<JobHandler<"book-parcels">>[0]["log"];

/**
 * Asks the carriers to take the parcels of a handover, a batch for each booking intent. The intent and its key were
 * written with the handover; one that was asked before, with an end we don't know, is looked up before it is asked again.
 * A batch that is refused, or whose end is not known, does not hold up the others.
 */
export const handle: JobHandler<"book-parcels"> = async ({ container, payload, log }) => {
  const service: ParcelService = container.resolve("parcel");
  const unknown: string[] = [];
  for (const booking of await service.bookings.open(payload.handover_id)) {
    const end = await bookOne(service, booking, log);
    if (end.outcome === "unknown") unknown.push(end.reason);
  }
  // Tried again while one may still come through; the refused ones are ended and not asked again.
  if (unknown.length > 0) throw new Error(unknown.join("; "));
  // Also those that an earlier try of this job had refused: nobody has been told of them yet.
  const refused = (await service.bookings.refusedOf(payload.handover_id)).map(
    ({ id, reason }) => `The carrier refused booking ${id}: ${reason ?? ""}`,
  );
  if (refused.length > 0) throw new PermanentFailure(refused.join("; "));
};

async function bookOne(
  service: ParcelService,
  booking: Booking,
  log: Log,
): Promise<{ outcome: "booked" | "refused" } | { outcome: "unknown"; reason: string }> {
  const carrier = carrierOf(booking.carrier);
  const parcels = await service.bookings.parcels(booking.id);
  const store = (found: readonly Tracked[]) =>
    service.bookings.record(
      booking.id,
      found.map(({ reference, tracking_number }) => ({ number: reference, tracking_number })),
    );
  if (booking.asked_at !== null) {
    const references = parcels.map((parcel) => parcel.number);
    // A carrier that can't be asked must not hold up the bookings of the others.
    const found = await carrier.find(booking.key, references).catch(String);
    if (typeof found === "string") {
      return { outcome: "unknown", reason: `the end of booking ${booking.id} is not known: ${found}` };
    }
    if (await store(found)) return { outcome: "booked" };
  }
  await service.bookings.markAsked(booking.id);
  killPoint("before_booking");
  const answer = await carrier.book(
    booking.key,
    parcels.map((parcel) => ({
      reference: parcel.number,
      carrier: parcel.carrier,
      service: parcel.service,
      weight_g: parcel.gross_g,
      to: { name: parcel.name, phone: parcel.phone, province_code: parcel.province_code, address: parcel.address },
    })),
  );
  killPoint("after_booking_before_commit");
  if (answer.outcome === "refused") {
    await service.bookings.refuse(booking.id, answer.reason);
    return { outcome: "refused" };
  }
  if (answer.outcome === "unknown") {
    return { outcome: "unknown", reason: `the end of booking ${booking.id} is not known: ${answer.reason}` };
  }
  if (!(await store(answer.value))) {
    const reason = `the carrier left parcels of booking ${booking.id} without a tracking number`;
    return { outcome: "unknown", reason };
  }
  log.info({ booking_id: booking.id, parcels: parcels.length }, "parcels booked");
  return { outcome: "booked" };
}
