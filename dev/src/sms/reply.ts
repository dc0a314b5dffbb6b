import { randomUUID } from "node:crypto";
import { signature } from "../carrier/sign.js";

/** A phone answers, as the mobile network would hand it over: signed, to the backend's hook. Returns the hook's status. */
export async function reply(
  backend: string,
  secret: string,
  sms: { id?: string; from: string; text: string },
): Promise<number> {
  const raw = JSON.stringify({ id: sms.id ?? `sms_${randomUUID()}`, from: sms.from, text: sms.text });
  const answer = await fetch(new URL("/hooks/sms", backend), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-sms-signature": signature(secret, raw, Math.floor(Date.now() / 1_000)),
    },
    body: raw,
  });
  return answer.status;
}
