import type { ILockingModule, IProductModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import {
  createProductVariantsWorkflow,
  updateProductsWorkflow,
  updateProductVariantsWorkflow,
} from "@medusajs/medusa/core-flows";
import {
  decidePacks,
  missingOfProduct,
  ok,
  refuse,
  type ProductPack,
  type ProductTexts,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { ownProduct, type OwnProduct } from "./own-products";
import { priceOf, writePrices } from "./pack-prices";
import { dropPacks, nameSizes, otherPacks, type OtherPack } from "./pack-sizes";
import { writeEnglish, writeOptionEnglish } from "./write-english";

export interface OwnerOfProduct {
  product_id: string;
  cooperative_id: string;
  currency: string;
}

const LOCK_S = 30;
const NOT_FOUND = refuse("product_not_found", "Your cooperative sells no such product.");
const MOVED_ON = refuse(
  "stale",
  "Somebody else has changed this product since you opened it. Nothing of theirs is overwritten and what you typed is still here; compare, then save again.",
);

/** One writer of a product at a time, and only when it still is what they saw. */
export async function asSeen<T>(
  container: MedusaContainer,
  input: OwnerOfProduct & { seen: string },
  write: (product: OwnProduct) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  return locking.execute(
    `product:${input.product_id}`,
    async () => {
      const product = await ownProduct(container, input);
      if (!product) return NOT_FOUND;
      return product.revision === input.seen ? write(product) : MOVED_ON;
    },
    { timeout: LOCK_S },
  );
}

/**
 * Writes texts, packs and prices of a product. A pack is known by its units: those that stand get another name or price, others are
 * made, none goes away, since baskets and orders name it. Several modules of Medusa, each write a setting of what was typed: killed in
 * between, the form shows what stands, and pressed again it ends the same. Orders keep the price they were bought at.
 */
export function saveProduct(
  container: MedusaContainer,
  input: OwnerOfProduct & { seen: string; texts: ProductTexts; packs: readonly ProductPack[] },
): Promise<Result<{ product_id: string }, Refusal>> {
  return asSeen(container, input, async (product) => {
    const packs = decidePacks(input.packs, product.pool);
    if (!packs.ok) return packs;
    const gone = product.packs.find((one) => !input.packs.some((pack) => pack.units === one.units));
    if (gone) return refuse("pack_stands", "A pack that was sold stays; take it off sale by leaving its price empty.");
    const missing = product.published ? missingOfProduct(input.texts, input.packs) : [];
    if (missing.length > 0) {
      return incomplete(
        missing,
        "What is sold is whole in both languages and has a price. Nothing was changed; fill in what is missing, or take the product off sale first.",
      );
    }
    const others = await otherPacks(container, product);
    const taken = new Set(others.flatMap((other) => (other.half_made ? [] : (other.size ?? []))));
    const named = input.packs.findIndex(({ title_zh }) => taken.has(title_zh));
    if (named >= 0) {
      return refuse(
        "pack_named_twice",
        "Another pack of this product has this name. Nothing was changed; name them apart.",
        `packs.${named}.title_zh`,
      );
    }
    await write(container, product, { ...input, half_made: others.filter((other) => other.half_made) });
    return ok({ product_id: product.id });
  });
}

/** Refuses `incomplete` with all that is missing (missingOfProduct) in its details. */
export function incomplete(missing: readonly string[], sentence: string): Result<never, Refusal> {
  const refused = refuse("incomplete", sentence, missing[0]);
  return { ok: false, refusal: { ...refused.refusal, details: { missing } } };
}

interface Written {
  texts: ProductTexts;
  packs: readonly ProductPack[];
  currency: string;
  half_made: readonly OtherPack[];
}

async function write(
  container: MedusaContainer,
  product: OwnProduct,
  { texts, packs, currency, half_made }: Written,
): Promise<void> {
  // English first: a page that follows the product's row must find both.
  await writeEnglish(container, [
    {
      reference: "product",
      reference_id: product.id,
      translations: { title: texts.title_en, description: texts.description_en },
    },
  ]);
  killPoint("product_english_written");
  const metadata = { ...product.metadata, storage_zh: texts.storage_zh, storage_en: texts.storage_en };
  await updateProductsWorkflow(container).run({
    input: { products: [{ id: product.id, title: texts.title_zh, description: texts.description_zh, metadata }] },
  });
  await dropHalfMade(container, product, packs, half_made);
  await writePacks(container, product, packs, currency);
}

/** Only those that stand in the way of what is written now. */
function dropHalfMade(
  container: MedusaContainer,
  product: OwnProduct,
  packs: readonly ProductPack[],
  half_made: readonly OtherPack[],
): Promise<void> {
  const names = new Set(packs.map((pack) => pack.title_zh));
  const fresh = new Set(packs.map((pack) => pack.units));
  for (const pack of product.packs) fresh.delete(pack.units);
  const inTheWay = half_made.filter(
    ({ size, units }) => (size !== null && names.has(size)) || (units !== null && fresh.has(units)),
  );
  return dropPacks(
    container,
    inTheWay.map(({ id }) => id),
  );
}

async function writePacks(
  container: MedusaContainer,
  product: OwnProduct,
  packs: readonly ProductPack[],
  currency: string,
): Promise<void> {
  const stands = packs.flatMap((pack) => {
    const own = product.packs.find((one) => one.units === pack.units);
    return own ? [{ own, pack }] : [];
  });
  await nameSizes(
    container,
    product,
    stands.map(({ own, pack }) => ({ variant_id: own.variant_id, title_zh: pack.title_zh })),
  );
  const changed = stands.filter(
    ({ own, pack }) => own.title_zh !== pack.title_zh || own.price_minor !== pack.price_minor,
  );
  if (changed.length > 0) {
    const repriced = changed.filter(({ own, pack }) => own.price_minor !== pack.price_minor);
    await writePrices(
      container,
      repriced.map(({ own, pack }) => ({ ...own, price_minor: pack.price_minor })),
      currency,
    );
    // After the prices: whoever follows a pack's event reads both.
    await updateProductVariantsWorkflow(container).run({
      input: { product_variants: changed.map(({ own, pack }) => ({ id: own.variant_id, title: pack.title_zh })) },
    });
  }
  const fresh = packs.filter((pack) => !stands.some((one) => one.pack === pack));
  const made = await makePacks(container, product, fresh, currency);
  await writeOptionEnglish(container, product.id, packs);
  await writeEnglish(
    container,
    [...stands.map(({ own, pack }) => ({ id: own.variant_id, pack, was: own.title_en })), ...made]
      // Emptied while it is not on sale, it is empty; one that never had English needs no row that says so.
      .filter(({ pack, was }) => pack.title_en !== "" || was !== "")
      .map(({ id, pack }) => ({
        reference: "product_variant" as const,
        reference_id: id,
        translations: { title: pack.title_en },
      })),
  );
}

/** New packs of the pool's one stock item. */
async function makePacks(
  container: MedusaContainer,
  product: OwnProduct,
  packs: readonly ProductPack[],
  currency: string,
): Promise<{ id: string; pack: ProductPack; was: string }[]> {
  if (packs.length === 0) return [];
  const option = product.option;
  if (option) {
    const products: IProductModuleService = container.resolve(Modules.PRODUCT);
    // What the option has already is left as it is.
    await products.updateProductOptionValuesOnProduct({
      product_id: product.id,
      product_option_id: option.id,
      add: packs.map((pack) => ({ value: pack.title_zh })),
    });
  }
  const { result } = await createProductVariantsWorkflow(container).run({
    input: {
      product_variants: packs.map((pack) => ({
        ...newPack(product.pool, pack, currency),
        product_id: product.id,
        ...(option ? { options: { [option.title]: pack.title_zh } } : {}),
      })),
    },
  });
  return result.map((variant, at) => ({ id: variant.id, pack: packs[at] as ProductPack, was: "" }));
}

/** A pack as Medusa makes it: sold from the pool's one stock item, which alone decides what there is (docs/adr/0009). */
export function newPack(pool: OwnProduct["pool"], pack: ProductPack, currency: string) {
  const pack_g = pack.units * Number(pool.unit_g);
  return {
    title: pack.title_zh,
    manage_inventory: true,
    allow_backorder: true,
    weight: pack_g,
    inventory_items: [{ inventory_item_id: pool.inventory_item_id, required_quantity: pack.units }],
    prices: priceOf(pack.price_minor, currency),
    metadata: { units_per_pack: pack.units, unit: pool.unit, pack_g },
  };
}
