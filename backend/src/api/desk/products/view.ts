import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { taxWithin } from "@commonlot/domain";
import { gradeWords, produceWords } from "../../../lib/words";
import type SettlementService from "../../../modules/settlement/service";
import type VillageService from "../../../modules/village/service";
import type { PoolRow } from "../../../modules/pool/types";
import type { OwnProduct } from "../../../workflows/shop/own-products";

/** The rate of a price with tax: per cent in Medusa, basis points here. */
const BP_PER_CENT = 100;

/** A product as its writers see it, with what is needed to say what households get of a price. */
export async function productView(container: MedusaContainer, product: OwnProduct, currency: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const [rate_bp, policy] = await Promise.all([
    taxRate(container),
    settlement.policyInForce(product.pool.cooperative_id, currency, product.id),
  ]);
  return {
    id: product.id,
    handle: product.handle,
    published: product.published,
    revision: product.revision,
    texts: product.texts,
    packs: product.packs.map((pack) => ({
      variant_id: pack.variant_id,
      units: pack.units,
      title_zh: pack.title_zh,
      title_en: pack.title_en,
      price_minor: pack.price_minor,
      tax_minor: pack.price_minor === null ? null : taxWithin(pack.price_minor, rate_bp),
    })),
    missing: product.missing,
    pool: (await poolFields(container, [product.pool]))[0],
    currency,
    tax_bp: rate_bp,
    policy: policy
      ? {
          platform_bp: policy.platform_bp,
          cooperative_bp: policy.cooperative_bp,
          agent_bp: policy.agent_bp,
          packing_minor_per_kg: policy.packing_minor_per_kg,
          holdback_bp: policy.holdback_bp,
        }
      : null,
  };
}

/** Pools by what is in them and whence, for somebody who names a product. */
export async function poolFields(container: MedusaContainer, pools: readonly PoolRow[]) {
  const villages: VillageService = container.resolve("village");
  const origins = await villages.villages(pools.map((pool) => pool.origin_id));
  const origin = new Map(origins.map((village) => [village.id, village]));
  return pools.map((pool) => {
    const village = origin.get(pool.origin_id);
    return {
      id: pool.id,
      produce_name: produceWords(pool.produce),
      grade_name: gradeWords(pool.grade),
      village: village ? { zh: village.name_zh, en: village.name_en } : null,
      unit: pool.unit,
      unit_g: Number(pool.unit_g),
      blendable: pool.blendable,
      pack_units: pool.pack_units === null ? null : Number(pool.pack_units),
    };
  });
}

/** The default tax of where the house sells, in basis points; 0 where there is none. */
export async function taxRate(container: MedusaContainer): Promise<number> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "tax_rate",
    fields: ["rate", "tax_region.country_code"],
    filters: { is_default: true },
  });
  const rates = data as unknown as { rate: number | null; tax_region?: { country_code: string } | null }[];
  const here = rates.find((one) => one.tax_region?.country_code === "cn") ?? rates[0];
  return Math.round((here?.rate ?? 0) * BP_PER_CENT);
}
