import { createHmac } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";

/**
 * Who knocks. `manager` to `accountant` work in cooperative X; `household` and `neighbour` are two households of one of
 * its villages, `relative` may look at the first one's pages by the phone it named; their `secretary` knocks too; `other_manager` works in cooperative Y, where `other_household` hands in, in the
 * village of `other_secretary`. `company_member` owns company P, `other_company_member` company Q.
 */
export const PRINCIPALS = [
  "anonymous",
  "buyer",
  "household",
  "neighbour",
  "other_household",
  "relative",
  "manager",
  "weigher",
  "packer",
  "accountant",
  "other_manager",
  "secretary",
  "other_secretary",
  "operator",
  "company_member",
  "other_company_member",
] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** Actor type and id that a principal's token carries; nobody's for anonymous. */
export type Actors = Record<Exclude<Principal, "anonymous">, { type: string; id: string }>;

/**
 * A token as Medusa signs it, without the sign-in before it: signing in has tests of its own, and what a token may do must
 * not depend on how it was got.
 */
export function tokenFor(house: House, actor: { type: string; id: string }): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = part({ alg: "HS256", typ: "JWT" });
  const body = part({
    actor_id: actor.id,
    actor_type: actor.type,
    auth_identity_id: `authid_${actor.id}`,
    app_metadata: { [`${actor.type}_id`]: actor.id },
    user_metadata: {},
    iat: now,
    exp: now + 3_600,
  });
  const signature = createHmac("sha256", house.env.JWT_SECRET ?? "")
    .update(`${head}.${body}`)
    .digest("base64url");
  return `${head}.${body}.${signature}`;
}
