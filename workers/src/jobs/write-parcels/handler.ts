import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type { JobHandler } from "../../job";

/** Writes a range of the parcels of a plan that is stored: in any order, once each; the last has the plan finished. */
export const handle: JobHandler<"write-parcels"> = async ({ container, message_id, payload, log }) => {
  const parcels: ParcelService = container.resolve("parcel");
  const { written } = await parcels.plans.writeChunk({ message_id, chunk_id: payload.chunk_id });
  log.info({ chunk_id: payload.chunk_id, written }, "parcels written");
};
