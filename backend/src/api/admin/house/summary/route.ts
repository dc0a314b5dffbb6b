import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../../modules/parcel/service";
import type PoolService from "../../../../modules/pool/service";
import type SettlementService from "../../../../modules/settlement/service";
import { checkInvariants } from "../../../../workflows/health/check-invariants";

/** The whole house in figures, for the operator: goods, parcels, money, payouts, invariants. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const pools: PoolService = req.scope.resolve("pool");
  const parcels: ParcelService = req.scope.resolve("parcel");
  const settlement: SettlementService = req.scope.resolve("settlement");
  res.json({
    stock: await pools.seasonFigures(),
    parcels: await parcels.totals(),
    money: await settlement.moneySummary(),
    payouts: await settlement.payoutTotals(),
    invariants: await checkInvariants(req.scope),
  });
}
