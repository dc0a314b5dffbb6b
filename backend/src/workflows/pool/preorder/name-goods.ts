import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { englishOf, type English } from "../../../lib/english";
import type { PreorderedGoods } from "../../../lib/preordered-goods";

interface Named {
  product_id: string;
  variant_id: string;
}

interface FoundProduct {
  id: string;
  handle: string;
  title: string;
  status: string;
  variants:
    | { id: string; title: string; inventory_items?: { inventory_item_id: string; required_quantity: number }[] }[]
    | null;
}

/** What is pre-ordered as pages and mails name it; null when the product or this pack is gone. */
export async function preorderedGoods(container: MedusaContainer, named: Named): Promise<PreorderedGoods | null> {
  return (await allPreorderedGoods(container, [named]))(named);
}

/** The same for any number of them, by two queries. */
export async function allPreorderedGoods(
  container: MedusaContainer,
  all: readonly Named[],
): Promise<(named: Named) => PreorderedGoods | null> {
  if (all.length === 0) return () => null;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product",
    fields: [
      "id",
      "handle",
      "title",
      "status",
      "variants.id",
      "variants.title",
      "variants.inventory_items.inventory_item_id",
      "variants.inventory_items.required_quantity",
    ],
    filters: { id: [...new Set(all.map((one) => one.product_id))] },
  });
  const products = new Map((data as unknown as FoundProduct[]).map((product) => [product.id, product]));
  const english = await englishOf(container, [...products.keys(), ...all.map((one) => one.variant_id)]);
  return ({ product_id, variant_id }) => goodsIn(products.get(product_id), variant_id, english);
}

function goodsIn(product: FoundProduct | undefined, variant_id: string, english: English): PreorderedGoods | null {
  const variant = product?.variants?.find((one) => one.id === variant_id);
  const item = variant?.inventory_items?.[0];
  if (!product || !variant || !item) return null;
  return {
    product: { handle: product.handle, name: english.both(product.id, "title", product.title) },
    pack: english.both(variant.id, "title", variant.title),
    inventory_item_id: item.inventory_item_id,
    units_per_pack: item.required_quantity,
    published: product.status === "published",
  };
}

/** It only reads: no compensation. */
const namePreorderStep = createStep("name-preorder", async (input: Named, { container }) => {
  return new StepResponse(await preorderedGoods(container, input));
});

export const namePreorderWorkflow = createWorkflow("name-preorder", (input: Named) => {
  return new WorkflowResponse(namePreorderStep(input));
});
