import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../modules/settlement/service";
import { requireAgent } from "../scope";

/** The agent, and what they have earned and are owed. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { id, code, name, email, rate_bp } = await requireAgent(req);
  const { agents }: SettlementService = req.scope.resolve("settlement");
  const sums = await agents.sums([id]);
  res.json({
    agent: { code, name, email, rate_bp },
    sums: sums.map(({ currency, orders, earned_minor, reversed_minor, payable_minor }) => ({
      currency,
      orders,
      earned_minor: Number(earned_minor),
      reversed_minor: Number(reversed_minor),
      payable_minor: Number(payable_minor),
    })),
  });
}
