import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { orderNumbers } from "../../../lib/order-numbers";
import type SettlementService from "../../../modules/settlement/service";
import { requireAgent } from "../scope";
import type { PageQuery } from "../validators";

const PAGE = 50;

/** Orders that the agent brought, newest first: numbers and sums alone, nothing of who bought what. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const agent = await requireAgent(req);
  const { cursor } = req.validatedQuery as PageQuery;
  const { agents }: SettlementService = req.scope.resolve("settlement");
  const found = await agents.orders(agent.id, { cursor, limit: PAGE });
  const numbers = await orderNumbers(
    req.scope,
    found.map((one) => one.order_id),
  );
  res.json({
    orders: found.map((one) => ({
      id: one.id,
      /** As on the agent's statements. */
      order_number: numbers.get(one.order_id) ?? null,
      at: one.at.toISOString(),
      currency: one.currency,
      agent_bp: one.agent_bp,
      posted_at: one.posted_at?.toISOString() ?? null,
      earned_minor: Number(one.earned_minor),
      reversed_minor: Number(one.reversed_minor),
    })),
    next: nextCursor(found, PAGE),
  });
}
