import { invalid, missing } from "../errors.js";
import { optBool, text } from "../params.js";
import { finishAuthentication } from "../payment-flow.js";
import { load } from "../store.js";
import type { Ctx, Route } from "../types.js";
import { answerFor, checkSecret } from "./payment-intents.js";

/** Not of Stripe's API: what the browser script of the stand-in calls when the buyer answers its 3-D Secure dialog. */
export const authenticationRoutes: Route[] = [
  { method: "POST", path: "/standin/authenticate", publishable: true, handle: authenticate },
];

async function authenticate(ctx: Ctx) {
  const row = await load(ctx, "payment_intent", text(ctx.params, "payment_intent"), { lock: true });
  checkSecret(ctx, row.body);
  const approved = optBool(ctx.params, "approved");
  if (approved === null) throw missing("approved");
  if (row.body.status !== "requires_action") {
    throw invalid(
      "This PaymentIntent is not waiting for the buyer.",
      "payment_intent",
      "payment_intent_unexpected_state",
    );
  }
  return answerFor(ctx, row, await finishAuthentication(ctx, row, approved));
}
