import type { Readable } from "node:stream";
import type { MedusaContainer } from "@medusajs/framework/types";
import { keepPhoto } from "../../../lib/keep-photo";
import type ParcelService from "../../../modules/parcel/service";

/** Keeps a picture of a claim. The same picture again is the first one. */
export function keepClaimPhoto(container: MedusaContainer, from: Readable, of: { claim_id: string; person: string }) {
  const parcels: ParcelService = container.resolve("parcel");
  return keepPhoto("claim-photos", from, (photo) => parcels.claims.photos.record({ ...of, ...photo }));
}
