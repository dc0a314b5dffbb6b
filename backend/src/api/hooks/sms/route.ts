import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../env";
import { Cipher } from "../../../lib/cipher";
import { verifyHookSignature } from "../../../lib/hook-signature";
import { smsCell } from "../../../lib/sms-cell";
import type OutboxService from "../../../modules/outbox/service";
import { smsReplySchema } from "./validators";

/**
 * A household answers a text: verify the raw body, store the reply once, answer. A job does the work. Forged or unreadable is
 * 400 and leaves no row. Phone and words are sealed: the inbox is not where people look for either.
 */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { SMS_WEBHOOK_SECRET, HOUSEHOLD_KEY } = readEnv();
  const signed = verifyHookSignature({
    header: req.headers["x-sms-signature"],
    raw: req.rawBody as Buffer | undefined,
    secret: SMS_WEBHOOK_SECRET,
    now: new Date(),
  });
  if (!signed) {
    res
      .status(400)
      .json({ code: "invalid_signature", message: "This reply is not signed by our network, or is too old." });
    return;
  }
  const reply = smsReplySchema.safeParse(req.body);
  if (!reply.success) {
    res.status(400).json({ code: "invalid_input", message: "This is not a reply with id, from and text." });
    return;
  }
  const { id, from, text } = reply.data;
  const outbox: OutboxService = req.scope.resolve("outbox");
  const sealed = new Cipher(HOUSEHOLD_KEY).seal(JSON.stringify({ from, text }), smsCell(id));
  await outbox.receiveWebhook({ source: "sms", event_id: id, type: "reply", payload: { sealed } });
  res.status(200).json({ received: true });
}
