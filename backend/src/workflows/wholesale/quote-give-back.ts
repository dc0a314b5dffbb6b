import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { BEING_PAID, decideGiveBack, isClaimed, ok, refuse } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import type { MayIssue } from "../../modules/settlement/transfers/may-issue";
import type { CartBeside } from "../../modules/wholesale/quotes/give-backs";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { checkoutFacts, type CheckoutFacts } from "../checkout/facts";

/** A completion may be under way: it is waited for, and then its order is found. */
const LOCK_TIMEOUT_S = 15;
const NOTHING_ACCEPTED = { order: null, ordered: false, hold: null, card: false, transfers: [] } as const;

/**
 * The buyer gives an accepted quote back that nobody has paid. Under the cart's lock no payment starts or completes; what a process that has
 * lost that lock does is found in the transaction, by the cart's hold, or refused by completing, which looks at the order once more.
 */
export async function giveBackQuote(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: { quote_id: string; words: string },
): Promise<void> {
  const { quotes, giveBacks }: WholesaleService = container.resolve("wholesale");
  const quote = await quotes.one(by, input.quote_id);
  if (!quote) refuseWith("quote_not_found", "There is no such quote.");
  const { cart_id } = quote;
  if (cart_id === null) {
    valueOf(decideGiveBack(NOTHING_ACCEPTED));
    return;
  }
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  const given = await locking.execute(
    [cart_id],
    async () => {
      const facts = await checkoutFacts(container, cart_id, { provider: true, running: false });
      const { session_ids } = facts;
      return giveBacks.giveBack(by, input, besideCart(container, { cart_id, card: hasPaid(facts), session_ids }));
    },
    { timeout: LOCK_TIMEOUT_S },
  );
  valueOf(given);
}

/** What the pool and the books have of a cart. `card`: its processor has authorised or taken something, or may. */
export function besideCart(
  container: MedusaContainer,
  { cart_id, card, session_ids }: { cart_id: string; card: boolean; session_ids: readonly string[] },
): CartBeside {
  const { cartHolds }: PoolService = container.resolve("pool");
  const { proformas }: SettlementService = container.resolve("settlement");
  return {
    async payment_(tx) {
      const live = await proformas.live_(tx, cart_id);
      const transfers = live.map(({ state, paid_minor }) => ({
        // Others are over, and not among the living.
        state: state as "open" | "paid" | "granted" | "ordered",
        came_minor: paid_minor,
      }));
      return { card, transfers, hold: await cartHolds.locked_(tx, cart_id) };
    },
    async free_(tx) {
      await proformas.givenBack_(tx, await proformas.live_(tx, cart_id));
      await cartHolds.free_(tx, { cart_id, reason: "quote given back", void_session_ids: session_ids });
    },
  };
}

/** Asked in the transaction that asks for a cart's money: it is neither given back, nor over, nor a card's order or about to be one. */
export function stillToPay(container: MedusaContainer, cart_id: string): MayIssue {
  return async (tx) => {
    const { orders }: WholesaleService = container.resolve("wholesale");
    const { cartHolds }: PoolService = container.resolve("pool");
    if (!(await orders.toPay_(tx, cart_id)))
      return refuse(
        "not_to_pay",
        "There is nothing to pay here now. Look at the quote once more; nothing was changed.",
      );
    return isClaimed(await cartHolds.locked_(tx, cart_id)) ? BEING_PAID : ok(undefined);
  };
}

/** Whether the accepted quote of this cart is being paid, or is paid and not noted yet: then nothing more is asked for. */
export async function beingPaid(container: MedusaContainer, cart_id: string): Promise<boolean> {
  const pools: PoolService = container.resolve("pool");
  const { proformas }: SettlementService = container.resolve("settlement");
  const [[hold], transferred] = await Promise.all([pools.cartHolds.of([cart_id]), proformas.isBeingOrdered(cart_id)]);
  return transferred || isClaimed(hold?.state ?? null);
}

function hasPaid({ order, payment_session, provider_payment }: CheckoutFacts): boolean {
  return (
    order === "exists" ||
    ["authorized", "captured"].includes(payment_session) ||
    ["processing", "requires_capture", "succeeded"].includes(provider_payment)
  );
}
