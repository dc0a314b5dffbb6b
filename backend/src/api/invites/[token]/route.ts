import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import { joinTeamWorkflow, openInvite } from "../../../workflows/cooperative/join-team";
import type { JoinBody } from "../../desk/team/validators";

/** What somebody with the link is asked: where, and as what. The link is the key; there is no other. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const service: CooperativeService = req.scope.resolve("cooperative");
  const invite = await openInvite(req.scope, req.params.token ?? "");
  const [cooperative] = await service.cooperatives([invite.cooperative_id]);
  res.setHeader("Cache-Control", "no-store");
  res.json({
    invite: { name: invite.name, role: invite.role, sign_in_name: invite.sign_in_name, known: invite.known },
    cooperative: cooperative && { name: { zh: cooperative.name_zh, en: cooperative.name_en } },
  });
}

export async function POST(req: MedusaRequest<JoinBody>, res: MedusaResponse): Promise<void> {
  const { result } = await joinTeamWorkflow(req.scope).run({
    input: { ...req.validatedBody, token: req.params.token ?? "" },
  });
  res.status(201).json({ member: { sign_in_name: result.sign_in_name } });
}
