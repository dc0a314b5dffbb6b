import type { Env } from "../app/lib/env.server";

export interface PolicySources {
  readonly nonce: string;
  readonly stripeJsUrl: string;
  readonly hostedPayUrl?: string | undefined;
  readonly secure: boolean;
}

/** Stripe's own script calls these; a stand-in serves everything from its one origin. */
const STRIPE_FRAMES = ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"];
const STRIPE_CALLS = ["https://api.stripe.com"];

/**
 * The content security policy of one page: our own files, scripts by nonce, and the card processor's origin.
 * form-action names the hosted pay page too, because browsers check it on the redirect after a form.
 */
export function contentSecurityPolicy(sources: PolicySources): Record<string, string[] | null> {
  const stripe = new URL(sources.stripeJsUrl).origin;
  const real = stripe === "https://js.stripe.com";
  const hosted = sources.hostedPayUrl === undefined ? [] : [new URL(sources.hostedPayUrl).origin];
  return {
    "default-src": ["'none'"],
    "script-src": ["'self'", `'nonce-${sources.nonce}'`, stripe],
    "style-src": ["'self'", `'nonce-${sources.nonce}'`],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(real ? STRIPE_CALLS : [stripe])],
    "frame-src": real ? STRIPE_FRAMES : [stripe],
    "form-action": ["'self'", ...hosted],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "manifest-src": ["'self'"],
    "upgrade-insecure-requests": sources.secure ? [] : null,
  };
}

export function policyFor(env: Env, nonce: string): Record<string, string[] | null> {
  return contentSecurityPolicy({
    nonce,
    stripeJsUrl: env.STRIPE_JS_URL,
    hostedPayUrl: env.STRIPE_HOSTED_PAY_URL,
    secure: env.STOREFRONT_URL?.startsWith("https://") ?? false,
  });
}
