import { randomUUID } from "node:crypto";
import type { Logger, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { completeCartWorkflow } from "@medusajs/medusa/core-flows";
import { decideValidate, toMinor, type Place, type Refusal } from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { phoneFault } from "../../../lib/phone";
import type { HoldBefore } from "../../../modules/pool/holds";
import type PoolService from "../../../modules/pool/service";
import { checkAddresseeList, releaseAddresseeList } from "../addressee-list";
import { checkoutFacts, type CheckoutFacts } from "../facts";
import { enterCycle } from "../../cycle/cart";
import { checkCompleting } from "../../parcel/pickup";
import { checkQuoteCart } from "../../wholesale/quote-cart";
import { unitsPerPool } from "../lines";
import { checkOnSale } from "../on-sale";
import { confirm } from "../reconcile";

/** What Medusa hands to the hook, as far as we read it. */
interface CompletingCart {
  id: string;
  currency_code: string;
  total: number | string;
  items?: {
    id: string;
    product_id?: string | null;
    variant_id?: string | null;
    quantity: number | string;
    unit_price?: unknown;
  }[];
  metadata?: Record<string, unknown> | null;
  shipping_address?: (Place & { phone?: string | null }) | null;
}

interface Undo {
  cart_id: string;
  run_id: string;
  before: HoldBefore;
}

completeCartWorkflow.hooks.validate(
  async ({ cart: given }, { container }) => {
    const cart = given as unknown as CompletingCart;
    const facts = await checkoutFacts(container, cart.id, { provider: false, running: false });
    const decision = decideValidate({
      order: facts.order,
      payment_session: facts.payment_session,
      payment_amount_minor: facts.session ? minor(facts.session.amount, facts.session.currency_code) : null,
      payment_currency: facts.session?.currency_code ?? null,
      cart_total_minor: minor(cart.total, cart.currency_code),
      cart_currency: cart.currency_code,
    });
    if (!decision.ok) return refuse(container, cart.id, facts, decision.refusal);
    if (decision.value.action === "nothing") return;

    const items = (cart.items ?? []).map((item) => ({
      id: item.id,
      product_id: item.product_id ?? null,
      variant_id: item.variant_id ?? null,
      quantity: Number(item.quantity),
    }));
    const phone = phoneFault(cart.shipping_address?.phone, cart.shipping_address?.country_code);
    if (phone) return refuse(container, cart.id, facts, phone);
    const agreed = await checkQuoteCart(container, cart, false);
    if (!agreed.ok) return refuse(container, cart.id, facts, agreed.refusal);
    const sold = await checkOnSale(container, cart.id, items);
    if (!sold.ok) return refuse(container, cart.id, facts, sold.refusal);
    const listed = await checkAddresseeList(container, cart.id, cart.metadata, items);
    if (!listed.ok) return refuse(container, cart.id, facts, listed.refusal);
    const lines = await unitsPerPool(container, items);
    if (!lines.ok) return refuse(container, cart.id, facts, lines.refusal);
    const entered = await enterCycle(container, cart.id, items);
    if (!entered.ok) return refuse(container, cart.id, facts, entered.refusal);
    const fetched = await checkCompleting(container, cart, {
      product_ids: items.flatMap((item) => item.product_id ?? []),
      pool_ids: lines.value.map((line) => line.pool_id),
    });
    if (!fetched.ok) return refuse(container, cart.id, facts, fetched.refusal);
    const pools: PoolService = container.resolve("pool");
    const run_id = randomUUID();
    killPoint("before_hold");
    const held = await pools.holdForCart({ cart_id: cart.id, run_id, lines: lines.value });
    if (!held.ok) return refuse(container, cart.id, facts, held.refusal);
    killPoint("after_hold");
    // Given back by its buyer between the look above and the hold: from the hold on it can't be any more.
    const still = await checkQuoteCart(container, cart, false);
    if (!still.ok) {
      await pools.undoHold({ cart_id: cart.id, run_id, before: held.value });
      return refuse(container, cart.id, facts, still.refusal);
    }
    return new StepResponse<void, Undo>(undefined, { cart_id: cart.id, run_id, before: held.value });
  },
  // Medusa calls this also when the hook itself threw: then there is nothing to undo.
  async (undo: Undo | undefined, { container }) => {
    if (!undo) return;
    const facts = await checkoutFacts(container, undo.cart_id, { provider: false, running: false });
    if (facts.order === "exists") return;
    const pools: PoolService = container.resolve("pool");
    // False when a later attempt or the judge has taken over: then the list is theirs too.
    if (await pools.undoHold(undo)) await releaseAddresseeList(container, undo.cart_id);
  },
);

/** The hooks Medusa keeps out of its types; both exist at run time (read in 2.21.2). */
const quietHooks = completeCartWorkflow.hooks as unknown as {
  beforePaymentAuthorization: (handler: () => Promise<StepResponse<void>>) => void;
  orderCreated: (
    handler: (
      input: { order_id: string; cart_id: string },
      context: { container: MedusaContainer },
    ) => Promise<StepResponse<void>>,
  ) => void;
};

quietHooks.beforePaymentAuthorization(async () => {
  killPoint("order_written_not_authorized");
  return new StepResponse(undefined);
});

quietHooks.orderCreated(async ({ order_id, cart_id }, { container }) => {
  killPoint("authorized_not_confirmed");
  try {
    await confirm(container, cart_id, order_id);
  } catch (error) {
    // A throw here would make Medusa undo a good, paid order; the reconcile row in the outbox finishes it.
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
    logger.warn(`checkout ${cart_id}: order ${order_id} will be confirmed by reconcile (${String(error)})`);
  }
  return new StepResponse(undefined);
});

/** Medusa's amounts come as numbers, texts or its own BigNumber. */
function minor(amount: unknown, currency: string): bigint {
  const parsed = toMinor(typeof amount === "string" ? amount : Number(amount), currency.toUpperCase());
  if (!parsed.ok) throw new MedusaError(MedusaError.Types.INVALID_DATA, parsed.refusal.message);
  return parsed.value;
}

/** Ends the attempt with a sentence. Medusa leaves the card authorised when a hook throws: the void goes through the outbox. */
async function refuse(
  container: MedusaContainer,
  cart_id: string,
  facts: CheckoutFacts,
  refusal: Refusal,
): Promise<never> {
  // An order that waits for its payment is reconcile's to judge: its payment may be about to come.
  if (refusal.reason !== "payment_pending") {
    const pools: PoolService = container.resolve("pool");
    await pools.voidSessions(facts.order === "exists" ? [] : facts.session_ids);
    if (facts.order === "none" && facts.hold !== "pending") await releaseAddresseeList(container, cart_id);
  }
  throw new MedusaError(MedusaError.Types.NOT_ALLOWED, refusal.message, refusal.reason);
}
