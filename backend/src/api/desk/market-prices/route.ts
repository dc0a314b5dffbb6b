import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { inputHash } from "../../../lib/input-hash";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import { todayOf } from "../../../lib/today";
import type { MarketPriceForm } from "../../../modules/wholesale/agreements/agreement-types";
import type WholesaleService from "../../../modules/wholesale/service";
import type { MarketPricesQuery } from "../../wholesale/agreements/validators";
import { sellerOf } from "../quotes/scope";

const PAGE = 50;

/** Goods that agreements price by the market, each with its newest price, and what was published, the newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await sellerOf(req);
  const { cursor } = req.validatedQuery as MarketPricesQuery;
  const { marketPrices }: WholesaleService = req.scope.resolve("wholesale");
  const [goods, published] = await Promise.all([
    marketPrices.goods(cooperative_id),
    marketPrices.published(cooperative_id, { cursor, limit: PAGE }),
  ]);
  res.json({
    goods: goods.map((one) => ({ ...one, price_minor: one.price_minor === null ? null : Number(one.price_minor) })),
    published: published.map(({ at_key: _, price_minor, at, ...one }) => ({
      ...one,
      price_minor: Number(price_minor),
      at: at.toISOString(),
    })),
    next: nextCursor(published, PAGE),
  });
}

/** Publishes what the market pays for a pack on a day. A correction is another one; what call-offs took before stays. */
export async function POST(req: AuthenticatedMedusaRequest<MarketPriceForm>, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  const { idempotency_key: _, ...words } = req.validatedBody;
  const { marketPrices }: WholesaleService = req.scope.resolve("wholesale");
  const made = await marketPrices.publish(by, req.validatedBody, { today: todayOf(), input_hash: inputHash(words) });
  res.status(201).json(valueOf(made));
}
