import { randomUUID } from "node:crypto";
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { SOFT_HOLD_S } from "../../modules/pool/holds";
import type PoolService from "../../modules/pool/service";
import { unitsPerPool } from "./lines";

/**
 * Payment starts: what the cart wants is kept for a quarter of an hour, so that nobody finds out after 3-D Secure that it is
 * gone. No compensation: a soft hold ends by its clock.
 */
const startHoldStep = createStep("start-hold", async (input: { cart_id: string }, { container }) => {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "cart",
    fields: ["id", "completed_at", "items.id", "items.variant_id", "items.quantity"],
    filters: { id: input.cart_id },
  });
  const cart = data[0];
  if (!cart || cart.completed_at)
    throw new MedusaError(MedusaError.Types.NOT_FOUND, "There is no open cart with this id.", "unknown_cart");
  const items = (cart.items ?? []).flatMap((i) =>
    i ? [{ id: i.id, variant_id: i.variant_id ?? null, quantity: Number(i.quantity) }] : [],
  );
  const lines = await unitsPerPool(container, items);
  if (!lines.ok) throw new MedusaError(MedusaError.Types.NOT_ALLOWED, lines.refusal.message, lines.refusal.reason);
  const pools: PoolService = container.resolve("pool");
  const held = await pools.holdForCart({
    cart_id: input.cart_id,
    run_id: randomUUID(),
    lines: lines.value,
    soft: true,
  });
  if (!held.ok) throw new MedusaError(MedusaError.Types.NOT_ALLOWED, held.refusal.message, held.refusal.reason);
  return new StepResponse({ expires_at: new Date(Date.now() + SOFT_HOLD_S * 1000).toISOString() });
});

export const startHoldWorkflow = createWorkflow("start-hold", (input: { cart_id: string }) => {
  return new WorkflowResponse(startHoldStep(input));
});
