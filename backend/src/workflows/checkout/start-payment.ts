import { randomUUID } from "node:crypto";
import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { createPaymentCollectionForCartWorkflow, createPaymentSessionsWorkflow } from "@medusajs/medusa/core-flows";
import { refuseWith, valueOf } from "../../lib/refusal";
import { SOFT_HOLD_S } from "../../modules/pool/holds";
import type PoolService from "../../modules/pool/service";
import { providerStatus } from "./facts";
import { cycleOfCart } from "../cycle/cart";
import { unitsPerPool } from "./lines";

/** Another window of the same buyer may be starting its payment, or completing: longer than the slowest of these takes. */
const LOCK_TIMEOUT_S = 15;
/** Sessions a buyer can still pay. */
const LIVE = new Set(["pending", "requires_more"]);

export interface StartPaymentInput {
  cart_id: string;
  provider_id: string;
}

/** `placed`: the cart is an order by now, or about to be one; completing it again tells which. */
export type StartedPayment =
  | { state: "placed" }
  | { state: "ready"; expires_at: string; session: { id: string; provider_id: string; data: Record<string, unknown> } };

interface PayingCart {
  id: string;
  completed_at?: unknown;
  total: unknown;
  items?: ({ id: string; product_id?: string | null; variant_id?: string | null; quantity: unknown } | null)[];
  payment_collection?: {
    id: string;
    payment_sessions?: ({
      id: string;
      provider_id: string;
      status: string;
      amount: unknown;
      data?: Record<string, unknown> | null;
      payment?: { id: string } | null;
    } | null)[];
  } | null;
}

const FIELDS = [
  "id",
  "completed_at",
  "total",
  "items.id",
  "items.product_id",
  "items.variant_id",
  "items.quantity",
  "payment_collection.id",
  "payment_collection.payment_sessions.id",
  "payment_collection.payment_sessions.provider_id",
  "payment_collection.payment_sessions.status",
  "payment_collection.payment_sessions.amount",
  "payment_collection.payment_sessions.data",
  "payment_collection.payment_sessions.payment.id",
];

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
  const sessions = (cart.payment_collection?.payment_sessions ?? []).flatMap((session) => (session ? [session] : []));
  if (collection_id === null || cart.completed_at || sessions.some((session) => session.payment)) {
    return { state: "placed" };
  }
  await hold(container, cart);
  const expires_at = new Date(Date.now() + SOFT_HOLD_S * 1000).toISOString();
  const known = sessions.find(
    (session) =>
      session.provider_id === provider_id &&
      LIVE.has(session.status) &&
      Number(session.amount) === Number(cart.total) &&
      typeof session.data?.id === "string",
  );
  if (known && !(await isSpent(known)))
    return { state: "ready", expires_at, session: { id: known.id, provider_id, data: known.data ?? {} } };
  const { result } = await createPaymentSessionsWorkflow(container).run({
    input: { payment_collection_id: collection_id, provider_id },
  });
  return { state: "ready", expires_at, session: { id: result.id, provider_id, data: result.data ?? {} } };
}

/** A refused completion frees the card by cancelling its payment at the provider, which Medusa's session does not know. */
async function isSpent(session: { provider_id: string; data?: Record<string, unknown> | null }): Promise<boolean> {
  const status = await providerStatus({ provider_id: session.provider_id, data: session.data ?? {} });
  return status === "canceled" || status === "refunded";
}

async function hold(container: MedusaContainer, cart: PayingCart): Promise<void> {
  const items = (cart.items ?? []).flatMap((item) =>
    item
      ? [
          {
            id: item.id,
            product_id: item.product_id ?? null,
            variant_id: item.variant_id ?? null,
            quantity: Number(item.quantity),
          },
        ]
      : [],
  );
  if (items.length === 0)
    refuseWith("cart_empty", "There is nothing in this cart yet. Put something in and pay then.", "cart_id");
  // Before anybody types a card: what can't be ordered now is said now.
  valueOf(await cycleOfCart(container, items));
  const lines = valueOf(await unitsPerPool(container, items));
  const pools: PoolService = container.resolve("pool");
  valueOf(await pools.holdForCart({ cart_id: cart.id, run_id: randomUUID(), lines, soft: true }));
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
  const { data } = await query.graph({ entity: "cart", fields: FIELDS, filters: { id: cart_id } });
  const cart = data[0] as unknown as PayingCart | undefined;
  if (!cart) refuseWith("cart_not_found", "There is no cart with this id.", "cart_id");
  return cart;
}
