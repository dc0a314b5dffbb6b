import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { bookShipments, findBatch, type Tracked } from "./carrier-client";

/**
 * Asks the carrier to take the parcels of a handover, a batch for each booking intent. The intent and its key were
 * written with the handover; one that was asked before, with an end we don't know, is looked up before it is asked again.
 */
export const handle: JobHandler<"book-parcels"> = async ({ container, payload, log }) => {
  const service: ParcelService = container.resolve("parcel");
  const { CARRIER_API_URL } = readEnv();
  for (const booking of await service.openBookings(payload.handover_id)) {
    const parcels = await service.parcelsOfBooking(booking.id);
    const store = (found: readonly Tracked[]) =>
      service.recordBooking(
        booking.id,
        found.map(({ reference, tracking_number }) => ({ number: reference, tracking_number })),
      );
    if (booking.asked_at !== null && (await store(await findBatch(CARRIER_API_URL, booking.key)))) continue;

    await service.markBookingAsked(booking.id);
    killPoint("before_booking");
    const answer = await bookShipments(
      CARRIER_API_URL,
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
      await service.refuseBooking(booking.id, answer.reason);
      throw new PermanentFailure(`The carrier refused booking ${booking.id}: ${answer.reason}`);
    }
    if (answer.outcome === "unknown")
      throw new Error(`the end of booking ${booking.id} is not known: ${answer.reason}`);
    if (!(await store(answer.shipments)))
      throw new Error(`the carrier left parcels of booking ${booking.id} without a tracking number`);
    log.info({ booking_id: booking.id, parcels: parcels.length }, "parcels booked");
  }
};
