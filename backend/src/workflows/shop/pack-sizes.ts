import type { IProductModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { deleteProductVariantsWorkflow } from "@medusajs/medusa/core-flows";
import type { OwnProduct } from "./own-products";

/** A pack of the product that its pool does not fill. */
export interface OtherPack {
  id: string;
  /** Its size, as the product's option names it. */
  size: string | null;
  units: number | null;
  /** Begun here and killed before it was tied to the pool's stock: nobody can buy it. */
  half_made: boolean;
}

interface FoundVariant {
  id: string;
  metadata: Record<string, unknown> | null;
  options?: { id: string; value: string }[] | null;
  inventory_items?: unknown[] | null;
}

export async function otherPacks(container: MedusaContainer, product: OwnProduct): Promise<OtherPack[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product_variant",
    fields: ["id", "metadata", "options.id", "options.value", "inventory_items.inventory_item_id"],
    filters: { product_id: product.id },
  });
  const own = new Set(product.packs.map((pack) => pack.variant_id));
  const sizes = new Set((product.option?.values ?? []).map(({ id }) => id));
  return (data as unknown as FoundVariant[])
    .filter(({ id }) => !own.has(id))
    .map(({ id, metadata, options, inventory_items }) => {
      // Written with every pack made here: an operator's has none.
      const units = typeof metadata?.units_per_pack === "number" ? metadata.units_per_pack : null;
      return {
        id,
        size: options?.find((one) => sizes.has(one.id))?.value ?? null,
        units,
        half_made: units !== null && (inventory_items ?? []).length === 0,
      };
    });
}

/** Takes away half-made packs: Medusa would refuse a whole one of their size for ever. */
export async function dropPacks(container: MedusaContainer, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await deleteProductVariantsWorkflow(container).run({ input: { ids: [...ids] } });
}

/**
 * Gives the sizes by which packs are chosen the packs' names, so that a name given up is free again. Two that swap their names, and a name
 * that is left over from nobody's pack, stand in the way: these step aside first. Killed in between, saving again ends the same. An option
 * that an operator shares among products is left as it is.
 */
export async function nameSizes(
  container: MedusaContainer,
  product: OwnProduct,
  packs: readonly { variant_id: string; title_zh: string }[],
): Promise<void> {
  const { option } = product;
  if (!option?.exclusive) return;
  const sizeOf = new Map(product.packs.map((pack) => [pack.variant_id, pack.size]));
  const renamed = packs.flatMap(({ variant_id, title_zh }) => {
    const size = sizeOf.get(variant_id);
    return size && size.value !== title_zh ? [{ ...size, to: title_zh }] : [];
  });
  if (renamed.length === 0) return;
  const products: IProductModuleService = container.resolve(Modules.PRODUCT);
  const wanted = new Set(renamed.map(({ to }) => to));
  const used = new Set(product.packs.map((pack) => pack.size?.id));
  const left_over = option.values.filter(({ id, value }) => wanted.has(value) && !used.has(id)).map(({ id }) => id);
  if (left_over.length > 0) {
    const of = { product_id: product.id, product_option_id: option.id };
    await products.updateProductOptionValuesOnProduct({ ...of, remove: left_over });
    await products.softDeleteProductOptionValues(left_over);
  }
  for (const { id, value } of renamed) {
    if (wanted.has(value)) await products.updateProductOptionValues(id, { value: `~${id}` });
  }
  for (const { id, to } of renamed) await products.updateProductOptionValues(id, { value: to });
}
