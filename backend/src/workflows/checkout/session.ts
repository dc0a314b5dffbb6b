import { randomUUID } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { createPaymentSessionsWorkflow } from "@medusajs/medusa/core-flows";
import type { Place } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { SOFT_HOLD_S } from "../../modules/pool/holds";
import type PoolService from "../../modules/pool/service";
import { cycleOfCart } from "../cycle/cart";
import { checkQuoteCart } from "../wholesale/quote-cart";
import { paymentStatus } from "./facts";
import { unitsPerPool } from "./lines";
import { checkOnSale } from "./on-sale";

/** Sessions a buyer can still pay. */
const LIVE = new Set(["pending", "requires_more"]);

/** A cart as far as its payment is concerned; read with `PAYING_FIELDS`. */
export interface PayingCart {
  id: string;
  completed_at?: unknown;
  total: unknown;
  currency_code: string;
  items?: ({
    id: string;
    product_id?: string | null;
    variant_id?: string | null;
    quantity: unknown;
    unit_price?: unknown;
  } | null)[];
  shipping_address?: Place | null;
  payment_collection?: { id: string; payment_sessions?: (PayingSession | null)[] } | null;
}

interface PayingSession {
  id: string;
  provider_id: string;
  status: string;
  amount: unknown;
  data?: Record<string, unknown> | null;
  payment?: { id: string } | null;
}

export const PAYING_FIELDS = [
  "id",
  "completed_at",
  "total",
  "currency_code",
  "items.id",
  "items.product_id",
  "items.variant_id",
  "items.quantity",
  "items.unit_price",
  "shipping_address.*",
  "payment_collection.id",
  "payment_collection.payment_sessions.id",
  "payment_collection.payment_sessions.provider_id",
  "payment_collection.payment_sessions.status",
  "payment_collection.payment_sessions.amount",
  "payment_collection.payment_sessions.data",
  "payment_collection.payment_sessions.payment.id",
];

/** What the browser needs to pay, and until when the goods are kept for it. */
export interface ReadySession {
  expires_at: string;
  session: { id: string; provider_id: string; data: Record<string, unknown> };
}

function sessionsOf(cart: PayingCart): PayingSession[] {
  return (cart.payment_collection?.payment_sessions ?? []).flatMap((session) => (session ? [session] : []));
}

/** Whether the cart is an order by now, or its payment has become one's. */
export function isPlaced(cart: PayingCart): boolean {
  return Boolean(cart.completed_at) || sessionsOf(cart).some((session) => session.payment);
}

/**
 * The one payment session of a cart for its total: the known one while it can be paid, else a new one. Medusa would delete the known
 * one and cancel what may be authorised on it. The caller holds the cart's lock.
 */
export async function oneSession(
  container: MedusaContainer,
  cart: PayingCart,
  { collection_id, provider_id }: { collection_id: string; provider_id: string },
): Promise<ReadySession["session"]> {
  const known = sessionsOf(cart).find(
    (session) =>
      session.provider_id === provider_id &&
      LIVE.has(session.status) &&
      Number(session.amount) === Number(cart.total) &&
      (typeof session.data?.id === "string" || !provider_id.startsWith("pp_stripe")),
  );
  if (known && !(await isSpent(container, known))) return { id: known.id, provider_id, data: known.data ?? {} };
  const { result } = await createPaymentSessionsWorkflow(container).run({
    input: { payment_collection_id: collection_id, provider_id },
  });
  return { id: result.id, provider_id, data: result.data ?? {} };
}

/** A refused completion frees the card by cancelling its payment at the provider, which Medusa's session does not know. */
async function isSpent(
  container: MedusaContainer,
  session: { provider_id: string; data?: Record<string, unknown> | null },
): Promise<boolean> {
  const status = await paymentStatus(container, { provider_id: session.provider_id, data: session.data ?? {} });
  return status === "canceled" || status === "refunded";
}

/** Keeps what the cart wants for a quarter of an hour, so that nobody finds out after 3-D Secure that it is gone. Until when. */
export async function keepGoods(container: MedusaContainer, cart: PayingCart): Promise<string> {
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
  valueOf(await checkQuoteCart(container, cart, true));
  // Before anybody types a card: what can't be ordered now is said now.
  valueOf(await checkOnSale(container, cart.id, items));
  valueOf(await cycleOfCart(container, items));
  const lines = valueOf(await unitsPerPool(container, items));
  const pools: PoolService = container.resolve("pool");
  valueOf(await pools.holdForCart({ cart_id: cart.id, run_id: randomUUID(), lines, soft: true }));
  return new Date(Date.now() + SOFT_HOLD_S * 1000).toISOString();
}
