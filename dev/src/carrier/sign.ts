import { createHmac } from "node:crypto";

/** `t=<unix>,v1=<hex>`: HMAC-SHA256 over the time, a dot and the raw body. The time is what makes an old copy stale. */
export function signature(secret: string, raw: string, unix: number): string {
  return `t=${unix},v1=${createHmac("sha256", secret).update(`${unix}.${raw}`).digest("hex")}`;
}
