import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { MedusaContainer } from "@medusajs/framework/types";
import type PoolService from "../../../../modules/pool/service";
import type { QuoteActor } from "../../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../../modules/wholesale/service";
import { pricesForOffer } from "../../../../workflows/wholesale/price-list-page";
import { oneQuote } from "../../../wholesale/quotes/acts";
import { sellerOf } from "../scope";

/** A quote with all its versions, what is free in its pools now beside what it holds, and what the company pays by its price list. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  const quote = await oneQuote(req.scope, by, req.params.id ?? "");
  const { quotes }: WholesaleService = req.scope.resolve("wholesale");
  const pools: PoolService = req.scope.resolve("pool");
  const pool_ids = [...new Set(quote.versions.flatMap((one) => one.lines.map((line) => line.pool_id)))];
  const [free, coming, company_prices, usual_freight_term] = await Promise.all([
    pools.cartHolds.available("", pool_ids),
    pools.forecasts.ofPools(pool_ids),
    pricesOfRequest(req.scope, by, quote.id),
    quotes.lastFreightTerm(by.cooperative_id),
  ]);
  res.json({
    quote,
    /** To fill in the first offer; empty once there is one. */
    company_prices,
    usual_freight_term,
    pools: pool_ids.map((pool_id) => ({
      pool_id,
      free_units: free.get(pool_id) ?? 0,
      /** Still to come, by what each household brought before. */
      expected_units: coming.get(pool_id)?.expected ?? 0,
    })),
  });
}

async function pricesOfRequest(scope: MedusaContainer, by: QuoteActor, id: string) {
  const { quotes }: WholesaleService = scope.resolve("wholesale");
  const quote = await quotes.one(by, id);
  const asked = quote?.state === "requested" ? await quotes.version(id, quote.version) : undefined;
  return quote && asked ? pricesForOffer(scope, quote, asked) : [];
}
