import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, QueryContext } from "@medusajs/framework/utils";
import { packVolume, toMinor, type Pack } from "@commonlot/domain";

/** What packing needs to know of a line of a cart or an order. */
export interface PackLine {
  id: string;
  variant_id: string;
  cooperative_id: string;
  pool_id: string;
  packs: number;
  /** Units of one pack, in the pool's base unit. */
  pack_units: number;
  /** Grams of one pack as it is carried: its gross weight where that is on file, else its units times the grams of a unit. */
  pack_g: number;
  blendable: boolean;
  volume_ml: number | undefined;
  /** What it must be kept apart from, what cards charge more for, and how it lies in a box; undefined when nothing was said. */
  nature: Pick<Pack, "cold" | "fragile" | "goods_class" | "not_with" | "size_mm" | "keep_upright"> | undefined;
  /** What one pack is worth: the price paid for it, in minor units; undefined where no price is known yet. */
  value_minor: number | undefined;
}

/** What the pool module tells of the pools behind inventory items. */
interface Pools {
  poolsByInventoryItem(
    ids: readonly string[],
  ): Promise<{ id: string; cooperative_id: string; unit_g: number; blendable: boolean; inventory_item_id: string }[]>;
}

/** What the parcel module knows of packs: of variants that nobody described, nothing. */
interface Packs {
  packs: { natures(variant_ids: readonly string[]): Promise<Map<string, Pack>> };
}

/**
 * Packs, weights and cooperatives of lines, from their variants' inventory items and pools: three queries for all
 * of them. Lines of goods that no pool holds are left out: nothing of them is put in a box by us.
 */
export async function packLines(
  container: MedusaContainer,
  lines: readonly {
    id: string;
    variant_id: string | null | undefined;
    quantity: number;
    value_minor?: number | undefined;
  }[],
): Promise<PackLine[]> {
  const variant_ids = [...new Set(lines.flatMap((line) => (line.variant_id ? [line.variant_id] : [])))];
  if (variant_ids.length === 0) return [];
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const pools: Pools = container.resolve("pool");
  const { data: variants } = await query.graph({
    entity: "variant",
    fields: ["id", "inventory_items.inventory_item_id", "inventory_items.required_quantity"],
    filters: { id: variant_ids },
  });
  const items = new Map(
    variants.flatMap((variant) => {
      const item = variant.inventory_items?.[0];
      return item
        ? [[variant.id, { inventory_item_id: item.inventory_item_id, units: Number(item.required_quantity) }] as const]
        : [];
    }),
  );
  const known = await pools.poolsByInventoryItem([
    ...new Set([...items.values()].map((item) => item.inventory_item_id)),
  ]);
  const parcels: Packs = container.resolve("parcel");
  const natures = await parcels.packs.natures(variant_ids);
  return lines.flatMap((line) => {
    const item = items.get(line.variant_id ?? "");
    const pool = item && known.find((candidate) => candidate.inventory_item_id === item.inventory_item_id);
    if (!item || !pool || !line.variant_id) return [];
    const nature = natures.get(line.variant_id);
    const net_g = item.units * Number(pool.unit_g);
    return {
      id: line.id,
      variant_id: line.variant_id,
      cooperative_id: pool.cooperative_id,
      pool_id: pool.id,
      packs: Number(line.quantity),
      pack_units: item.units,
      pack_g: Math.max(net_g, nature?.gross_g ?? 0),
      blendable: pool.blendable,
      volume_ml: nature && packVolume(nature),
      nature,
      value_minor: line.value_minor,
    };
  });
}

/** What a pack of a line is worth: its unit price as Medusa has it, in minor units. Undefined where there is none. */
export function valueOfPack(line: { unit_price?: unknown }, currency: string): number | undefined {
  const price = Number(line.unit_price ?? Number.NaN);
  const minor = Number.isFinite(price) && price >= 0 ? toMinor(price, currency.toUpperCase()) : undefined;
  return minor?.ok ? Number(minor.value) : undefined;
}

/** The same of a variant that is in no cart yet: what it costs today. */
export async function valueOfVariant(
  container: MedusaContainer,
  variant_id: string,
  currency: string,
): Promise<number | undefined> {
  return (await valuesOfVariants(container, [variant_id], currency)).get(variant_id);
}

/** The same of several, by one query. */
export async function valuesOfVariants(
  container: MedusaContainer,
  variant_ids: readonly string[],
  currency: string,
): Promise<Map<string, number | undefined>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = (await query.graph({
    entity: "variant",
    fields: ["id", "calculated_price.*"],
    filters: { id: [...variant_ids] },
    context: { calculated_price: QueryContext({ currency_code: currency.toLowerCase() }) },
  })) as unknown as { data: { id: string; calculated_price?: { calculated_amount: number | null } | null }[] };
  return new Map(
    data.map((one) => [
      one.id,
      valueOfPack({ unit_price: one.calculated_price?.calculated_amount ?? undefined }, currency),
    ]),
  );
}
