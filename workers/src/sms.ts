import { createHmac } from "node:crypto";
import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { readEnv } from "../../backend/src/env";
import { PermanentFailure } from "./job";

/** The dev outbox of texts, below FILES_DIR: one a line, as JSON. */
export const DEV_OUTBOX = "sms-outbox.jsonl";

/** A gateway that does not answer holds a worker no longer than this; the message tries again. */
const PATIENCE_MS = 20_000;
/** Of what is refused: to be tried again, as "too early" and "too many" are. */
const LATER = new Set([408, 425, 429]);

/** `id` is ours and stays the same over retries: by it a gateway knows what came twice. */
export interface OutgoingSms {
  id: string;
  phone: string;
  text: string;
}

/**
 * Hands a text on: to the gateway that SMS_URL names; in development without one into a file that people and tests look into. In production
 * without one it fails for good, so that operators see what was not sent: a file of codes and phones must not lie about.
 */
export async function sendSms(message: OutgoingSms): Promise<void> {
  const { NODE_ENV, FILES_DIR, SMS_URL, SMS_WEBHOOK_SECRET } = readEnv();
  if (SMS_URL !== undefined) return sendByGateway({ url: SMS_URL, secret: SMS_WEBHOOK_SECRET }, message);
  if (NODE_ENV === "production")
    throw new PermanentFailure("no gateway for texts is named: set SMS_URL, then send this message again");
  const line = JSON.stringify({ at: new Date().toISOString(), ...message });
  await mkdir(FILES_DIR, { recursive: true });
  await appendFile(path.join(FILES_DIR, DEV_OUTBOX), `${line}\n`, { mode: 0o600 });
}

/**
 * `POST {id, phone, text}`, signed as the gateway signs the replies it hands us (`t=<unix>,v1=<hex>` over time and body). Any 2xx is yes.
 * Errors never name the phone: they are kept with the message.
 */
export async function sendByGateway(gateway: { url: string; secret: string }, message: OutgoingSms): Promise<void> {
  const { id, phone, text } = message;
  const body = JSON.stringify({ id, phone, text });
  const time = Math.floor(Date.now() / 1_000);
  const signature = createHmac("sha256", gateway.secret).update(`${time}.${body}`).digest("hex");
  const answer = await fetch(gateway.url, {
    method: "POST",
    body,
    redirect: "error",
    headers: {
      "content-type": "application/json",
      "idempotency-key": id,
      "x-sms-signature": `t=${time},v1=${signature}`,
    },
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => undefined);
  await answer?.body?.cancel();
  if (answer?.ok) return;
  const why = `the gateway for texts said ${answer?.status ?? "nothing"}`;
  if (answer && answer.status >= 400 && answer.status < 500 && !LATER.has(answer.status))
    throw new PermanentFailure(why);
  throw new Error(why);
}
