import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { requireCompany } from "../../scope";
import type { MemberBody } from "../../validators";

/** Other roles and limits, from the next click on. */
export async function POST(req: AuthenticatedMedusaRequest<MemberBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  valueOf(await wholesale.members.change(actor, { ...req.validatedBody, member_id: req.params.id ?? "" }));
  res.json({ member: { id: req.params.id } });
}
