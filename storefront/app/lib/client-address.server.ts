import { readEnv } from "./env.server";

/** Headers that tell the backend from which address a person signs in; `server/app.ts` has written it into the request. */
export function clientAddress(request: Request): Record<string, string> {
  return {
    "x-client-address": request.headers.get("x-client-address") ?? "unknown",
    "x-storefront-secret": readEnv().STOREFRONT_SECRET,
  };
}
