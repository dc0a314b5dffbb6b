import type {
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http";
import type { IAuthModuleService } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { emailName } from "../../../lib/email-name";
import { refuseWith } from "../../../lib/refusal";
import { BUYER_PASSWORD } from "../../../lib/sign-in-names";
import type BuyerService from "../../../modules/buyer/service";

/** Who is signed in as a buyer. Behind `authenticate("customer")`. */
export function customerOf(req: MedusaRequest): string {
  const id = (req as AuthenticatedMedusaRequest).auth_context?.actor_id;
  if (!id) throw new Error("nobody is signed in here: the route lacks its middleware");
  return id;
}

/** A session that began before the password was changed, before "sign out everywhere", or of an account that is closed, is none. */
export async function onlyLiveSessions(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) {
  if (!(await isOver(req))) return next();
  const message = "This session is over. Sign in again.";
  res.status(401).json({ code: "unauthorized", type: "unauthorized", message });
}

/** As above where nobody needs to be signed in: whose session is over asks as anybody. */
export async function forgetDeadSessions(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction) {
  if (await isOver(req)) {
    delete (req as Partial<AuthenticatedMedusaRequest>).auth_context;
    delete req.headers.authorization;
    if (req.session) delete (req.session as { auth_context?: unknown }).auth_context;
  }
  next();
}

async function isOver(req: MedusaRequest): Promise<boolean> {
  const context = (req as AuthenticatedMedusaRequest).auth_context as { actor_id?: string; iat?: number } | undefined;
  if (!context?.actor_id) return false;
  const { accounts }: BuyerService = req.scope.resolve("buyer");
  const { closed, sessions_from } = await accounts.standing(context.actor_id);
  return closed || (sessions_from !== null && (context.iat ?? 0) * 1_000 < sessions_from);
}

/** Medusa makes an account under whatever address is sent, whoever signed up: one is made only under the address that signs in there. */
export async function onlyUnderOwnAddress(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction) {
  const auth = req.scope.resolve<IAuthModuleService>(Modules.AUTH);
  const identity_id = (req as AuthenticatedMedusaRequest).auth_context?.auth_identity_id ?? "";
  const [own] = await auth.listProviderIdentities(
    { auth_identity_id: identity_id, provider: BUYER_PASSWORD },
    { select: ["id", "entity_id"], take: 1 },
  );
  const body = req.body as { email?: unknown } | undefined;
  if (!own || emailName(body?.email) !== own.entity_id) {
    refuseWith(
      "not_your_address",
      "An account is made under the address that signs in to it. Nothing was made.",
      "email",
    );
  }
  // Kept as it signs in: one account an address, however it is written.
  for (const sent of [body, req.validatedBody as { email?: unknown } | undefined]) if (sent) sent.email = own.entity_id;
  next();
}

/**
 * Only an account whose address is proven sees orders, or has them forgotten: Medusa puts a guest's order into the account that has its
 * address, and anybody may have made that one.
 */
export async function onlyProven(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction) {
  const { accounts }: BuyerService = req.scope.resolve("buyer");
  if (!(await accounts.standing(customerOf(req))).proven) {
    refuseWith(
      "contact_not_proven",
      "This is open once you have proven your e-mail address. Ask for a code, and type it here.",
    );
  }
  next();
}
