import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { MedusaError } from "@medusajs/framework/utils";
import type { Agent } from "../../modules/wholesale/agents";
import type WholesaleService from "../../modules/wholesale/service";

/** Who asks, from the row as it is now: whoever has stopped, or whose session is of before a new password, is signed out. */
export async function requireAgent(req: AuthenticatedMedusaRequest): Promise<Agent> {
  const { agents }: WholesaleService = req.scope.resolve("wholesale");
  const context = req.auth_context as { actor_id: string; iat?: number };
  const agent = await agents.one(context.actor_id);
  const over = agent?.sessions_from != null && (context.iat ?? 0) * 1_000 < agent.sessions_from;
  if (!agent?.active || over)
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, "This session is over. Sign in again.", "unauthorized");
  return agent;
}
