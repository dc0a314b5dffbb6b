import type { IPricingModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { formatMinor } from "@commonlot/domain";

/** A pack's one price as its cooperative sets it: `price_id` is the row that stands, if any; null minor units take it away. */
export interface PackPrice {
  variant_id: string;
  price_id: string | null;
  price_minor: number | null;
}

interface Priced {
  id: string;
  price_set?: { id: string } | null;
}

/**
 * Writes that price and no other. Those of price lists, of other currencies, for quantities or with rules of their own are the operator's:
 * Medusa's update of a price set deletes whatever is not sent with it, so no set is sent here. A pack whose maker died before it had a
 * price set gets one.
 */
export async function writePrices(
  container: MedusaContainer,
  packs: readonly PackPrice[],
  currency: string,
): Promise<void> {
  if (packs.length === 0) return;
  const pricing: IPricingModuleService = container.resolve(Modules.PRICING);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product_variant",
    fields: ["id", "price_set.id"],
    filters: { id: packs.map((pack) => pack.variant_id) },
  });
  const sets = new Map((data as unknown as Priced[]).map((one) => [one.id, one.price_set?.id]));
  const gone = packs.flatMap(({ price_id, price_minor }) => (price_minor === null && price_id ? [price_id] : []));
  if (gone.length > 0) await pricing.removePrices(gone);
  const priced = packs.filter((pack) => pack.price_minor !== null);
  const changed = priced.flatMap(({ variant_id, price_id, price_minor }) => {
    const priceSetId = sets.get(variant_id);
    const prices = priceOf(price_minor, currency).map((price) => (price_id ? { ...price, id: price_id } : price));
    return priceSetId ? [{ priceSetId, prices }] : [];
  });
  if (changed.length > 0) await pricing.addPrices(changed);
  await makeSets(
    container,
    priced.filter((pack) => !sets.get(pack.variant_id)),
    currency,
  );
}

async function makeSets(container: MedusaContainer, packs: readonly PackPrice[], currency: string): Promise<void> {
  if (packs.length === 0) return;
  const pricing: IPricingModuleService = container.resolve(Modules.PRICING);
  const made = await pricing.createPriceSets(packs.map((pack) => ({ prices: priceOf(pack.price_minor, currency) })));
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  await link.create(
    made.flatMap((set, at) => {
      const pack = packs[at];
      return pack
        ? [{ [Modules.PRODUCT]: { variant_id: pack.variant_id }, [Modules.PRICING]: { price_set_id: set.id } }]
        : [];
    }),
  );
}

/** Medusa wants major units; the decimals of a currency are exact in its numeric columns. */
export const priceOf = (price_minor: number | null, currency: string): { currency_code: string; amount: number }[] =>
  price_minor === null
    ? []
    : [{ currency_code: currency.toLowerCase(), amount: Number(formatMinor(BigInt(price_minor), currency)) }];
