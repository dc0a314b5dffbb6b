import type { Env } from "../app/lib/env.server";

export interface PolicySources {
  /** By which the page's own inline scripts are known: a nonce of this answer, or the hashes of a page that is the same for everybody. */
  readonly scripts: readonly string[];
  /** Styles that a nonce marks. */
  readonly styles: readonly string[];
  readonly stripeJsUrl: string;
  readonly hostedPayUrl?: string | undefined;
  readonly secure: boolean;
}

/** Stripe's own script calls these; a stand-in serves everything from its one origin. */
const STRIPE_FRAMES = ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"];
const STRIPE_CALLS = ["https://api.stripe.com"];

/**
 * The content security policy of one page: our own files, inline scripts by nonce or hash, and the card processor's origin.
 * form-action names the hosted pay page too, because browsers check it on the redirect after a form.
 */
export function contentSecurityPolicy(sources: PolicySources): Record<string, string[] | null> {
  const stripe = new URL(sources.stripeJsUrl).origin;
  const real = stripe === "https://js.stripe.com";
  const hosted = sources.hostedPayUrl === undefined ? [] : [new URL(sources.hostedPayUrl).origin];
  return {
    "default-src": ["'none'"],
    "script-src": ["'self'", ...sources.scripts, stripe],
    "style-src": ["'self'", ...sources.styles],
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

/** For an answer to one visitor: everything inline that carries its nonce. */
export function policyFor(env: Env, nonce: string): Record<string, string[] | null> {
  const marked = [`'nonce-${nonce}'`];
  return contentSecurityPolicy({ ...known(env), scripts: marked, styles: marked });
}

/** For a page that is kept for everybody, as the header says it: the scripts of these hashes, and no inline style. */
export function keptPolicy(env: Env, hashes: readonly string[]): string {
  return Object.entries(contentSecurityPolicy({ ...known(env), scripts: hashes, styles: [] }))
    .flatMap(([name, sources]) => (sources === null ? [] : [[name, ...sources].join(" ")]))
    .join(";");
}

const known = (env: Env) => ({
  stripeJsUrl: env.STRIPE_JS_URL,
  hostedPayUrl: env.STRIPE_HOSTED_PAY_URL,
  secure: env.STOREFRONT_URL?.startsWith("https://") ?? false,
});
