import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import type { RelabelBody } from "../../../shed/validators";

/** Voids the label of a parcel: it gets a new number, and its new label is printed alone. */
export async function POST(req: AuthenticatedMedusaRequest<RelabelBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const of = { parcel_id: req.params.id ?? "", cooperative_id, person: member_id };
  const { number, created } = valueOf(await parcels.relabels.relabel({ ...of, ...req.validatedBody }));
  res.status(created ? 201 : 200).json({ number });
}
