import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createProductsWorkflow, deleteProductsWorkflow } from "@medusajs/medusa/core-flows";
import {
  decidePacks,
  ok,
  refuse,
  type ProductPack,
  type ProductTexts,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { englishOf } from "../../lib/english";
import { killPoint } from "../../lib/kill-point";
import { rows } from "../../lib/sql";
import { gradeWords } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import type { PoolRow } from "../../modules/pool/types";
import type VillageService from "../../modules/village/service";
import type { VillageRow } from "../../modules/village/types";
import { ownProducts, type OwnProduct } from "./own-products";
import { newPack } from "./save-product";
import { writeEnglish, writeOptionEnglish } from "./write-english";

/** What packs are chosen by, in Chinese as all of Medusa's own texts. */
const OPTION = { zh: "规格", en: "Pack" };
const LOCK_S = 30;

/**
 * Makes the product of a pool, not on sale yet. A pool has one product: pressed twice, or again after a crash, the one that stands is
 * answered, and one that Medusa had only begun is made anew. Killed before its village is tied to it, that is done when it is pressed again, or when the product goes on sale; English that was
 * not written is named as missing then.
 */
export async function makeProduct(
  container: MedusaContainer,
  input: {
    pool_id: string;
    cooperative_id: string;
    currency: string;
    texts: ProductTexts;
    packs: readonly ProductPack[];
  },
): Promise<Result<{ product_id: string }, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  const pool = await pools.poolOf(input.pool_id, input.cooperative_id);
  if (!pool) return refuse("pool_not_found", "There is no such pool in your cooperative.", "pool_id");
  const packs = decidePacks(input.packs, pool);
  if (!packs.ok) return packs;
  if (packs.value.length === 0) return refuse("invalid_pack", "Say at least one pack that it is sold in.", "packs");
  const village = await villageOf(container, pool);
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  return locking.execute(
    `product-of:${pool.id}`,
    async () => {
      const { products } = await ownProducts(container, input);
      const stands = products.find((one) => one.pool.id === pool.id);
      if (!stands) {
        await dropHalfMade(container, pool.id);
        return ok({ product_id: await make(container, { ...input, pool, village }) });
      }
      await completeProduct(container, stands);
      return ok({ product_id: stands.id });
    },
    { timeout: LOCK_S },
  );
}

