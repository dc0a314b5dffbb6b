import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { bookOne } from "../../carriers/book";
import { PermanentFailure, type JobHandler } from "../../job";

/** One booking intent by itself: of a wave before it leaves, of a parcel that was put right, of what a refusal left over. */
export const handle: JobHandler<"book-batch"> = async ({ container, payload, log }) => {
  const service: ParcelService = container.resolve("parcel");
  const booking = await service.bookings.booking(payload.booking_id);
  if (!booking) throw new PermanentFailure(`There is no booking ${payload.booking_id}.`);
  const end = await bookOne(service, booking, log);
  if (end.outcome === "unknown") throw new Error(end.reason);
};
