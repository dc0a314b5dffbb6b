import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import { parcelToOpen } from "../../../workflows/parcel/scan";
import { requireMember } from "../scope";
import type { ScanQuery } from "../shed/validators";

/** The parcel whose label was scanned; whatever else was scanned is said in a sentence. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const { code } = req.validatedQuery as unknown as ScanQuery;
  const { parcel_id, number, state } = valueOf(await parcelToOpen(req.scope, cooperative_id, code));
  res.json({ parcel: { id: parcel_id, number, state } });
}
