import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { PHONE_CODE } from "../lib/sign-in-names";
import { isStorefront, STOREFRONT_SECRET } from "../lib/storefront-secret";
import type SignInService from "../modules/sign_in/service";

/** The address of the person, as the storefront saw it. */
const CLIENT_ADDRESS = "x-client-address";
/** A buyer signs in on any shop's server, many from one address: their guesses are counted where our storefront says whose they are. */
const COUNTED = new Set(["household", "coop_member", "secretary", "wholesale_member", "agent", "user"]);

export const TOO_MANY_TRIES =
  "Too many wrong sign-ins from this address. Nothing was changed; wait a quarter of an hour and try again.";

/** Stands before every sign-in: so many wrong ones from one address, then 429 until its window is over. */
async function limitByAddress(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  const { actor_type = "", auth_provider } = req.params;
  const counted = COUNTED.has(actor_type) || (actor_type === "customer" && isStorefront(req.get(STOREFRONT_SECRET)));
  if (!counted) return next();
  // Asking for a code answers 200 to everybody, and costs an SMS: it stays counted.
  await count(req, res, next, auth_provider === PHONE_CODE && !req.path.endsWith("/callback"));
}

/** Asking for a code by e-mail, and making an account: counted whatever the answer, from whatever address it comes. */
export function limitAsking(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  return count(req, res, next, true);
}

/** Typing such a code: a right one counts no more. */
export function limitGuessing(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  return count(req, res, next, false);
}

async function count(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction, stays: boolean): Promise<void> {
  const { addresses }: SignInService = req.scope.resolve("sign_in");
  const address = addressOf(req);
  const claimed = await addresses.claim(address);
  if (!claimed.ok) {
    res.setHeader("Retry-After", String(claimed.retry_after_s));
    res.status(429).json({ code: "too_many_tries", type: "not_allowed", message: TOO_MANY_TRIES });
    return;
  }
  res.on("finish", () => {
    if (res.statusCode === 200 && !stays) {
      addresses
        .giveBack(address)
        .catch(() => req.scope.resolve(ContainerRegistrationKeys.LOGGER).warn("a right sign-in stays counted"));
    }
  });
  next();
}

/** Never X-Forwarded-For: whoever calls us directly writes what they like into it. */
function addressOf(req: MedusaRequest): string {
  const said = req.get(CLIENT_ADDRESS);
  if (said && said.length <= 64 && isStorefront(req.get(STOREFRONT_SECRET))) return said;
  return req.socket.remoteAddress ?? "unknown";
}

export const signInLimitMiddlewares: MiddlewareRoute[] = [
  ...["", "/callback"].map((end): MiddlewareRoute => ({
    matcher: `/auth/:actor_type/:auth_provider${end}`,
    methods: ["POST"],
    middlewares: [limitByAddress],
  })),
  // Medusa's own way to an account says whether one stands already: it can't be asked for many addresses.
  ...["customer", "user"].map((actor): MiddlewareRoute => ({
    matcher: `/auth/${actor}/emailpass/register`,
    methods: ["POST"],
    middlewares: [limitAsking],
  })),
];
