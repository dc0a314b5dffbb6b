import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, QueryContext } from "@medusajs/framework/utils";
import { toMinor } from "@commonlot/domain";
import { englishOf } from "../../lib/english";
import type CooperativeService from "../../modules/cooperative/service";
import type { CatalogueGood } from "../../modules/cycle/types";
import type PoolService from "../../modules/pool/service";
import type { Words } from "../../lib/words";

export interface SoldPack {
  variant_id: string;
  title: Words;
  units_per_pack: number;
  grams: number;
  price_minor: bigint;
}

/** Goods that a cooperative sells, as an editor of cycles needs them. */
export interface SoldGood extends CatalogueGood {
  handle: string;
  title: Words;
  unit: "g" | "piece";
  packs: readonly SoldPack[];
}

interface FoundProduct {
  id: string;
  handle: string;
  title: string;
  status: string;
  variants?: ({
    id: string;
    title: string | null;
    calculated_price?: { calculated_amount: number | null } | null;
    inventory_items?: ({ inventory_item_id: string; required_quantity: number } | null)[] | null;
  } | null)[];
}

/** Published goods of a cooperative's pools with their packs at today's prices, by title. Four queries for any number of them. */
export async function goodsOfCooperative(container: MedusaContainer, cooperative_id: string): Promise<SoldGood[]> {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const [own, [cooperative]] = await Promise.all([
    pools.poolsOfCooperative(cooperative_id),
    cooperatives.cooperatives([cooperative_id]),
  ]);
  if (own.length === 0 || !cooperative) return [];
  const poolOf = new Map(own.map((pool) => [pool.inventory_item_id, pool]));
  const { data: items } = await query.graph({
    entity: "inventory_item",
    fields: ["id", "variants.product_id"],
    filters: { id: [...poolOf.keys()] },
  });
  const product_ids = (items as unknown as { variants?: ({ product_id?: string | null } | null)[] | null }[]).flatMap(
    (item) => (item.variants ?? []).flatMap((variant) => variant?.product_id ?? []),
  );
  if (product_ids.length === 0) return [];
  const { currency } = cooperative;
  const { data } = await query.graph({
    entity: "product",
    fields: [
      "id",
      "handle",
      "title",
      "status",
      "variants.id",
      "variants.title",
      "variants.calculated_price.*",
      "variants.inventory_items.inventory_item_id",
      "variants.inventory_items.required_quantity",
    ],
    filters: { id: [...new Set(product_ids)] },
    context: { variants: { calculated_price: QueryContext({ currency_code: currency.toLowerCase() }) } },
  });
  const products = (data as unknown as FoundProduct[]).filter((product) => product.status === "published");
  const english = await englishOf(
    container,
    products.flatMap((product) => [product.id, ...(product.variants ?? []).flatMap((variant) => variant?.id ?? [])]),
  );
  return products
    .flatMap((product) => {
      const item = product.variants?.[0]?.inventory_items?.[0]?.inventory_item_id;
      const pool = poolOf.get(item ?? "");
      if (!pool) return [];
      const packs = (product.variants ?? [])
        .flatMap((variant): SoldPack[] => {
          const link = variant?.inventory_items?.find((one) => one?.inventory_item_id === item);
          const amount = variant?.calculated_price?.calculated_amount;
          if (!variant || !link || amount === null || amount === undefined) return [];
          const price = toMinor(amount, currency);
          if (!price.ok || price.value <= 0n) return [];
          const units_per_pack = Number(link.required_quantity);
          return [
            {
              variant_id: variant.id,
              title: english.both(variant.id, "title", variant.title),
              units_per_pack,
              grams: units_per_pack * Number(pool.unit_g),
              price_minor: price.value,
            },
          ];
        })
        .sort((a, b) => a.units_per_pack - b.units_per_pack);
      if (packs.length === 0) return [];
      return [
        {
          product_id: product.id,
          handle: product.handle,
          title: english.both(product.id, "title", product.title),
          pool_id: pool.id,
          cooperative_id,
          unit: pool.unit,
          unit_g: Number(pool.unit_g),
          currency,
          packs,
        },
      ];
    })
    .sort((a, b) => a.title.zh.localeCompare(b.title.zh, "zh-CN"));
}
