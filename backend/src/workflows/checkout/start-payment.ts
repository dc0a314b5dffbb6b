import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { createPaymentCollectionForCartWorkflow } from "@medusajs/medusa/core-flows";
import { refuseWith } from "../../lib/refusal";
import { checkCart } from "../parcel/choose-pickup";
import { isPlaced, keepGoods, oneSession, PAYING_FIELDS, type PayingCart, type ReadySession } from "./session";

/** Another window of the same buyer may be starting its payment, or completing: longer than the slowest of these takes. */
const LOCK_TIMEOUT_S = 15;

export interface StartPaymentInput {
  cart_id: string;
  provider_id: string;
}

/** `placed`: the cart is an order by now, or about to be one; completing it again tells which. */
export type StartedPayment = { state: "placed" } | ({ state: "ready" } & ReadySession);

/**
 * Payment starts: what the cart wants is kept for a quarter of an hour, so that nobody finds out after 3-D Secure that it is
 * gone, and the cart gets its one payment session. Asked again (a second window, a double click, a declined card) it answers the
 * same session: Medusa would delete it and cancel what may be authorised on it. So it runs under the cart's lock, as completing
 * does. No compensation: a soft hold ends by its clock, and an unpaid session is nothing.
 */
const startPaymentStep = createStep("start-payment", async (input: StartPaymentInput, { container }) => {
  const collection_id = await ensureCollection(container, input.cart_id);
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  const started = await locking.execute([input.cart_id], () => start(container, input, collection_id), {
    timeout: LOCK_TIMEOUT_S,
  });
  return new StepResponse<StartedPayment>(started);
});

export const startPaymentWorkflow = createWorkflow("start-payment", (input: StartPaymentInput) => {
  return new WorkflowResponse(startPaymentStep(input));
});

async function start(
  container: MedusaContainer,
  { cart_id, provider_id }: StartPaymentInput,
  collection_id: string | null,
): Promise<StartedPayment> {
  const cart = await readCart(container, cart_id);
  if (collection_id === null || isPlaced(cart)) return { state: "placed" };
  await checkCart(container, cart_id);
  const expires_at = await keepGoods(container, cart);
  return { state: "ready", expires_at, session: await oneSession(container, cart, { collection_id, provider_id }) };
}

/** The cart's payment collection; null when the cart is complete. Two who ask at once get the same one. */
async function ensureCollection(container: MedusaContainer, cart_id: string): Promise<string | null> {
  const cart = await readCart(container, cart_id);
  if (cart.completed_at) return null;
  if (cart.payment_collection) return cart.payment_collection.id;
  try {
    const { result } = await createPaymentCollectionForCartWorkflow(container).run({ input: { cart_id } });
    return result.id;
  } catch (error) {
    // Another window was first: Medusa's workflow takes the cart's lock itself and refuses a second collection.
    const made = (await readCart(container, cart_id)).payment_collection;
    if (made) return made.id;
    throw error;
  }
}

async function readCart(container: MedusaContainer, cart_id: string): Promise<PayingCart> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "cart", fields: PAYING_FIELDS, filters: { id: cart_id } });
  const cart = data[0] as unknown as PayingCart | undefined;
  if (!cart) refuseWith("cart_not_found", "There is no cart with this id.", "cart_id");
  return cart;
}
