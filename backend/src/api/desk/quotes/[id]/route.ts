import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type PoolService from "../../../../modules/pool/service";
import type WholesaleService from "../../../../modules/wholesale/service";
import { oneQuote } from "../../../wholesale/quotes/acts";
import { sellerOf } from "../scope";

/** A quote with all its versions, and what is free in its pools now beside what it holds. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const seller = await sellerOf(req);
  const quote = await oneQuote(req.scope, seller, req.params.id ?? "");
  const { quotes }: WholesaleService = req.scope.resolve("wholesale");
  const pools: PoolService = req.scope.resolve("pool");
  const pool_ids = [...new Set(quote.versions.flatMap((one) => one.lines.map((line) => line.pool_id)))];
  const [free, coming, usual_freight_term] = await Promise.all([
    pools.cartHolds.available("", pool_ids),
    pools.forecasts.ofPools(pool_ids),
    quotes.lastFreightTerm(seller.cooperative_id),
  ]);
  res.json({
    quote,
    usual_freight_term,
    pools: pool_ids.map((pool_id) => ({
      pool_id,
      free_units: free.get(pool_id) ?? 0,
      /** Still to come, by what each household brought before. */
      expected_units: coming.get(pool_id)?.expected ?? 0,
    })),
  });
}
