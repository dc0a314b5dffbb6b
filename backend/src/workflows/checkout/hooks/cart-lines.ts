import { MedusaError } from "@medusajs/framework/utils";
import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { addToCartWorkflow, createCartWorkflow, updateLineItemInCartWorkflow } from "@medusajs/medusa/core-flows";
import { MAX_PACKS_PER_LINE } from "@commonlot/domain";
import { valueOf } from "../../../lib/refusal";
import { refuseQuoteCart } from "../../wholesale/quote-cart";

/** Packs are whole. Medusa takes 0.5 for a quantity; we refuse it where it is typed, and again at completion. */
function refuseParts(quantities: readonly unknown[]): void {
  for (const quantity of quantities) {
    if (quantity === undefined || quantity === null) continue;
    const packs = Number(quantity);
    if (Number.isSafeInteger(packs) && packs >= 0 && packs <= MAX_PACKS_PER_LINE) continue;
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `The quantity must be a whole number of packs up to ${MAX_PACKS_PER_LINE}. Nothing was changed.`,
      "invalid_packs",
    );
  }
}

addToCartWorkflow.hooks.validate(async ({ input }, { container }) => {
  refuseParts((input.items ?? []).map((item) => item.quantity));
  valueOf(await refuseQuoteCart(container, input.cart_id));
  return new StepResponse(undefined);
});

updateLineItemInCartWorkflow.hooks.validate(async ({ input }, { container }) => {
  refuseParts([input.update?.quantity]);
  valueOf(await refuseQuoteCart(container, input.cart_id));
  return new StepResponse(undefined);
});

createCartWorkflow.hooks.validate(async ({ input }) => {
  refuseParts((input.items ?? []).map((item) => item.quantity));
  return new StepResponse(undefined);
});
