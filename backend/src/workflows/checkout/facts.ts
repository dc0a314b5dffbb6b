import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { isByTransfer, type ReconcileFacts } from "@commonlot/domain";
import { row } from "../../lib/sql";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import { TAKEOVER_AFTER_S } from "../../providers/locking-lease/service";
import { stripe } from "../../providers/stripe/client";

/** A payment session as Medusa keeps it. */
export interface SessionFacts {
  id: string;
  provider_id: string;
  status: string;
  amount: number | string;
  currency_code: string;
  data: Record<string, unknown>;
  payment?: { id: string; captured_at?: unknown; canceled_at?: unknown } | null;
}

export interface CheckoutFacts extends ReconcileFacts {
  order_id: string | null;
  session: SessionFacts | null;
  session_ids: string[];
}

const SESSION_FIELDS = [
  "payment_collection.id",
  "payment_collection.payment_sessions.id",
  "payment_collection.payment_sessions.provider_id",
  "payment_collection.payment_sessions.status",
  "payment_collection.payment_sessions.amount",
  "payment_collection.payment_sessions.currency_code",
  "payment_collection.payment_sessions.data",
  "payment_collection.payment_sessions.payment.id",
  "payment_collection.payment_sessions.payment.captured_at",
  "payment_collection.payment_sessions.payment.canceled_at",
];

/** Everything the judge of a checkout needs to know about one cart, read afresh. */
export async function checkoutFacts(
  container: MedusaContainer,
  cart_id: string,
  ask: { provider: boolean; running: boolean },
): Promise<CheckoutFacts> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const pools: PoolService = container.resolve("pool");
  const [{ data: carts }, { data: links }, hold] = await Promise.all([
    query.graph({
      entity: "cart",
      fields: ["id", "completed_at", "updated_at", ...SESSION_FIELDS],
      filters: { id: cart_id },
    }),
    query.graph({ entity: "order_cart", fields: ["order_id"], filters: { cart_id } }),
    pools.holdOfCart(cart_id),
  ]);
  const cart = carts[0] as
    | {
        completed_at?: unknown;
        updated_at?: string | Date;
        payment_collection?: { payment_sessions?: (SessionFacts | null)[] } | null;
      }
    | undefined;
  const order_id = (links[0] as { order_id?: string } | undefined)?.order_id ?? null;
  const order = order_id ? await orderState(container, order_id) : "none";
  const sessions = (cart?.payment_collection?.payment_sessions ?? []).flatMap((s) => (s ? [s] : []));
  const session = sessions.find((s) => s.payment) ?? sessions[0] ?? null;
  const cart_age_s = cart?.updated_at ? (Date.now() - new Date(cart.updated_at).getTime()) / 1000 : Infinity;
  return {
    hold: holdFact(hold?.state),
    order,
    cart_completed: Boolean(cart?.completed_at),
    payment_session: sessionFact(session),
    provider_payment: ask.provider && session ? await paymentStatus(container, session) : "unknown",
    completion_running:
      (ask.running && (await isCompleting(container, cart_id))) ||
      ((ask.running || ask.provider) && order === "none" && (await isTransferred(container, cart_id))),
    age_s: Math.min(hold && hold.state === "pending" ? hold.age_s : Infinity, cart_age_s),
    order_id,
    session,
    session_ids: sessions.map((s) => s.id),
  };
}

function holdFact(state: string | undefined): ReconcileFacts["hold"] {
  // A soft hold belongs to a buyer who has not asked for the order yet; it ends by its own clock.
  if (state === undefined || state === "soft") return "none";
  return state as ReconcileFacts["hold"];
}

async function orderState(container: MedusaContainer, order_id: string): Promise<ReconcileFacts["order"]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ["id", "status"], filters: { id: order_id } });
  if (!data[0]) return "none";
  return data[0].status === "canceled" ? "canceled" : "exists";
}

function sessionFact(session: SessionFacts | null): ReconcileFacts["payment_session"] {
  if (!session) return "none";
  if (session.payment?.canceled_at) return "canceled";
  if (session.payment?.captured_at) return "captured";
  // Medusa says "authorized" only together with a payment; a session without one has not reached the order.
  if (session.payment) return "authorized";
  return ["pending", "requires_more", "canceled", "error"].includes(session.status)
    ? (session.status as ReconcileFacts["payment_session"])
    : "pending";
}

const PROVIDER_STATUSES: readonly string[] = [
  "requires_payment_method",
  "requires_action",
  "processing",
  "requires_capture",
  "succeeded",
  "canceled",
];

/** As `providerStatus`; of a transfer, what its proforma says. */
export async function paymentStatus(
  container: MedusaContainer,
  session: Pick<SessionFacts, "provider_id" | "data">,
): Promise<ReconcileFacts["provider_payment"]> {
  if (!isByTransfer(session)) return providerStatus(session);
  const { proformas }: SettlementService = container.resolve("settlement");
  return proformas.sessionStatus(typeof session.data.session_id === "string" ? session.data.session_id : "");
}

/** All of a transfer has come and its order is still to be placed: its job does that, and the goods are not given up meanwhile. */
function isTransferred(container: MedusaContainer, cart_id: string): Promise<boolean> {
  const { proformas }: SettlementService = container.resolve("settlement");
  return proformas.isBeingOrdered(cart_id);
}

/** What the provider itself says of a session's payment; "unknown" when it can't be asked. */
export async function providerStatus(
  session: Pick<SessionFacts, "provider_id" | "data">,
): Promise<ReconcileFacts["provider_payment"]> {
  if (!session.provider_id.startsWith("pp_stripe")) return "unknown";
  const intent_id = session.data.id;
  if (typeof intent_id !== "string") return "requires_payment_method";
  try {
    const intent = await stripe().paymentIntents.retrieve(intent_id, { expand: ["latest_charge"] });
    if (typeof intent.latest_charge === "object" && intent.latest_charge?.refunded && intent.status === "succeeded")
      return "refunded";
    if (intent.status === "requires_confirmation") return "requires_payment_method";
    return PROVIDER_STATUSES.includes(intent.status)
      ? (intent.status as ReconcileFacts["provider_payment"])
      : "unknown";
  } catch {
    // Not to be reached is not the same as not paid: the judge waits.
    return "unknown";
  }
}

async function isCompleting(container: MedusaContainer, cart_id: string): Promise<boolean> {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const lease = await row(
    sql,
    `select 1 from lock_lease where key = ? and renewed_at > now() - make_interval(secs => ?)`,
    [cart_id, TAKEOVER_AFTER_S],
  );
  return lease !== undefined;
}
