import { isCompleted } from "../../features/cart/data.server";
import { amountChanged, startPayment } from "../../features/checkout/payment.server";
import { payer, payWords, quoteCart } from "../../features/quote-pay/data.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/pay-start";

/** For the card field: answers the processor's secret for the cart of this quote, or why not. */
export async function action({ request, params }: Route.ActionArgs): Promise<Response> {
  const path = pathParam(params);
  const form = await request.formData();
  const by = await payer(request, path, params);
  const { may, cart_id } = await by.checkout();
  // Paid in another window, or over: the quote says which.
  if (!may || cart_id === null) return Response.json({ go: `/${path}${by.quote}` });
  const cart = await quoteCart(by, cart_id);
  const done = `${by.here}/return`;
  if (isCompleted(cart)) return Response.json({ go: done });
  const changed = amountChanged(form, cart, path);
  if (changed !== null) return Response.json({ problem: changed });
  const started = await startPayment(cart.id, by.token);
  if (!started.ok) return Response.json({ problem: await payWords(path, started.refusal, cart.id) });
  if (started.value.state === "placed") return Response.json({ go: done });
  return Response.json({ client_secret: started.value.client_secret, done });
}
