import { invalid } from "./errors.js";
import type { Ctx, Intent } from "./types.js";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Buyers are sent only to loopback or to an origin named in STRIPE_STANDIN_RETURN_ORIGINS. */
export function checkReturnUrl(ctx: Pick<Ctx, "returnOrigins">, value: string, param = "return_url"): string {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw invalid("Not a valid URL.", param, "url_invalid");
  }
  const web = url.protocol === "http:" || url.protocol === "https:";
  if (!web || !(LOOPBACK.has(url.hostname) || ctx.returnOrigins.includes(url.origin))) {
    throw invalid(`The stand-in does not send buyers to ${url.origin}.`, param, "url_invalid");
  }
  return value;
}

/** Where a buyer comes back to, with what Stripe adds. */
export function backTo(returnUrl: string, intent: Intent): string {
  const url = new URL(returnUrl);
  url.searchParams.set("payment_intent", intent.id);
  url.searchParams.set("payment_intent_client_secret", intent.client_secret ?? "");
  url.searchParams.set("redirect_status", redirectStatus(intent));
  return url.toString();
}

function redirectStatus(intent: Intent): string {
  if (intent.status === "succeeded" || intent.status === "requires_capture") return "succeeded";
  return intent.status === "processing" ? "pending" : "failed";
}
