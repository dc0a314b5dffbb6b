import Stripe from "stripe";
import { readEnv } from "../../env";

export interface StripeAddress {
  apiKey: string;
  /** All three together, or none for Stripe's own address. */
  host?: string | undefined;
  port?: number | undefined;
  protocol?: "http" | "https" | undefined;
}

/** One Stripe client: the real SDK, at Stripe or at the stand-in. */
export function stripeClient(address: StripeAddress): Stripe {
  return new Stripe(address.apiKey, {
    telemetry: false,
    maxNetworkRetries: 2,
    timeout: 20_000,
    ...(address.host ? { host: address.host, port: address.port ?? 443, protocol: address.protocol ?? "https" } : {}),
  });
}

let client: Stripe | undefined;

/** This process's Stripe client, at the address of the environment. */
export function stripe(): Stripe {
  const env = readEnv();
  client ??= stripeClient({
    apiKey: env.STRIPE_API_KEY,
    host: env.STRIPE_API_HOST,
    port: env.STRIPE_API_PORT,
    protocol: env.STRIPE_API_PROTOCOL,
  });
  return client;
}
