import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type WholesaleService from "../../../modules/wholesale/service";
import { changeAgentAccount } from "../../../workflows/wholesale/agent-bank-account";
import { requireAgent } from "../scope";
import type { AgentAccountBody } from "../validators";

/** Where the agent's commission goes: of the number the last four characters; null: nowhere yet. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { id } = await requireAgent(req);
  const { agentBank }: WholesaleService = req.scope.resolve("wholesale");
  res.json({ account: await agentBank.shown(id, new Date()) });
}

/** Names it, or another one; the password is asked for anew. */
export async function POST(req: AuthenticatedMedusaRequest<AgentAccountBody>, res: MedusaResponse): Promise<void> {
  const agent = await requireAgent(req);
  const { password, old_stops, ...account } = req.validatedBody;
  res.json(await changeAgentAccount(req.scope, { agent, account, old_stops, password, now: new Date() }));
}
