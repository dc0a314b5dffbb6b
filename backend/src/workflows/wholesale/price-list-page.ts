import type { MedusaContainer } from "@medusajs/framework/types";
import { quickPrice } from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { todayOf } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type { PriceList } from "../../modules/wholesale/companies/price-list-types";
import type { Quote, QuoteVersion } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { withPrices } from "./quick-table";
import { soldPacks } from "./sold-packs";

/** Of a cooperative's people, those whose names are looked up. */
const TEAM = 200;

/** A price list as its cooperative's managers see it; a handful of queries, whatever is in it. */
export async function wholePriceList(container: MedusaContainer, list: PriceList) {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [companies, products, changes, team] = await Promise.all([
    wholesale.priceLists.companiesIn(list.id, todayOf()),
    wholesale.priceLists.productsIn(list.id),
    wholesale.priceLists.changesOf(list.id),
    cooperatives.team.members({ cooperative_id: list.cooperative_id, limit: TEAM }),
  ]);
  const sold = groupBy(
    await soldPacks(container, { product_ids: products.map((one) => one.product_id) }),
    (pack) => pack.product_id,
  );
  const packName = new Map(
    [...sold.values()].flat().map((pack) => [pack.variant_id, { title: pack.title, pack: pack.pack }]),
  );
  const person = new Map(team.map((one) => [one.member_id, one.name]));
  return {
    id: list.id,
    name: list.name,
    version: list.version,
    ended: list.ended_at !== null,
    companies,
    products: products.map(({ product_id, packs }) => ({
      product_id,
      /** Null: it is not on sale now. */
      title: sold.get(product_id)?.[0]?.title ?? null,
      packs,
    })),
    changes: changes.map(({ at, act, company, variant_id, person: by }) => ({
      at: at.toISOString(),
      act,
      person: person.get(by) ?? "",
      company,
      pack: variant_id === null ? null : (packName.get(variant_id) ?? null),
    })),
  };
}

/** Variant id -> what the company of a quote pays for so many packs of the version, to fill in an offer; packs without a price are missing. */
export async function pricesForOffer(
  container: MedusaContainer,
  quote: Pick<Quote, "company_id" | "currency" | "cooperative_id">,
  version: Pick<QuoteVersion, "lines">,
): Promise<{ variant_id: string; price_minor: number }[]> {
  const variant_ids = version.lines.map((line) => line.variant_id);
  const packs = await withPrices(container, quote.company_id, await soldPacks(container, { variant_ids }));
  return packs.flatMap((pack) => {
    const line = version.lines.find((one) => one.variant_id === pack.variant_id);
    if (!line || !pack.price || pack.currency !== quote.currency || pack.cooperative_id !== quote.cooperative_id)
      return [];
    // Below the minimum it is the seller who says whether they sell so few, at the first step's price.
    const found = quickPrice({ ...pack.price, minimum_packs: 1 }, line.packs);
    return found.ok ? [{ variant_id: pack.variant_id, price_minor: Number(found.value.unit_minor) }] : [];
  });
}
