import type { MedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import type { ParcelView } from "../../../modules/parcel/types";

/** The parcel whose number is in the address. */
export async function tracedParcel(req: MedusaRequest): Promise<ParcelView> {
  const service: ParcelService = req.scope.resolve("parcel");
  const parcel = await service.parcelByNumber((req.params.parcel_number ?? "").toUpperCase());
  if (!parcel || parcel.state === "void") refuseWith("parcel_not_found", "There is no parcel with this number.");
  return parcel;
}
