import { killPoint } from "../../../backend/src/lib/kill-point";
import type ParcelService from "../../../backend/src/modules/parcel/service";
import { carrierOf } from ".";
import type { Tracked } from "./carrier";
import type { JobContext } from "../job";

export type BookingEnd = { outcome: "booked" | "refused" | "over" } | { outcome: "unknown"; reason: string };

/**
 * Asks a carrier to take the parcels of one booking intent. One that was asked before, with an end we don't know, is looked up
 * before it is asked again. What the carrier refuses is divided: the parcels at fault are marked with its words, the others
 * stand in an intent of their own, which has a message of its own.
 */
export async function bookOne(
  service: ParcelService,
  booking: { id: string; key: string; carrier: string },
  log: JobContext["log"],
): Promise<BookingEnd> {
  const carrier = carrierOf(booking.carrier);
  const asked = await service.bookings.ask(booking.id);
  if (!asked) return { outcome: "over" };
  const store = (found: readonly Tracked[]) =>
    service.bookings.record(
      booking.id,
      found.map(({ reference, tracking_number }) => ({ number: reference, tracking_number })),
    );
  if (asked.asked_before) {
    const references = asked.parcels.map((parcel) => parcel.number);
    // A carrier that can't be asked must not hold up the bookings of the others.
    const found = await carrier.find(booking.key, references).catch(String);
    if (typeof found === "string") return unknown(booking.id, found);
    if (await store(found)) return { outcome: "booked" };
  }
  killPoint("before_booking");
  const answer = await carrier.book(
    booking.key,
    asked.parcels.map((parcel) => ({
      reference: parcel.number,
      carrier: parcel.carrier,
      service: parcel.service,
      weight_g: parcel.gross_g,
      ...(parcel.declared_minor === null
        ? {}
        : { declared: { amount_minor: parcel.declared_minor, currency: parcel.currency } }),
      to: { name: parcel.name, phone: parcel.phone, province_code: parcel.province_code, address: parcel.address },
    })),
  );
  killPoint("after_booking_before_commit");
  if (answer.outcome === "refused") {
    await service.bookings.refuse(booking.id, answer.reason, answer.named);
    log.info({ booking_id: booking.id, reason: answer.reason }, "the carrier refused parcels");
    return { outcome: "refused" };
  }
  if (answer.outcome === "unknown") return unknown(booking.id, answer.reason);
  if (!(await store(answer.value))) {
    const reason = `the carrier left parcels of booking ${booking.id} without a tracking number`;
    return { outcome: "unknown", reason };
  }
  log.info({ booking_id: booking.id, parcels: asked.parcels.length }, "parcels booked");
  return { outcome: "booked" };
}

function unknown(id: string, why: string): BookingEnd {
  return { outcome: "unknown", reason: `the end of booking ${id} is not known: ${why}` };
}
