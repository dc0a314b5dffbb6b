import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { ok, sumLinesPerPool, type CartLine, type HoldRefusal, type Result } from "@commonlot/domain";
import type PoolService from "../../modules/pool/service";
import type { PoolUnits } from "../../modules/pool/types";

/** One line of a cart or an order, as far as stock is concerned. */
export interface VariantLine {
  id: string;
  variant_id: string | null;
  quantity: number;
}

export interface PooledLine extends CartLine {
  id: string;
}

/**
 * Which pools the lines draw on, and how many base units a pack of each takes. Lines of goods that no pool holds
 * (gift cards, say) are left out. One query for all variants, one for all pools.
 */
export async function pooledLines(container: MedusaContainer, lines: readonly VariantLine[]): Promise<PooledLine[]> {
  const variant_ids = [...new Set(lines.flatMap((line) => (line.variant_id ? [line.variant_id] : [])))];
  if (variant_ids.length === 0) return [];
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const pools: PoolService = container.resolve("pool");
  const { data: variants } = await query.graph({
    entity: "variant",
    fields: ["id", "inventory_items.inventory_item_id", "inventory_items.required_quantity"],
    filters: { id: variant_ids },
  });
  const items = variants.flatMap((variant) =>
    (variant.inventory_items ?? []).flatMap((link) =>
      link
        ? [
            {
              variant_id: variant.id,
              inventory_item_id: link.inventory_item_id,
              required: Number(link.required_quantity),
            },
          ]
        : [],
    ),
  );
  const known = await pools.poolsByInventoryItem([...new Set(items.map((item) => item.inventory_item_id))]);
  return lines.flatMap((line) =>
    items
      .filter((item) => item.variant_id === line.variant_id)
      .flatMap((item) => {
        const pool = known.find((p) => p.inventory_item_id === item.inventory_item_id);
        return pool
          ? [{ id: line.id, pool_id: pool.id, units_per_pack: item.required, packs: Number(line.quantity) }]
          : [];
      }),
  );
}

/** Base units wanted of each pool, summed over all lines; refuses fractions and huge quantities. */
export async function unitsPerPool(
  container: MedusaContainer,
  lines: readonly VariantLine[],
): Promise<Result<PoolUnits[], HoldRefusal>> {
  const sums = sumLinesPerPool(await pooledLines(container, lines));
  if (!sums.ok) return sums;
  return ok([...sums.value].map(([pool_id, units]) => ({ pool_id, units })));
}

/** The lines of an order, for allocation: refuses nothing, since completion already did. */
export async function orderLines(
  container: MedusaContainer,
  order_id: string,
): Promise<{ order_line_id: string; pool_id: string; units: number }[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    // The quantity of an order line lives in its detail: asked for alone it comes back empty.
    fields: ["id", "items.*", "items.detail.*"],
    filters: { id: order_id },
  });
  const items = (data[0]?.items ?? []).flatMap((item) =>
    item ? [{ id: item.id, variant_id: item.variant_id ?? null, quantity: Number(item.quantity) }] : [],
  );
  const pooled = await pooledLines(container, items);
  const checked = sumLinesPerPool(pooled);
  if (!checked.ok) throw new Error(`order ${order_id}: ${checked.refusal.message}`);
  return pooled.map((line) => ({
    order_line_id: line.id,
    pool_id: line.pool_id,
    units: line.units_per_pack * line.packs,
  }));
}
