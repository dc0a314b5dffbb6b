import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type WholesaleService from "../../../../modules/wholesale/service";
import { requireAgent } from "../../scope";

/** Calls a waiting change of account off: the one before stands again. Without a proof: it can only keep things as they were. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const agent = await requireAgent(req);
  const { agentBank }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await agentBank.callOff(agent, new Date()));
  res.json({ account: await agentBank.shown(agent.id, new Date()) });
}
