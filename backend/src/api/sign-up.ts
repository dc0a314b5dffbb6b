import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http";
import { refuseWith } from "../lib/refusal";
import { WAYS_IN } from "../lib/sign-in-names";

/** Who may make an account for itself: a buyer. A user of the Admin comes by Medusa's own invitation. */
const BY_THEMSELVES = new Set(["customer", "user"]);

/** Whose session may be prolonged. */
const PROLONGED = new Set(["user"]);

/** Medusa takes any word for an actor type, and lets one without a list of ways in use them all. */
function refuseUnknownActors(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  if (!Object.hasOwn(WAYS_IN, req.params.actor_type ?? "")) refuseWith("not_found", "Nobody signs in this way.");
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

/** A provider's path, and what changes a secret: by the desk, with who did it written down, never by a link. */
export const signUpMiddlewares: MiddlewareRoute[] = [
  { matcher: "/auth/token/refresh", methods: ["POST"], middlewares: [refuseRefresh] },
  { matcher: "/auth/:actor_type/:auth_provider", methods: ["GET", "POST"], middlewares: [refuseUnknownActors] },
  {
    matcher: "/auth/:actor_type/:auth_provider/callback",
    methods: ["GET", "POST"],
    middlewares: [refuseUnknownActors],
  },
  ...["register", "reset-password", "update"].map((act): MiddlewareRoute => ({
    matcher: `/auth/:actor_type/:auth_provider/${act}`,
    methods: ["POST"],
    middlewares: [refuseUnknownActors, refusePublicSignUp],
  })),
];
