import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type { ListedPricesInput } from "../../../../../../modules/wholesale/companies/price-list-types";
import type WholesaleService from "../../../../../../modules/wholesale/service";
import { requirePriceList } from "../../../../price-lists/scope";
import { checkOwnPacks, requireOwnProduct } from "../../../own";

/** What a price list says of a product's packs, beside what all companies pay. Managers only. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { product, of } = await requireOwnProduct(req);
  const list = await requirePriceList(req, of.cooperative_id, req.params.list_id ?? "");
  const { prices, priceLists }: WholesaleService = req.scope.resolve("wholesale");
  const ids = product.packs.map((pack) => pack.variant_id);
  const [all, listed] = await Promise.all([prices.of(ids), priceLists.listed(list.id, ids)]);
  const stepFields = (steps: readonly { from: number; price_minor: bigint }[]) =>
    steps.map((step) => ({ from: step.from, price_minor: Number(step.price_minor) }));
  res.json({
    price_list: { id: list.id, name: list.name, ended: list.ended_at !== null },
    product: {
      id: product.id,
      title: { zh: product.texts.title_zh, en: product.texts.title_en || product.texts.title_zh },
      unit: product.pool.unit,
      currency: of.currency,
      packs: product.packs.map(({ variant_id, title_zh, title_en, units, price_minor }) => {
        const own = listed.get(variant_id);
        const others = all.get(variant_id);
        return {
          variant_id,
          title: { zh: title_zh, en: title_en || title_zh },
          units,
          price_minor,
          /** What holds where the list says nothing. */
          all: { minimum_packs: others?.minimum_packs ?? 1, steps: stepFields(others?.steps ?? []) },
          minimum_packs: own?.minimum_packs ?? null,
          steps: stepFields(own?.steps ?? []),
          version: own?.version ?? 0,
        };
      }),
    },
  });
}

/** Sets it, all packs or none. Quotes that stand keep what was agreed. */
export async function POST(req: AuthenticatedMedusaRequest<ListedPricesInput>, res: MedusaResponse): Promise<void> {
  const { product, of, member_id } = await requireOwnProduct(req);
  const { packs } = req.validatedBody;
  checkOwnPacks(product, packs);
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  const by = { cooperative_id: of.cooperative_id, person: member_id };
  const sold = { product_id: product.id, currency: of.currency };
  valueOf(await priceLists.price(by, req.params.list_id ?? "", sold, packs));
  res.json({ product: { id: product.id } });
}
