import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../env";
import { verifyHookSignature } from "../../../lib/hook-signature";
import type OutboxService from "../../../modules/outbox/service";
import { carrierBatchSchema } from "./validators";

/**
 * The carrier's webhook: verify the raw body, store the batch once, answer. A job does the work, set-based. A bad or
 * forged signature, or a body that is no batch of theirs, is 400 and leaves no row.
 */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const raw = req.rawBody as Buffer | undefined;
  const signed = verifyHookSignature({
    header: req.headers["x-carrier-signature"],
    raw,
    secret: readEnv().CARRIER_WEBHOOK_SECRET,
    now: new Date(),
  });
  if (!signed) {
    res
      .status(400)
      .json({ code: "invalid_signature", message: "This event is not signed by our carrier, or is too old." });
    return;
  }
  const batch = carrierBatchSchema.safeParse(req.body);
  if (!batch.success) {
    res.status(400).json({ code: "invalid_input", message: "This is not a batch of tracking events." });
    return;
  }
  const outbox: OutboxService = req.scope.resolve("outbox");
  await outbox.receiveWebhook({
    source: "carrier",
    event_id: batch.data.id,
    type: batch.data.type,
    payload: batch.data,
  });
  res.status(200).json({ received: true });
}
