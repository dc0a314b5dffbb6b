import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { isByTransfer } from "@commonlot/domain";
import { stripe } from "../../providers/stripe/client";
import { checkoutFacts, providerStatus, type SessionFacts } from "./facts";

/**
 * Frees the money of a payment session whose cart did not become an order: an authorisation is cancelled, a payment that
 * was taken at once is refunded. Looks before it acts, and acts under a key of the session, so it happens once.
 * A session nobody paid is left alone: the buyer may still use it.
 */
async function voidPayment(container: MedusaContainer, payment_session_id: string): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "payment_session",
    fields: ["id", "provider_id", "data", "payment_collection_id"],
    filters: { id: payment_session_id },
  });
  const session = data[0] as unknown as (SessionFacts & { payment_collection_id: string }) | undefined;
  if (!session) return "the session is gone";
  const cart_id = await cartOfCollection(container, session.payment_collection_id);
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  // Under the cart's lock: no completion may be turning this very payment into an order meanwhile.
  return locking.execute([cart_id ?? payment_session_id], async () => {
    if (cart_id) {
      const facts = await checkoutFacts(container, cart_id, { provider: false, running: false });
      if (facts.order === "exists") return "the cart is an order now";
    }
    return freeMoney(session);
  });
}

async function freeMoney(session: SessionFacts): Promise<string> {
  // It lies at the cooperative's bank: whose it is then, its proforma says, and a person sends it back.
  if (isByTransfer(session)) return "no money to free: it was transferred";
  const status = await providerStatus(session);
  const intent_id = String(session.data.id ?? "");
  if (status === "unknown") {
    if (!session.provider_id.startsWith("pp_stripe")) return "no provider to ask";
    throw new Error("the payment provider can't be reached now");
  }
  if (status === "requires_capture") {
    await stripe().paymentIntents.cancel(
      intent_id,
      { cancellation_reason: "abandoned" },
      { idempotencyKey: `void:${session.id}` },
    );
    return "authorisation cancelled";
  }
  if (status === "succeeded") {
    const refunds = await stripe().refunds.list({ payment_intent: intent_id, limit: 10 });
    if (refunds.data.some((refund) => refund.status !== "failed" && refund.status !== "canceled"))
      return "refunded before";
    await stripe().refunds.create({ payment_intent: intent_id }, { idempotencyKey: `refund:${session.id}` });
    return "refunded";
  }
  return `nothing to free (${status})`;
}

export async function cartOfCollection(
  container: MedusaContainer,
  payment_collection_id: string,
): Promise<string | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "cart_payment_collection",
    fields: ["cart_id"],
    filters: { payment_collection_id },
  });
  return (data[0] as { cart_id?: string } | undefined)?.cart_id;
}

/** No compensation: freed money is freed. */
const voidPaymentStep = createStep("void-payment", async (input: { payment_session_id: string }, { container }) => {
  return new StepResponse(await voidPayment(container, input.payment_session_id));
});

export const voidPaymentWorkflow = createWorkflow("void-payment", (input: { payment_session_id: string }) => {
  return new WorkflowResponse(voidPaymentStep(input));
});
