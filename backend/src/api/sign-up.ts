import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http";
import { refuseWith } from "../lib/refusal";
import { WAYS_IN } from "../lib/sign-in-names";

/** Who may make an account for itself: a buyer. A user of the Admin comes by Medusa's own invitation. */
const BY_THEMSELVES = new Set(["customer", "user"]);

/** Whose session may be prolonged. */
const PROLONGED = new Set(["user"]);

/** What stands open below /auth beside the ways in of each actor. */
const OPEN: ReadonlySet<string> = new Set(["POST /session", "DELETE /session", "POST /token/refresh"]);
const WAY = /^POST \/(?<actor>\w+)\/[\w-]+(?:\/callback|\/register)?$/;
const LIST_OF_WAYS = /^GET \/(?<actor>\w+)\/providers$/;

/**
 * Below /auth is open what is named here, and nothing else that Medusa has there or will have: second factors and verification, which
 * nobody here is asked for and which would lock out who is given one; accounts of the Admin from elsewhere; passwords made new by a token
 * that is sent to nobody. A sign-in is a POST: by GET Medusa would take the same body past the count of guesses. An actor type that is
 * not ours is none: Medusa takes any word, and lets one without a list of ways in use them all.
 */
function refuseOtherWays(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  const asked = `${req.method} ${req.path.replace(/(?<=.)\/$/, "")}`;
  const actor = (WAY.exec(asked) ?? LIST_OF_WAYS.exec(asked))?.groups?.actor;
  const open = req.method === "OPTIONS" || OPEN.has(asked) || (actor !== undefined && Object.hasOwn(WAYS_IN, actor));
  if (!open) refuseWith("not_found", "Nobody signs in this way.");
  next();
}

/** Accounts of households, members and secretaries are made by the workflow `create-actor-account` alone. */
function refusePublicSignUp(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  if (!BY_THEMSELVES.has(req.params.actor_type ?? "")) {
    refuseWith("forbidden", "Accounts of households and cooperative members are made by the cooperative.");
  }
  next();
}

/**
 * A sign-in is for its time, and then anew, but for the platform's operators: a refresh reads what the identity says, and a phone's may be of
 * before it changed hands, a buyer's of before the password was changed or "sign out everywhere". Only looked at here, not trusted: Medusa
 * verifies the token afterwards.
 */
function refuseRefresh(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  if (!PROLONGED.has(actorTypeIn(req.get("authorization") ?? ""))) {
    refuseWith("forbidden", "This session is not prolonged. Sign in again.");
  }
  next();
}

function actorTypeIn(authorization: string): string {
  try {
    const claims = JSON.parse(Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString()) as unknown;
    return String((claims as { actor_type?: unknown }).actor_type);
  } catch {
    return "";
  }
}

/** What changes a secret: by the desk, with who did it written down, never by a link. */
export const signUpMiddlewares: MiddlewareRoute[] = [
  { matcher: "/auth", middlewares: [refuseOtherWays] },
  { matcher: "/auth/token/refresh", methods: ["POST"], middlewares: [refuseRefresh] },
  { matcher: "/auth/:actor_type/:auth_provider/register", methods: ["POST"], middlewares: [refusePublicSignUp] },
];
