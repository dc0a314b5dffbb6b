import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { previewRegroup } from "../../../../workflows/parcel/regroup";
import { requireMember } from "../../scope";
import type { RegroupPreviewBody } from "../../shed/validators";

/** What parting or joining parcels would cost; nothing is written. */
export async function POST(req: AuthenticatedMedusaRequest<RegroupPreviewBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  res.json({ regroup: valueOf(await previewRegroup(req.scope, { ...req.validatedBody, cooperative_id })) });
}
