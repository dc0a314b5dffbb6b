import type { ILockingModule, IPaymentModuleService, Logger, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import { decideReconcile, type ReconcileAction } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import type PoolService from "../../modules/pool/service";
import { releaseAddresseeList } from "./addressee-list";
import { withdrawFromPacking } from "./withdraw-order";
import { checkoutFacts, type CheckoutFacts } from "./facts";
import { orderLines } from "./lines";

/** A decision may lead to facts that need another one (authorise, then confirm); more rounds than this is a fault of ours. */
const MAX_ROUNDS = 4;
/** Waiting for a running completion is not worth a worker's time: the sweeper comes again. */
const LOCK_TIMEOUT_S = 1;

export interface Reconciled {
  action: ReconcileAction;
  why: string;
}

/**
 * The only judge of a checkout, idempotent: reads the facts of a cart, lets the domain decide, carries it out, and looks
 * again until nothing is left to do. Runs from the outbox row of a completion, from the payment webhook and from the
 * sweeper, under the cart's own lock; a completion under way is left alone.
 */
export async function reconcileCompletion(container: MedusaContainer, cart_id: string): Promise<Reconciled> {
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  const before = await checkoutFacts(container, cart_id, { provider: false, running: true });
  if (before.completion_running) return { action: "wait", why: "The completion is still running." };
  return locking.execute([cart_id], () => judge(container, cart_id), { timeout: LOCK_TIMEOUT_S });
}

async function judge(container: MedusaContainer, cart_id: string): Promise<Reconciled> {
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  let last: Reconciled = { action: "nothing", why: "" };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const facts = await checkoutFacts(container, cart_id, { provider: true, running: false });
    const decision = decideReconcile(facts);
    last = { action: decision.action, why: decision.why };
    if (decision.action === "nothing" || decision.action === "wait") return last;
    logger.info(`checkout ${cart_id}: ${decision.action} (${decision.why})`);
    await carryOut(container, cart_id, facts, decision.action, decision.reopen_cart);
    if (decision.action === "alert") return last;
  }
  return last;
}

async function carryOut(
  container: MedusaContainer,
  cart_id: string,
  facts: CheckoutFacts,
  action: ReconcileAction,
  reopen: boolean,
): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  switch (action) {
    case "confirm_hold":
      return confirm(container, cart_id, orderOf(facts));
    case "authorize_session": {
      const payments: IPaymentModuleService = container.resolve(Modules.PAYMENT);
      await payments.authorizePaymentSession(facts.session?.id ?? "", {});
      return;
    }
    case "cancel_order_and_release":
    case "release_hold":
      if (facts.order === "exists") await cancelOrder(container, orderOf(facts));
      killPoint("order_canceled_before_reopen");
      // The hold goes last: as long as it is pending the sweeper comes back to finish what a crash left.
      if (reopen || facts.hold === "pending") await reopenCart(container, cart_id, facts.order_id);
      if (facts.hold === "confirmed")
        await pools.releaseOrder({ order_id: orderOf(facts), reason: "order cancelled", person: "system" });
      await releaseAddresseeList(container, cart_id);
      await pools.releaseHold({ cart_id, reason: "order not paid", void_session_ids: openSessions(facts) });
      return;
    case "cancel_order_and_tell": {
      const order_id = orderOf(facts);
      const withdrawn = await withdrawFromPacking(container, order_id);
      if (!withdrawn.ok) return needsAPerson(container, cart_id, facts);
      await pools.releaseOrder({ order_id, reason: "capture refused: the authorisation is gone", person: "system" });
      await cancelOrder(container, order_id);
      return;
    }
    case "release_and_void":
    case "release_and_refund":
    case "void_payment":
    case "refund_payment":
      if (reopen) await reopenCart(container, cart_id, facts.order_id);
      if (facts.hold === "confirmed" && facts.order_id) {
        await pools.releaseOrder({ order_id: facts.order_id, reason: "order cancelled", person: "system" });
      }
      await releaseAddresseeList(container, cart_id);
      // Voiding looks at the provider first: what was taken is refunded, what was authorised is cancelled.
      await pools.releaseHold({
        cart_id,
        reason: "completion did not end in an order",
        void_session_ids: facts.session_ids,
      });
      return;
    case "alert": {
      if (facts.order === "exists" && (facts.hold === "released" || facts.hold === "none")) {
        return confirm(container, cart_id, orderOf(facts));
      }
      return needsAPerson(container, cart_id, facts);
    }
    case "nothing":
    case "wait":
      return;
  }
}

function needsAPerson(container: MedusaContainer, cart_id: string, facts: CheckoutFacts): void {
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  logger.error(
    `checkout ${cart_id} needs a person: hold ${facts.hold}, order ${facts.order}, payment ${facts.payment_session}`,
  );
}

/** Confirms the hold of a paid order. When its stock is gone, which only a fault can cause, the order is cancelled and the card freed. */
export async function confirm(container: MedusaContainer, cart_id: string, order_id: string): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const lines = new Map<string, number>();
  for (const line of await orderLines(container, order_id))
    lines.set(line.pool_id, (lines.get(line.pool_id) ?? 0) + line.units);
  killPoint("before_confirm");
  const confirmed = await pools.confirmHold({
    cart_id,
    order_id,
    lines: [...lines].map(([pool_id, units]) => ({ pool_id, units })),
  });
  killPoint("after_confirm");
  if (confirmed.ok) return;
  await cancelOrder(container, order_id);
  await pools.releaseHold({ cart_id, reason: confirmed.refusal.message });
}

async function cancelOrder(container: MedusaContainer, order_id: string): Promise<void> {
  await cancelOrderWorkflow(container).run({ input: { order_id, no_notification: true } });
}

/**
 * Lets the buyer try again: the cart is open, and no longer tied to the order that was not paid, nor to its payment
 * collection, which Medusa cancelled together with the order. The next payment begins a new one.
 */
async function reopenCart(container: MedusaContainer, cart_id: string, order_id: string | null): Promise<void> {
  const links = container.resolve(ContainerRegistrationKeys.LINK);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  if (order_id) {
    const { data } = await query.graph({
      entity: "cart_payment_collection",
      fields: ["payment_collection_id"],
      filters: { cart_id },
    });
    for (const link of data as { payment_collection_id: string }[]) {
      await links.dismiss({
        [Modules.CART]: { cart_id },
        [Modules.PAYMENT]: { payment_collection_id: link.payment_collection_id },
      });
    }
    await links.dismiss({ [Modules.ORDER]: { order_id }, [Modules.CART]: { cart_id } });
  }
  await container.resolve(Modules.CART).updateCarts(cart_id, { completed_at: null } as never);
}

function openSessions(facts: CheckoutFacts): string[] {
  return facts.payment_session === "canceled" ? [] : facts.session_ids;
}

function orderOf(facts: CheckoutFacts): string {
  if (!facts.order_id) throw new Error("an order was expected");
  return facts.order_id;
}
