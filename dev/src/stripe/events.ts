import type Stripe from "stripe";
import { idFor } from "./store.js";
import type { ApiObject, Ctx } from "./types.js";

/** API version of the pinned SDK (stripe 23.1.0). */
export const API_VERSION = "2026-10-28.endive";

export type EventType =
  | "account.updated"
  | "charge.captured"
  | "charge.dispute.closed"
  | "charge.dispute.created"
  | "charge.dispute.funds_reinstated"
  | "charge.dispute.funds_withdrawn"
  | "charge.dispute.updated"
  | "charge.expired"
  | "charge.failed"
  | "charge.pending"
  | "charge.refunded"
  | "charge.succeeded"
  | "customer.created"
  | "customer.deleted"
  | "customer.updated"
  | "payment_intent.amount_capturable_updated"
  | "payment_intent.canceled"
  | "payment_intent.created"
  | "payment_intent.payment_failed"
  | "payment_intent.processing"
  | "payment_intent.requires_action"
  | "payment_intent.succeeded"
  | "payment_method.attached"
  | "payment_method.detached"
  | "payout.created"
  | "payout.failed"
  | "payout.paid"
  | "refund.created"
  | "refund.failed"
  | "refund.updated"
  | "transfer.created"
  | "transfer.reversed";

export type EventBody = {
  id: string;
  object: "event";
  account?: string;
  api_version: string;
  created: number;
  data: { object: ApiObject; previous_attributes?: object };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: EventType;
};

/**
 * Writes the event and one delivery per endpoint that wants it, in the transaction of the change itself:
 * an event exists exactly when its change does.
 */
export async function emit(
  ctx: Ctx,
  type: EventType,
  object: ApiObject,
  options: { previous?: object; account?: string } = {},
): Promise<void> {
  const account = options.account ?? ctx.account;
  const { rows: endpoints } = await ctx.db.query<{ body: Stripe.WebhookEndpoint }>(
    `select body from stripe_standin.webhook_endpoint where body->>'status' = 'enabled' order by seq`,
  );
  const wanted = endpoints.filter(({ body }) => body.enabled_events.some((name) => name === "*" || name === type));
  const event: EventBody = {
    id: idFor(ctx, "event"),
    object: "event",
    ...(account !== "" && { account }),
    api_version: API_VERSION,
    created: ctx.now,
    data: { object, ...(options.previous && { previous_attributes: options.previous }) },
    livemode: false,
    pending_webhooks: wanted.length,
    request: ctx.request,
    type,
  };
  await ctx.db.query(`insert into stripe_standin.event (id, account, body) values ($1, $2, $3)`, [
    event.id,
    account,
    JSON.stringify(event),
  ]);
  for (const { body } of wanted) {
    const plan = ctx.faults.webhookPlan();
    await ctx.db.query(
      `insert into stripe_standin.delivery (event_id, endpoint_id, copies, first_due, next_at, ended)
       values ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond',
               clock_timestamp() + $4 * interval '1 millisecond', $5)`,
      [event.id, body.id, plan.copies, plan.delay_ms, plan.drop ? "dropped" : null],
    );
  }
}

export type DueKind = "dispute" | "payout" | "refund_fails" | "settle";

/** Something Stripe would do by itself a little later; the loop of delivery.ts performs it. */
export async function schedule(ctx: Ctx, kind: DueKind, objectId: string): Promise<void> {
  await ctx.db.query(
    `insert into stripe_standin.due_action (kind, account, object_id, due_at)
     values ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')`,
    [kind, ctx.account, objectId, ctx.faults.config.settle_delay_ms],
  );
}
