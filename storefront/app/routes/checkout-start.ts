import { isCompleted, rawCart } from "../features/cart/data.server";
import { shopRefusal } from "../features/cart/freight-words.server";
import { amountChanged, startPayment } from "../features/checkout/payment.server";
import { pathParam } from "../lib/path";
import { shopSession } from "../lib/sessions.server";
import type { Route } from "./+types/checkout-start";

/** For the card field: takes the hold, answers the processor's secret for this cart, or why not. */
export async function action({ request, params }: Route.ActionArgs): Promise<Response> {
  const path = pathParam(params);
  const cart = await rawCart(await shopSession(request));
  const done = `/${path}/checkout/return`;
  // Another window of this browser may have made the order already: the return page knows which.
  if (!cart || isCompleted(cart)) return Response.json({ go: done });
  const changed = amountChanged(await request.formData(), cart, path);
  if (changed !== null) return Response.json({ problem: changed });
  const started = await startPayment(cart.id);
  if (!started.ok) return Response.json({ problem: await shopRefusal(path, started.refusal, cart.id) });
  if (started.value.state === "placed") return Response.json({ go: done });
  return Response.json({ client_secret: started.value.client_secret, done });
}
