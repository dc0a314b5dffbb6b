import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type { SampleOffersInput } from "../../../../../modules/wholesale/samples/sample-types";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { checkOwnPacks, requireOwnProduct } from "../../own";

/** What companies may have of a product's packs as samples. Managers only. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { product, of } = await requireOwnProduct(req);
  const { sampleOffers }: WholesaleService = req.scope.resolve("wholesale");
  const set = await sampleOffers.of(product.packs.map((pack) => pack.variant_id));
  res.json({
    product: {
      id: product.id,
      title: { zh: product.texts.title_zh, en: product.texts.title_en || product.texts.title_zh },
      unit: product.pool.unit,
      currency: of.currency,
      packs: product.packs.map(({ variant_id, title_zh, title_en, units, price_minor }) => {
        const own = set.get(variant_id);
        return {
          variant_id,
          title: { zh: title_zh, en: title_en || title_zh },
          units,
          price_minor,
          sample: own
            ? {
                offered: own.offered,
                packs: own.packs,
                price_minor: Number(own.price_minor),
                freight_minor: Number(own.freight_minor),
                per_season: own.per_season,
              }
            : null,
          version: own?.version ?? 0,
        };
      }),
    },
  });
}

/** Sets them, all or none. Samples that were asked for stay as they were read. */
export async function POST(req: AuthenticatedMedusaRequest<SampleOffersInput>, res: MedusaResponse): Promise<void> {
  const { product, of, member_id } = await requireOwnProduct(req);
  const { packs } = req.validatedBody;
  checkOwnPacks(product, packs);
  const { sampleOffers }: WholesaleService = req.scope.resolve("wholesale");
  const by = { cooperative_id: of.cooperative_id, person: member_id };
  valueOf(await sampleOffers.set(by, { product_id: product.id, currency: of.currency }, packs));
  res.json({ product: { id: product.id } });
}
