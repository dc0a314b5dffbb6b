import { decideGiveBack, ok, type GiveBackFacts, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, rows, type Transaction } from "../../../lib/sql";
import { GIVEN_BACK } from "../companies/company-orders";
import { lockCompany_ } from "../companies/company-rows";
import { eventOnAll_, findQuote, isOf, tellAll_ } from "./quote-rows";
import type { QuoteActor } from "./quote-types";
import { QUOTE_NOT_THERE } from "./quotes";

/** What the pool and the books know of the cart, and do when it is given back: both in the transaction of the decision. */
export interface CartBeside {
  payment_(tx: Transaction): Promise<Pick<GiveBackFacts, "hold" | "card" | "transfers">>;
  free_(tx: Transaction): Promise<void>;
}

interface CartOrder {
  id: string;
  quote_id: string;
  version: number;
  state: string;
  words: string;
  order_id: string | null;
}

/** Accepted quotes that their buyer gives back unpaid, of a joint quote all its parts: what the clock does to them, at once (docs/adr/0051). */
export class GiveBacks {
  constructor(private readonly sql: Knex) {}

  /**
   * Limits count it no more, its goods are free, its proformas end and both sides are told: one transaction, after which no payment becomes
   * its order. Pressed again it is done already.
   */
  giveBack(
    by: QuoteActor & { side: "buyer" },
    input: { quote_id: string; words: string },
    beside: CartBeside,
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await findQuote(tx, input.quote_id);
      if (!seen || !isOf(by, seen)) return QUOTE_NOT_THERE;
      await lockCompany_(tx, seen.company_id);
      const orders = await lockOrders_(tx, seen.cart_id);
      const decided = decideGiveBack({
        order: orderOf(orders),
        ordered: orders.some((one) => one.order_id !== null),
        ...(await beside.payment_(tx)),
      });
      if (!decided.ok) return decided;
      if (decided.value === "done") return ok(undefined);
      await rows(tx, `update company_order set state = 'cancelled', words = ?, updated_at = now() where id = any(?)`, [
        GIVEN_BACK,
        orders.map((one) => one.id),
      ]);
      await beside.free_(tx);
      const words = input.words.trim();
      const quotes = orders.map(({ quote_id: id, version }) => ({ id, version }));
      await eventOnAll_(tx, quotes, { by: "buyer", person: by.id, act: "given_back", words });
      await tellAll_(tx, quotes, "given_back");
      return ok(undefined);
    });
  }
}

/** The orders that this cart pays: one, or those of the parts of a joint quote. */
function lockOrders_(tx: Transaction, cart_id: string | null): Promise<CartOrder[]> {
  return rows<CartOrder>(
    tx,
    `select id, quote_id, version, state, words, order_id from company_order where cart_id = ? order by id for update`,
    [cart_id],
  );
}

function orderOf(orders: readonly CartOrder[]): GiveBackFacts["order"] {
  if (orders.length === 0) return null;
  if (orders.every((one) => one.state === "placed")) return "placed";
  return orders.every((one) => one.state === "cancelled" && one.words === GIVEN_BACK) ? "given_back" : "over";
}
