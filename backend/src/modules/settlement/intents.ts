import { row, type Sql, type Transaction } from "../../lib/sql";
import { claim } from "../outbox/append";
import { currencyCode, toWhole, type Whole } from "./amounts";
import { newId } from "./ids";
import { notAllowed, notFound } from "./refusals";

/** How a call to the processor ended, as far as we know. `unknown`: no answer came; it is looked up before it is repeated. */
export type IntentState = "intended" | "created" | "failed" | "unknown";

export interface CaptureIntentRow {
  id: string;
  order_id: string;
  currency: string;
  amount_minor: string;
  payment_ref: string;
  idempotency_key: string;
  state: IntentState;
  reason: string | null;
  called_at: Date | null;
}

/** Writes, or finds again, what will be captured for an order. Stands before the call to the processor. */
export async function openCaptureIntent(
  tx: Transaction,
  input: { order_id: string; currency: string; amount_minor: Whole; payment_ref: string },
): Promise<CaptureIntentRow> {
  const amount = toWhole(input.amount_minor, "amount_minor");
  const currency = currencyCode(input.currency);
  const id = newId("capture");
  await tx.raw(
    `insert into capture_intent (id, order_id, currency, amount_minor, payment_ref, idempotency_key)
     values (?, ?, ?, ?, ?, ?) on conflict (order_id) do nothing`,
    [id, input.order_id, currency, amount.toString(), input.payment_ref, id],
  );
  const intent = await row<CaptureIntentRow>(tx, `select * from capture_intent where order_id = ?`, [input.order_id]);
  if (!intent) throw new Error(`capture intent of ${input.order_id} is neither new nor there`);
  if (
    intent.amount_minor !== amount.toString() ||
    intent.currency !== currency ||
    intent.payment_ref !== input.payment_ref
  ) {
    throw notAllowed("captured_differently", "Another amount or payment is being captured for this order already.");
  }
  return intent;
}

export async function captureIntentOf(sql: Sql, order_id: string): Promise<CaptureIntentRow | undefined> {
  return row<CaptureIntentRow>(sql, `select * from capture_intent where order_id = ?`, [order_id]);
}

/** Notes that the call is about to be made: after a crash this tells "never asked" from "answer not heard". */
export async function markCaptureCalled(tx: Transaction, order_id: string): Promise<void> {
  await tx.raw(
    `update capture_intent set called_at = coalesce(called_at, now()), updated_at = now() where order_id = ? and state in ('intended', 'unknown')`,
    [order_id],
  );
}

/** Keeps the outcome. Created is final; a late "unknown" or "failed" does not undo it. */
export async function recordCaptureOutcome(
  tx: Transaction,
  input: { message_id?: string; order_id: string; state: Exclude<IntentState, "intended">; reason?: string },
): Promise<void> {
  if (input.message_id && !(await claim(tx, "capture-outcome", input.message_id))) return;
  const changed = await row<{ id: string }>(
    tx,
    `update capture_intent set state = ?, reason = ?, updated_at = now()
     where order_id = ? and state <> 'created' returning id`,
    [input.state, input.reason ?? null, input.order_id],
  );
  if (!changed && !(await captureIntentOf(tx, input.order_id))) throw notFound("capture intent");
}
