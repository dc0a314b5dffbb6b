import { readEnv } from "../../../../backend/src/env";
import { smsCell } from "../../../../backend/src/lib/sms-cell";
import { Cipher } from "../../../../backend/src/lib/cipher";
import type OutboxService from "../../../../backend/src/modules/outbox/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** One stored reply of a household: read, acted on, answered. Run again it ends the same. */
export const handle: JobHandler<"sms-reply"> = async ({ container, payload: { event_id }, log }) => {
  const outbox: OutboxService = container.resolve("outbox");
  const stored = await outbox.webhook("sms", event_id);
  if (!stored) throw new PermanentFailure(`There is no reply ${event_id}.`);
  // Ended before: what came to be since, an answer or another ticket, is not what it spoke of.
  if (stored.processed_at !== null) return;
  const sealed = String(stored.payload.sealed);
  const reply = JSON.parse(new Cipher(readEnv().HOUSEHOLD_KEY).open(sealed, smsCell(event_id))) as {
    from: string;
    text: string;
  };
  const result = await runWorkflow(container, "take-sms-reply", {
    event_id,
    ...reply,
    received_at: stored.received_at.toISOString(),
  });
  await outbox.markWebhookProcessed("sms", event_id);
  log.info({ event_id, result }, "reply taken");
};
