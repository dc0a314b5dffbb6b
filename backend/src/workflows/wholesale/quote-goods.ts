import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { englishOf } from "../../lib/english";
import { refuseWith } from "../../lib/refusal";
import type CycleService from "../../modules/cycle/service";
import type PoolService from "../../modules/pool/service";
import type { AskedLine, QuoteLine } from "../../modules/wholesale/quotes/quote-types";

interface FoundVariant {
  id: string;
  title: string;
  product?: { id: string; title: string; status: string } | null;
  inventory_items?: ({ inventory_item_id: string; required_quantity: unknown } | null)[] | null;
}

export interface FoundLine extends Omit<QuoteLine, "price_minor"> {
  cooperative_id: string;
  /** Of the whole pool now, promised or not. */
  on_hand: number;
}

/** The line as a version keeps it. */
export function quoteLine(
  { cooperative_id: _, on_hand: __, ...line }: FoundLine,
  price_minor: bigint | null,
): QuoteLine {
  return { ...line, price_minor };
}

/** Packs that a form names, with their pools and names: one query for all. Refused where one is not sold here, or in order cycles only. */
export async function linesOfForm(container: MedusaContainer, asked: readonly AskedLine[]): Promise<FoundLine[]> {
  const twice = asked.find((line, at) => asked.findIndex((one) => one.variant_id === line.variant_id) !== at);
  if (twice) refuseWith("invalid_lines", "One pack stands in two lines. Write it once, with all its packs.", "lines");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const pools: PoolService = container.resolve("pool");
  const { data } = await query.graph({
    entity: "variant",
    fields: [
      "id",
      "title",
      "product.id",
      "product.title",
      "product.status",
      "inventory_items.inventory_item_id",
      "inventory_items.required_quantity",
    ],
    filters: { id: asked.map((line) => line.variant_id) },
  });
  const variants = new Map((data as unknown as FoundVariant[]).map((one) => [one.id, one]));
  const items = [...variants.values()].flatMap((one) => one.inventory_items?.[0]?.inventory_item_id ?? []);
  const [found, english] = await Promise.all([
    pools.poolsByInventoryItem(items),
    englishOf(
      container,
      [...variants.values()].flatMap((one) => [one.id, one.product?.id ?? ""]),
    ),
  ]);
  const pool_of = new Map(found.map((pool) => [pool.inventory_item_id, pool]));
  const lines = asked.map(({ product_id, variant_id, packs }, at): FoundLine => {
    const variant = variants.get(variant_id);
    const item = variant?.inventory_items?.[0];
    const pool = item && pool_of.get(item.inventory_item_id);
    const product = variant?.product;
    if (!item || !pool || product?.id !== product_id || product.status !== "published")
      return refuseWith(
        "pack_not_found",
        "There is no such pack here any more. Open the table once more.",
        `lines.${at}.variant_id`,
      );
    return {
      product_id,
      variant_id,
      pool_id: pool.id,
      cooperative_id: pool.cooperative_id,
      on_hand: pool.on_hand,
      title: english.both(product_id, "title", product.title),
      pack: english.both(variant_id, "title", variant.title),
      grade: pool.grade,
      unit: pool.unit,
      units_per_pack: Number(item.required_quantity),
      packs,
    };
  });
  await requireSoldAsUsual(
    container,
    lines.map((line) => line.product_id),
  );
  return lines;
}

async function requireSoldAsUsual(container: MedusaContainer, product_ids: readonly string[]): Promise<void> {
  const cycles: CycleService = container.resolve("cycle");
  const selling = await cycles.views.sellingOf([...new Set(product_ids)], new Date());
  if ([...selling.values()].some((one) => one.state !== "usual"))
    refuseWith("cycle_only", "Something here is sold in order cycles only: it is ordered while one is open.", "lines");
}
