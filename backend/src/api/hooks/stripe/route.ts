import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import Stripe from "stripe";
import { readEnv } from "../../../env";
import type OutboxService from "../../../modules/outbox/service";

/**
 * Stripe's webhook: verify the raw body, store the event once, answer. A job does the work. A bad or forged signature is
 * 400 and leaves no row.
 */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const signature = req.headers["stripe-signature"];
  const raw = req.rawBody as Buffer | undefined;
  let event: Stripe.Event;
  try {
    event = Stripe.webhooks.constructEvent(raw ?? "", String(signature ?? ""), readEnv().STRIPE_WEBHOOK_SECRET);
  } catch {
    res.status(400).json({ code: "invalid_signature", message: "This event is not signed by our payment provider." });
    return;
  }
  if (typeof event.id !== "string" || typeof event.type !== "string") {
    res.status(400).json({ code: "invalid_event", message: "A signed event names its id and its type." });
    return;
  }
  const outbox: OutboxService = req.scope.resolve("outbox");
  await outbox.receiveWebhook({ source: "stripe", event_id: event.id, type: event.type, payload: event });
  res.status(200).json({ received: true });
}
