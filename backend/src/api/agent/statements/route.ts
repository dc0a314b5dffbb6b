import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { statementFields } from "../../../workflows/settlement/commission-runs";
import { requireAgent } from "../scope";
import type { PageQuery } from "../validators";

const PAGE = 50;

/** What was and is paid to the agent, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const agent = await requireAgent(req);
  const { cursor } = req.validatedQuery as PageQuery;
  const { commissionViews }: SettlementService = req.scope.resolve("settlement");
  const found = await commissionViews.ofAgent(agent.id, { cursor, limit: PAGE });
  res.json({ statements: found.map(statementFields), next: nextCursor(found, PAGE) });
}
