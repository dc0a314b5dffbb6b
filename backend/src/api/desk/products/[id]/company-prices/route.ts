import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type { CompanyPricesInput } from "../../../../../modules/wholesale/quick-order/order-types";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { checkOwnPacks, requireOwnProduct } from "../../own";

/** What a product's packs cost companies, beside what they cost in the shop. Managers only. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { product, of } = await requireOwnProduct(req);
  const { prices }: WholesaleService = req.scope.resolve("wholesale");
  const set = await prices.of(product.packs.map((pack) => pack.variant_id));
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
          minimum_packs: own?.minimum_packs ?? 1,
          steps: (own?.steps ?? []).map((step) => ({ from: step.from, price_minor: Number(step.price_minor) })),
          version: own?.version ?? 0,
        };
      }),
    },
  });
}

/** Sets them, all or none. Quotes that stand keep what was agreed. */
export async function POST(req: AuthenticatedMedusaRequest<CompanyPricesInput>, res: MedusaResponse): Promise<void> {
  const { product, of, member_id } = await requireOwnProduct(req);
  const { packs } = req.validatedBody;
  checkOwnPacks(product, packs);
  const { prices }: WholesaleService = req.scope.resolve("wholesale");
  const by = { cooperative_id: of.cooperative_id, person: member_id };
  valueOf(await prices.set(by, { product_id: product.id, currency: of.currency }, packs));
  res.json({ product: { id: product.id } });
}
