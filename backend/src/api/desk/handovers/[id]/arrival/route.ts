import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { recordArrival } from "../../../../../workflows/parcel/arrival";
import { requireMember } from "../../../scope";
import type { ArrivalBody } from "../../../shed/validators";

/** A member says where the parcels of this handover ended that are still on their way, whose carrier tells nothing. */
export async function POST(req: AuthenticatedMedusaRequest<ArrivalBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const of = { handover_id: req.params.id ?? "" };
  const { said } = req.validatedBody;
  const { moved } = valueOf(await recordArrival(req.scope, { cooperative_id, person: member_id, of, said }));
  res.json({ moved });
}
