import { timingSafeEqual } from "node:crypto";
import { readEnv } from "../env";

/** Where the storefront says its secret. */
export const STOREFRONT_SECRET = "x-storefront-secret";

/** Whether a call comes from our storefront: only it knows the secret. */
export function isStorefront(said: string | undefined): boolean {
  const [ours, theirs] = [Buffer.from(readEnv().STOREFRONT_SECRET), Buffer.from(said ?? "")];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
