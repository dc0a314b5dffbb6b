import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { packParcel } from "../../../../../workflows/parcel/scan";
import { requireMember } from "../../../scope";
import type { PackBody } from "../../../shed/validators";

/** Weighs a parcel whose goods are all ticked, and it is packed. */
export async function POST(req: AuthenticatedMedusaRequest<PackBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const of = { parcel_id: req.params.id ?? "", cooperative_id, person: member_id };
  const packed = valueOf(await packParcel(req.scope, { ...of, ...req.validatedBody }));
  res.status(packed.created ? 201 : 200).json({ packed: { number: packed.number, weighed_g: packed.weighed_g } });
}
