import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { correctBoard } from "../../../../../workflows/settlement/publish-board";
import { requireMember } from "../../../scope";
import type { CorrectBoardBody } from "../../../money-papers/validators";

/** Publishes anew what differs from what is on the villages' boards, with the reason; what was there stays and is marked. */
export async function POST(req: AuthenticatedMedusaRequest<CorrectBoardBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { because } = req.validatedBody;
  const of = { period_id: req.params.id ?? "", cooperative_id, person: member_id, because };
  res.status(201).json(await correctBoard(req.scope, of));
}
