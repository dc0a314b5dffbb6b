import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../modules/settlement/service";
import { requireHousehold } from "../scope";

/** The household's own money, and its statements by number; each opens at its own address. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const [money, statements] = await Promise.all([
    settlement.moneyOfHousehold(household_id),
    settlement.statementHeads(household_id),
  ]);
  res.json({
    money,
    statements: statements.map(({ id, number, currency, period, net_minor }) => ({
      id,
      number,
      currency,
      period,
      net_minor,
    })),
  });
}
