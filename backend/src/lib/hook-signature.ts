import { createHmac, timingSafeEqual } from "node:crypto";

/** A signature older than this, or from further ahead, is a copy or a wrong clock. */
const TOLERANCE_S = 300;

/**
 * Whether `t=<unix>,v1=<hex>` of a hook's signature header was made with our secret over `t + "." + raw body`, not long ago.
 * Several v1 are allowed: a sender sends two while it changes its secret.
 */
export function verifyHookSignature(input: {
  header: string | string[] | undefined;
  raw: Buffer | undefined;
  secret: string;
  now: Date;
}): boolean {
  if (typeof input.header !== "string" || input.header.length > 1_000 || !input.raw) return false;
  const parts = input.header.split(",").map((part) => part.trim().split("=", 2));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(input.now.getTime() / 1_000 - Number(time)) > TOLERANCE_S) return false;
  const expected = createHmac("sha256", input.secret).update(`${time}.`).update(input.raw).digest();
  return parts.some(([name, value]) => {
    if (name !== "v1" || !/^[0-9a-f]{64}$/.test(value ?? "")) return false;
    return timingSafeEqual(Buffer.from(value ?? "", "hex"), expected);
  });
}
