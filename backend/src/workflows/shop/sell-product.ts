import type { MedusaContainer } from "@medusajs/framework/types";
import { updateProductsWorkflow } from "@medusajs/medusa/core-flows";
import { ok, type Refusal, type Result } from "@commonlot/domain";
import { completeProduct } from "./new-product";
import { asSeen, incomplete, type OwnerOfProduct } from "./save-product";

/** Puts a product on sale when it is whole in both languages and has a price; refuses `incomplete` with all that it lacks. */
export function publishProduct(
  container: MedusaContainer,
  input: OwnerOfProduct & { seen: string },
): Promise<Result<{ product_id: string }, Refusal>> {
  return asSeen(container, input, async (product) => {
    if (product.missing.length > 0) {
      return incomplete(
        product.missing,
        "The product is not whole in both languages, or has no price. Nothing was changed; fill in what is missing, then put it on sale.",
      );
    }
    // Its maker may have been killed halfway.
    await completeProduct(container, product);
    await setStatus(container, product.id, "published");
    return ok({ product_id: product.id });
  });
}

/** Takes it off sale. Orders stand; who has it in the basket is told when they look. */
export function withdrawProduct(
  container: MedusaContainer,
  input: OwnerOfProduct & { seen: string },
): Promise<Result<{ product_id: string }, Refusal>> {
  return asSeen(container, input, async (product) => {
    await setStatus(container, product.id, "draft");
    return ok({ product_id: product.id });
  });
}

const setStatus = (container: MedusaContainer, id: string, status: "published" | "draft") =>
  updateProductsWorkflow(container).run({ input: { products: [{ id, status }] } });
