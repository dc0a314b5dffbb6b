import {
  calculateShippingOptionsPricesWorkflow,
  fetchShippingOptionForOrderWorkflow,
  listShippingOptionsForCartWithPricingWorkflow,
  maybeRefreshShippingMethodsWorkflow,
} from "@medusajs/medusa/core-flows";
import type { MedusaContainer } from "@medusajs/framework/types";
import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { shippingPrice } from "../shipping-price";

// Medusa merges the context of the hook with the cart's own fields, and lets its own win: one key of ours, read by the
// fulfilment provider. The first two serve carts, the others orders that a person edits.

const ofCart = async ({ input }: { input: { cart_id: string } }, { container }: { container: MedusaContainer }) =>
  new StepResponse({ commonlot: await shippingPrice(container, { entity: "cart", id: input.cart_id }) });

const ofOrder = async ({ input }: { input: { order_id: string } }, { container }: { container: MedusaContainer }) =>
  new StepResponse({ commonlot: await shippingPrice(container, { entity: "order", id: input.order_id }) });

listShippingOptionsForCartWithPricingWorkflow.hooks.setCalculatedShippingPricingContext(ofCart);
calculateShippingOptionsPricesWorkflow.hooks.setCalculatedShippingPricingContext(ofCart);
fetchShippingOptionForOrderWorkflow.hooks.setCalculatedShippingPricingContext(ofOrder);
maybeRefreshShippingMethodsWorkflow.hooks.setCalculatedShippingPricingContext(ofOrder);
