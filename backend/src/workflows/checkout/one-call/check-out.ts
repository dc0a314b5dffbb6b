import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import {
  createStep,
  createWorkflow,
  StepResponse,
  transform,
  when,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk";
import {
  acquireLockStep,
  completeCartWorkflow,
  findOrCreateCustomerStep,
  getVariantPriceSetsStep,
  refreshCartItemsWorkflow,
  refreshPaymentCollectionForCartWorkflow,
  releaseLockStep,
  updateTaxLinesWorkflow,
} from "@medusajs/medusa/core-flows";
import { atPlace, placeMark, type Place } from "@commonlot/domain";
import { refuseWith } from "../../../lib/refusal";
import type WholesaleService from "../../../modules/wholesale/service";
import { chooseOnTheWayStep } from "../../pool/short/choice";
import { ONCE_FIELDS, priceQuestions, repriceStep, writeDetailsStep } from "./compute";
import { saysTheSame } from "./details";
import { payStep, type Paying } from "./pay";
import type { CheckOut, Delivery, OnceCart } from "./types";

/** Another window of the same buyer may be starting its payment, or completing. */
const LOCK_TIMEOUT_S = 15;
/** Longer than the slowest of these takes: pricing, and a card that is asked. */
const LOCK_TTL_S = 90;

/** The cart, and what there is to do with it. Refuses what can't become an order whatever is paid. */
const findStep = createStep("checkout-find", async (asked: Delivery, { container }) => {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "cart", fields: ONCE_FIELDS, filters: { id: asked.cart_id } });
  const cart = data[0] as unknown as OnceCart | undefined;
  if (!cart) refuseWith("cart_not_found", "There is no cart with this id.", "cart_id");
  const input = await asAgreed(container, cart, asked);
  const sessions = cart.payment_collection?.payment_sessions ?? [];
  const placed = Boolean(cart.completed_at) || sessions.some((session) => session?.payment);
  if (placed) return new StepResponse({ cart, input, compute: false, customer: false });
  if ((cart.items ?? []).length === 0)
    refuseWith("cart_empty", "There is nothing in this cart yet. Put something in and pay then.", "cart_id");
  if (!cart.email && !input.email)
    refuseWith("email_missing", "We need an e-mail address for the receipt. Nothing was paid.", "email");
  const country = input.shipping_address.country_code.toLowerCase();
  if (!(cart.region?.countries ?? []).some((one) => one?.iso_2 === country))
    refuseWith("invalid_country", "We do not send to this country. Nothing was paid.", "shipping_address.country_code");
  const customer = input.email !== undefined && (input.email !== cart.email || !cart.customer_id);
  return new StepResponse({ cart, input, compute: !saysTheSame(cart, input), customer });
});

/** The goods of a quote go where it says, whatever address is asked for; who receives them, and the bill, are the buyer's (docs/adr/0069). */
async function asAgreed(container: MedusaContainer, cart: OnceCart, asked: Delivery): Promise<Delivery> {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  const owner = await quotes.cartOwner(cart.id);
  if (owner?.place_mark == null) return asked;
  const place: Place = cart.shipping_address ?? {};
  // An erased account blanks its carts: the agreed place, said once more, is written again.
  if (placeMark(place) !== owner.place_mark && placeMark(asked.shipping_address) === owner.place_mark) return asked;
  return { ...asked, shipping_address: atPlace(asked.shipping_address, place) };
}

/**
 * Addresses, shipping, today's prices and taxes computed once, under the cart's lock: what Medusa's own calls do one after the other, each
 * computing the whole cart anew. What a failure leaves half done is a cart whose shipping bears no tax yet, which is computed anew (`saysTheSame`).
 */
export const computeCheckoutWorkflow = createWorkflow("compute-checkout", (input: WorkflowData<Delivery>) => {
  acquireLockStep({ key: input.cart_id, timeout: LOCK_TIMEOUT_S, ttl: LOCK_TTL_S });
  const found = findStep(input);
  const once = when("details-are-new", { found }, ({ found }) => found.compute).then(() => {
    // The buyer stays in the cart whatever fails afterwards, as all that was typed does.
    const told = findOrCreateCustomerStep(
      transform({ found }, ({ found }) =>
        found.customer && found.input.email
          ? { customerId: found.cart.customer_id ?? undefined, email: found.input.email }
          : {},
      ),
    ).config({ noCompensation: true });
    return writeDetailsStep(
      transform({ found, told }, ({ found, told }) => ({
        input: found.input,
        found: found.cart,
        customer: told.customer ?? null,
      })),
    );
  });
  when("promotions-have-a-say", { once }, ({ once }) => once?.promoted === true).then(() => {
    refreshCartItemsWorkflow.runAsStep({
      input: transform({ input }, ({ input }) => ({ cart_id: input.cart_id, force_refresh: true })),
    });
  });
  when("none-has-a-say", { once }, ({ once }) => once?.promoted === false).then(() => {
    const cart = transform({ once }, ({ once }) => once?.cart as OnceCart);
    const prices = getVariantPriceSetsStep(transform({ cart }, ({ cart }) => ({ data: priceQuestions(cart) })));
    repriceStep(transform({ cart, prices }, ({ cart, prices }) => ({ cart, prices: prices })));
    updateTaxLinesWorkflow.runAsStep({ input: { cart } });
    refreshPaymentCollectionForCartWorkflow.runAsStep({ input: { cart } });
  });
  releaseLockStep({ key: input.cart_id });
  return new WorkflowResponse(input.cart_id);
});

/** What the buyer wants done about missing goods, and the payment, in a workflow of its own: what is refused here (no stock, another total) must not undo what was computed. */
export const payCheckoutWorkflow = createWorkflow("pay-checkout", (input: WorkflowData<CheckOut>) => {
  acquireLockStep({ key: input.cart_id, timeout: LOCK_TIMEOUT_S, ttl: LOCK_TTL_S });
  chooseOnTheWayStep(input);
  const paying = payStep(input);
  releaseLockStep({ key: input.cart_id });
  return new WorkflowResponse(paying);
});

export type CheckedOut = { order_id: string } | Exclude<Paying, { state: "ready" }>;

/**
 * One call from cart to order. Repeated (a double click, an answer that was lost, the way back from 3-D Secure) it goes on where it
 * was, and once the cart is an order it answers that order. Completing is Medusa's own workflow with our hooks: held, amount compared, judged
 * after a crash, as through any other client.
 */
export async function checkOut(container: MedusaContainer, input: CheckOut): Promise<CheckedOut> {
  await computeCheckoutWorkflow(container).run({ input });
  const { result: paying } = await payCheckoutWorkflow(container).run({ input });
  if (paying.state !== "ready") return paying;
  const { errors, result, transaction } = await completeCartWorkflow(container).run({
    input: { id: input.cart_id },
    throwOnError: false,
  });
  if (!transaction.hasFinished())
    throw new MedusaError(MedusaError.Types.CONFLICT, "This cart is being completed in another window. Ask again.");
  const [failed] = errors;
  if (failed) throw failed.error;
  return { order_id: result.id };
}
