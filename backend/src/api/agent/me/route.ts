import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../modules/settlement/service";
import { requireAgent } from "../scope";

/** The agent, and what they have earned, are owed and were paid. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { id, code, name, email, rate_bp } = await requireAgent(req);
  const { agents }: SettlementService = req.scope.resolve("settlement");
  const sums = await agents.sums([id]);
  res.json({
    agent: { code, name, email, rate_bp },
    sums: sums.map((one) => ({
      currency: one.currency,
      orders: one.orders,
      earned_minor: Number(one.earned_minor),
      reversed_minor: Number(one.reversed_minor),
      payable_minor: Number(one.payable_minor),
      on_its_way_minor: Number(one.on_its_way_minor),
      paid_minor: Number(one.paid_minor),
    })),
  });
}
