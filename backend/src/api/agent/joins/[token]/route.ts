import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type WholesaleService from "../../../../modules/wholesale/service";
import { joinAsAgent } from "../../../../workflows/wholesale/agent-accounts";
import type { AgentJoinBody } from "../../validators";

/** Whose link it is. The link is the key; there is no other. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { agents }: WholesaleService = req.scope.resolve("wholesale");
  const { name, email } = valueOf(await agents.byToken(req.params.token ?? ""));
  res.setHeader("Cache-Control", "no-store");
  res.json({ agent: { name, email } });
}

export async function POST(req: MedusaRequest<AgentJoinBody>, res: MedusaResponse): Promise<void> {
  const { email } = await joinAsAgent(req.scope, { ...req.validatedBody, token: req.params.token ?? "" });
  res.status(201).json({ agent: { email } });
}
