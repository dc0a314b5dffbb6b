import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type ParcelService from "../../../../modules/parcel/service";
import { requireMember } from "../../scope";
import type { RegroupPreviewBody } from "../../shed/validators";

/** What parting or joining parcels would cost; nothing is written. */
export async function POST(req: AuthenticatedMedusaRequest<RegroupPreviewBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  res.json({ regroup: valueOf(await parcels.regroups.preview({ ...req.validatedBody, cooperative_id })) });
}
