import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { bookOne } from "../../carriers/book";
import type { JobHandler } from "../../job";

/**
 * Asks the carriers to take the parcels of a handover, a batch for each booking intent. The intents and their keys were
 * written with the handover. A batch that is refused, or whose end is not known, does not hold up the others; what was refused
 * is named at the desk, and is no failure of this message.
 */
export const handle: JobHandler<"book-parcels"> = async ({ container, payload, log }) => {
  const service: ParcelService = container.resolve("parcel");
  const unknown: string[] = [];
  for (const booking of await service.bookings.open(payload.handover_id)) {
    const end = await bookOne(service, booking, log);
    if (end.outcome === "unknown") unknown.push(end.reason);
  }
  // Tried again while one may still come through.
  if (unknown.length > 0) throw new Error(unknown.join("; "));
};
