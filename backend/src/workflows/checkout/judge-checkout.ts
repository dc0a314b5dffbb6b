import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type OutboxService from "../../modules/outbox/service";
import type PoolService from "../../modules/pool/service";
import { RECONCILE_AFTER_S } from "../../modules/pool/holds";
import { takeStripeFacts } from "../settlement/stripe-facts";
import { takeConnectEvent } from "../settlement/connect-household";
import { cancelOrphans } from "./orphans";
import { reconcileCompletion } from "./reconcile";
import { cartOfCollection } from "./void-payment";

/** No compensation in any of these: each step is the mending of something, and is run again when it fails. */
const reconcileStep = createStep("reconcile-checkout", async (input: { cart_id: string }, { container }) => {
  return new StepResponse(await reconcileCompletion(container, input.cart_id));
});

export const reconcileCheckoutWorkflow = createWorkflow("reconcile-checkout", (input: { cart_id: string }) => {
  return new WorkflowResponse(reconcileStep(input));
});

/** Judges every cart whose hold has waited too long: what makes a dead worker or a lost message harmless. */
const sweepStep = createStep("sweep-checkouts", async (_input: undefined, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const judged: string[] = [];
  for (const cart_id of await pools.pendingCarts(RECONCILE_AFTER_S)) {
    try {
      await reconcileCompletion(container, cart_id);
      judged.push(cart_id);
    } catch (error) {
      logger.warn(`sweep: checkout ${cart_id} waits for the next round (${String(error)})`);
    }
  }
  await cancelOrphans(container);
  return new StepResponse(judged.length);
});

export const sweepCheckoutsWorkflow = createWorkflow("sweep-checkouts", () => {
  return new WorkflowResponse(sweepStep());
});

/** Handles one stored Stripe event: whatever happened to a payment, the cart's judge looks at the whole; the books hear of the rest. */
const stripeEventStep = createStep("handle-stripe-event", async (input: { event_id: string }, { container }) => {
  const outbox: OutboxService = container.resolve("outbox");
  const event = await outbox.webhook("stripe", input.event_id);
  if (!event || event.processed_at) return new StepResponse("nothing to do");
  const cart_id = event.type.startsWith("payment_intent.") ? await cartOfIntent(container, event.payload) : undefined;
  if (cart_id) {
    const judged = await reconcileCompletion(container, cart_id);
    if (judged.action === "wait") {
      // The buyer is probably on the way to the order; look again when that must be over.
      await outbox.send({
        job: "reconcile",
        payload: { cart_id },
        due_at: new Date(Date.now() + (RECONCILE_AFTER_S + 10) * 1000),
        dedup_key: `${cart_id}:${input.event_id}`,
      });
    }
  }
  await takeStripeFacts(container, event);
  await takeConnectEvent(container, event);
  await outbox.markWebhookProcessed("stripe", input.event_id);
  return new StepResponse(cart_id ?? "no cart of ours");
});

export const handleStripeEventWorkflow = createWorkflow("handle-stripe-event", (input: { event_id: string }) => {
  return new WorkflowResponse(stripeEventStep(input));
});

async function cartOfIntent(container: MedusaContainer, payload: Record<string, unknown>): Promise<string | undefined> {
  const object = (payload.data as { object?: { metadata?: { session_id?: string } } } | undefined)?.object;
  const session_id = object?.metadata?.session_id;
  if (!session_id) return undefined;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "payment_session",
    fields: ["id", "payment_collection_id"],
    filters: { id: session_id },
  });
  const collection = (data[0] as { payment_collection_id?: string } | undefined)?.payment_collection_id;
  return collection ? cartOfCollection(container, collection) : undefined;
}
