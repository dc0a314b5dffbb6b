import { readEnv } from "./env.server";

/** Our own public address: as configured when it is https, otherwise as the browser reached us. */
export function ownOrigin(request: Request): string {
  const configured = readEnv().STOREFRONT_URL;
  if (configured?.startsWith("https://")) return new URL(configured).origin;
  return new URL(request.url).origin;
}