/** Products of the pool whose maker was killed inside Medusa's own steps, before any pack was tied to its stock: nobody could buy or mend them. */
async function dropHalfMade(container: MedusaContainer, pool_id: string): Promise<void> {
  const found = await rows<{ id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select p.id from product p where p.metadata ->> 'pool_id' = ? and p.status = 'draft' and p.deleted_at is null
       and not exists (select 1 from product_variant v
         join product_variant_inventory_item i on i.variant_id = v.id and i.deleted_at is null
         where v.product_id = p.id and v.deleted_at is null)`,
    [pool_id],
  );
  if (found.length > 0) await deleteProductsWorkflow(container).run({ input: { ids: found.map(({ id }) => id) } });
}

async function make(
  container: MedusaContainer,
  input: {
    cooperative_id: string;
    currency: string;
    texts: ProductTexts;
    packs: readonly ProductPack[];
    pool: PoolRow;
    village: VillageRow | undefined;
  },
): Promise<string> {
  const { texts, packs, pool, village } = input;
  const shop = await shopOf(container);
  const { result } = await createProductsWorkflow(container).run({
    input: {
      products: [
        {
          title: texts.title_zh,
          description: texts.description_zh,
          handle: await freeHandle(container, [village?.handle, pool.produce].filter(Boolean).join("-")),
          status: "draft",
          origin_country: "cn",
          ...(shop.shipping_profile_id === null ? {} : { shipping_profile_id: shop.shipping_profile_id }),
          ...(shop.sales_channel_id === null ? {} : { sales_channels: [{ id: shop.sales_channel_id }] }),
          options: [{ title: OPTION.zh, values: packs.map((pack) => pack.title_zh) }],
          metadata: await metadataOf(container, input),
          variants: packs.map((pack) => ({
            ...newPack(pool, pack, input.currency),
            options: { [OPTION.zh]: pack.title_zh },
          })),
        },
      ],
    },
  });
  const [product] = result;
  if (!product) throw new Error("no product was made");
  killPoint("product_made");
  if (village) await linkVillage(container, village.id, product.id);
  const variants = product.variants.map((variant) => ({
    id: variant.id,
    title_en: packs.find((pack) => pack.title_zh === variant.title)?.title_en ?? "",
  }));
  await writeEnglish(container, [
    {
      reference: "product",
      reference_id: product.id,
      translations: { title: texts.title_en, description: texts.description_en },
    },
    ...variants
      .filter((one) => one.title_en !== "")
      .map((one) => ({
        reference: "product_variant" as const,
        reference_id: one.id,
        translations: { title: one.title_en },
      })),
    ...(product.options ?? []).map(optionEnglish),
  ]);
  await writeOptionEnglish(container, product.id, packs);
  return product.id;
}

/** What making a product does after Medusa made it, where it is not done: its village, and the English of what its packs are chosen by. */
export async function completeProduct(container: MedusaContainer, product: OwnProduct): Promise<void> {
  const village = await villageOf(container, product.pool);
  if (village && !(await hasVillage(container, product.id))) await linkVillage(container, village.id, product.id);
  const { option } = product;
  // One that an operator named, or translated, is theirs.
  if (option?.title !== OPTION.zh) return;
  const english = await englishOf(container, [option.id]);
  if (english.of(option.id, "title") === undefined) await writeEnglish(container, [optionEnglish(option)]);
}

const optionEnglish = ({ id }: { id: string }) => ({
  reference: "product_option" as const,
  reference_id: id,
  translations: { title: OPTION.en },
});

async function villageOf(container: MedusaContainer, pool: PoolRow): Promise<VillageRow | undefined> {
  if (pool.origin_kind !== "village") return undefined;
  const villages: VillageService = container.resolve("village");
  const [village] = await villages.villages([pool.origin_id]);
  return village;
}

async function hasVillage(container: MedusaContainer, product_id: string): Promise<boolean> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "product", fields: ["id", "village.id"], filters: { id: product_id } });
  const [product] = data as unknown as { village?: { id: string } | null }[];
  return Boolean(product?.village);
}

async function linkVillage(container: MedusaContainer, village_id: string, product_id: string): Promise<void> {
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  await link.create({ village: { village_id }, [Modules.PRODUCT]: { product_id } });
}

async function metadataOf(
  container: MedusaContainer,
  { cooperative_id, pool, village, texts }: Parameters<typeof make>[1],
): Promise<Record<string, unknown>> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const grade = gradeWords(pool.grade);
  return {
    ...(village ? { village_id: village.id, village_handle: village.handle } : {}),
    cooperative_id,
    cooperative_handle: cooperative?.handle,
    pool_id: pool.id,
    produce: pool.produce,
    grade: pool.grade,
    grade_zh: grade.zh,
    grade_en: grade.en,
    unit: pool.unit,
    blendable: pool.blendable,
    storage_zh: texts.storage_zh,
    storage_en: texts.storage_en,
    illustration: pool.produce,
  };
}

async function shopOf(
  container: MedusaContainer,
): Promise<{ sales_channel_id: string | null; shipping_profile_id: string | null }> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const [{ data: stores }, { data: profiles }] = await Promise.all([
    query.graph({ entity: "store", fields: ["default_sales_channel_id"] }),
    query.graph({ entity: "shipping_profile", fields: ["id"], filters: { type: "default" } }),
  ]);
  return {
    sales_channel_id: stores[0]?.default_sales_channel_id ?? null,
    shipping_profile_id: profiles[0]?.id ?? null,
  };
}

/** An address that no product has: "maya-walnut", then "maya-walnut-2". */
async function freeHandle(container: MedusaContainer, wanted: string): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const names = Array.from({ length: 50 }, (_, at) => (at === 0 ? wanted : `${wanted}-${at + 1}`));
  const { data } = await query.graph({ entity: "product", fields: ["handle"], filters: { handle: names } });
  const taken = new Set(data.map((product) => product.handle));
  return names.find((name) => !taken.has(name)) ?? `${wanted}-${Date.now()}`;
}
