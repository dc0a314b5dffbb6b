import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type { AgentChange } from "../../../../../modules/wholesale/agents";
import type WholesaleService from "../../../../../modules/wholesale/service";

/** Another name or rate, or an end of it: of orders that are sold from now on. */
export async function POST(req: AuthenticatedMedusaRequest<AgentChange>, res: MedusaResponse): Promise<void> {
  const { agents }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await agents.change(req.auth_context.actor_id, req.params.id ?? "", req.validatedBody));
  res.json({ changed: true });
}
