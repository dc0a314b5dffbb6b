import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { extendCycle } from "../../../../../workflows/cycle/edit";
import { requireMember } from "../../../scope";
import type { ExtendBody } from "../../validators";

/** Keeps a running cycle open longer. */
export async function POST(req: AuthenticatedMedusaRequest<ExtendBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const { closes } = req.validatedBody;
  valueOf(await extendCycle(req.scope, { cooperative_id, person: member_id, id: req.params.id ?? "", closes }));
  res.json({ extended: true });
}
