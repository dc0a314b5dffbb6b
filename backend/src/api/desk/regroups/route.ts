import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import { applyRegroup } from "../../../workflows/parcel/regroup";
import { requireMember } from "../scope";
import type { RegroupBody } from "../shed/validators";

/** Parts a parcel or joins several, as the preview showed. */
export async function POST(req: AuthenticatedMedusaRequest<RegroupBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const { created, ...regroup } = valueOf(
    await applyRegroup(req.scope, { ...req.validatedBody, cooperative_id, person: member_id }),
  );
  res.status(created ? 201 : 200).json({ regroup });
}
