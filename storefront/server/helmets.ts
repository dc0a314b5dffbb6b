import helmet from "helmet";
import type { Env } from "../app/lib/env.server";

/** What keeps every answer of ours from being misused; the content security policy is each answer's own. */
export function helmets(env: Env): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: false,
    // same-origin, not no-referrer: under no-referrer browsers send "Origin: null" with our own forms.
    referrerPolicy: { policy: "same-origin" },
    strictTransportSecurity: env.STOREFRONT_URL?.startsWith("https://") ? undefined : false,
  });
}
