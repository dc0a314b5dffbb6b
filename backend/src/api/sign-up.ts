import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http";
import { refuseWith } from "../lib/refusal";
import { CARD_DOMAIN } from "../workflows/cooperative/card-sign-in";

/** Whose accounts are made by a cooperative or the operator, never by whoever asks. */
const BY_INVITATION = new Set(["coop_member", "household"]);

/**
 * Medusa lets anybody register an identity for any actor type. Such an identity has no actor and opens nothing, but it
 * would take the name (a card number!) away from its owner: so it is refused before it is written.
 */
function refusePublicSignUp(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  const { actor_type } = req.params;
  const email = typeof req.body === "object" && req.body !== null && "email" in req.body ? String(req.body.email) : "";
  if (BY_INVITATION.has(actor_type ?? "") || email.toLowerCase().endsWith(`@${CARD_DOMAIN}`)) {
    refuseWith("forbidden", "Accounts of households and cooperative members are made by the cooperative.");
  }
  next();
}

export const signUpMiddlewares: MiddlewareRoute[] = [
  { matcher: "/auth/:actor_type/:auth_provider/register", methods: ["POST"], middlewares: [refusePublicSignUp] },
];
