import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { packSchema, type Pack } from "@commonlot/domain";
import { englishOf } from "../../lib/english";
import { packNames, type Titled } from "../../lib/pack-names";
import type { Words } from "../../lib/words";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";

/** A pack that a cooperative sells. */
export interface SoldPack extends Pack {
  variant_id: string;
  title: string;
  /** Product and pack in both languages, for people. */
  names: Words;
  /** Its units times the grams of a unit: what it weighs when nothing was said. */
  net_g: number;
  /** Whether anything was said of it. */
  described: boolean;
}

/** Packs of a cooperative's pools with what was said of them, by title. */
export async function packsOfCooperative(container: MedusaContainer, cooperative_id: string): Promise<SoldPack[]> {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const unit_g = new Map(
    (await pools.poolsOfCooperative(cooperative_id)).map((pool) => [pool.inventory_item_id, Number(pool.unit_g)]),
  );
  if (unit_g.size === 0) return [];
  const { data: items } = await query.graph({
    entity: "inventory_item",
    fields: [
      "id",
      "variants.id",
      "variants.title",
      "variants.product.id",
      "variants.product.title",
      "variants.inventory_items.inventory_item_id",
      "variants.inventory_items.required_quantity",
    ],
    filters: { id: [...unit_g.keys()] },
  });
  const named: string[] = [];
  const found = (items as unknown as ItemOfPool[]).flatMap((item) =>
    (item.variants ?? []).flatMap((variant) => {
      const link = variant?.inventory_items?.find((one) => one?.inventory_item_id === item.id);
      if (!variant || !link) return [];
      const title = [variant.product?.title, variant.title].filter(Boolean).join(" ");
      named.push(variant.id, variant.product?.id ?? "");
      const net_g = Number(link.required_quantity) * (unit_g.get(item.id) ?? 0);
      return [{ variant_id: variant.id, title, product: variant.product, variant, net_g }];
    }),
  );
  const [natures, english] = await Promise.all([
    parcels.packs.natures(found.map((pack) => pack.variant_id)),
    englishOf(container, named),
  ]);
  return found
    .map(({ product, variant, ...pack }) => ({
      ...packSchema.parse({}),
      ...natures.get(pack.variant_id),
      ...pack,
      names: packNames(product, variant, english),
      described: natures.has(pack.variant_id),
    }))
    .sort((a, b) => a.title.localeCompare(b.title, "zh-CN"));
}

interface ItemOfPool {
  id: string;
  variants?:
    | ({
        id: string;
        title?: string | null;
        product?: Titled | null;
        inventory_items?: ({ inventory_item_id: string; required_quantity: number } | null)[] | null;
      } | null)[]
    | null;
}
