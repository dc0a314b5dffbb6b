import {
  decideAccept,
  decideApproval,
  decidePurchase,
  ok,
  refuse,
  type QuoteHold,
  type QuoteSide,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, rows, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import { approvedBefore, decideOrder_, order_, spentOrder } from "../companies/company-orders";
import { findMember, lockCompany_ } from "../companies/company-rows";
import type { Company } from "../companies/company-types";
import { event_, findQuote, isOf, lockQuote_, ordersOfQuote, tell_, versionsOf } from "./quote-rows";
import { totalOf, wantedOf, type Quote, type QuoteActor, type QuoteVersion } from "./quote-types";
import { QUOTE_NOT_THERE } from "./quotes";
import { spentOrders } from "../companies/spent";

/** An acceptance that was cut off is taken up after so long. */
export const TAKE_UP_S = 120;

/** Accepted alone it would leave the others behind. */
const JOINT_PART = refuse(
  "joint_part",
  "This quote is a part of a joint quote: the company accepts all its parts together. Write what you agree to as your offer; nothing was changed.",
);

/** `handing`: its goods go to a cart now. `accepted`: they have. */
export type Acceptance =
  | { state: "awaiting_approval" }
  | { state: "handing"; version: QuoteVersion; person: string }
  | { state: "accepted"; cart_id: string };

/**
 * Accepting goes in three writes: it is noted here that this version is being accepted (`begin`), its hold becomes a new cart's (the
 * pool), and the quote is accepted with that cart (`finish`), or it is undone (`fail`). Whoever presses again, or the message of the note,
 * goes on where it was cut off. While it is noted nobody writes another version, and the clock leaves the quote alone.
 */
export class QuoteAcceptance {
  constructor(private readonly sql: Knex) {}

  /**
   * A side accepts the other's version. Over the limits of the member who buys (also when the seller takes a counter) it waits for an
   * approver, and its goods stay held until the quote's end. `hold`: what the pool holds for it now.
   */
  begin(
    by: QuoteActor,
    input: { quote_id: string; upon_version: number; hold: QuoteHold | null },
  ): Promise<Result<Acceptance, Refusal>> {
    return this.locked(input.quote_id, async (tx, company, quote) => {
      if (!isOf(by, quote)) return QUOTE_NOT_THERE;
      if (quote.joint_id !== null) return JOINT_PART;
      const standing = await standing_(tx, quote, input.upon_version);
      if (standing) return ok(standing);
      const version = await version_(tx, quote);
      const now = new Date();
      const { upon_version, hold } = input;
      const may = decideAccept(
        { quote, by: by.side, upon_version, wanted: wantedOf(version.lines), hold, approval: "not_needed" },
        now,
      );
      if (!may.ok) return may;
      const orders = await ordersOfQuote(tx, quote.id);
      const waits = { state: "awaiting_approval" as const };
      if (orders.some((one) => one.state === "awaiting_approval")) return ok(waits);
      const buyer = await findMember(tx, by.side === "buyer" ? by.id : version.person);
      if (!buyer?.active)
        return refuse(
          "buyer_left",
          "Who wrote this version is no member of the company any more. Write an offer instead.",
        );
      const purchase = decidePurchase({
        company_state: company.state,
        currency: company.currency,
        time_zone: company.time_zone,
        buyer: { person: buyer.member_id, roles: buyer.roles, limits: buyer.limits },
        order: { total_minor: totalOf(version), currency: quote.currency },
        before: await spentOrders(tx, company, buyer, now),
        now,
      });
      if (!purchase.ok) return purchase;
      if (purchase.value.action === "ask_approval") {
        await this.ask_(tx, quote, version, { member_id: buyer.member_id, by });
        return ok(waits);
      }
      await order_(tx, quote, version, { member_id: buyer.member_id, state: "placed" });
      return ok(await note_(tx, quote, version, by.side, by.id));
    });
  }

  /** An approver's word about what waits. A yes is checked against the approver's own limits, and goes on as accepting does. */
  decide(
    approver: { member_id: string; company_id: string },
    input: { quote_id: string; decision: "approved" | "declined"; words: string; hold: QuoteHold | null },
  ): Promise<Result<Acceptance | { state: "declined" }, Refusal>> {
    return this.locked<Acceptance | { state: "declined" }>(input.quote_id, async (tx, company, quote) => {
      if (quote.company_id !== approver.company_id) return QUOTE_NOT_THERE;
      if (quote.joint_id !== null) return JOINT_PART;
      const orders = await ordersOfQuote(tx, quote.id);
      const order = orders.find((one) => one.state === "awaiting_approval") ?? orders[0];
      const member = await findMember(tx, approver.member_id);
      if (!order || !member?.active)
        return refuse("stale", "Nothing waits for approval here any more. Look at the page again.");
      const now = new Date();
      const decided = decideApproval({
        company_state: company.state,
        currency: company.currency,
        time_zone: company.time_zone,
        approver: { person: member.member_id, roles: member.roles, limits: member.limits },
        order: spentOrder(order, order.member_id, order.asked_at),
        approved_before: await approvedBefore(tx, member),
        decision: input.decision,
        words: input.words,
        now,
      });
      if (!decided.ok) return decided;
      if (decided.value === "declined") {
        await decideOrder_(tx, order.id, { state: "declined", by: member.member_id, words: input.words.trim() });
        await event_(tx, quote.id, {
          by: "buyer",
          person: member.member_id,
          act: "declined",
          version: order.version,
          words: input.words.trim(),
        });
        await tell_(tx, quote.id, "declined");
        return ok({ state: "declined" as const });
      }
      const version = await version_(tx, quote);
      // Whose acceptance it is: the side that did not write the version.
      const side: QuoteSide = quote.by === "seller" ? "buyer" : "seller";
      const may = decideAccept(
        {
          quote,
          by: side,
          upon_version: order.version,
          wanted: wantedOf(version.lines),
          hold: input.hold,
          approval: "granted",
        },
        now,
      );
      if (!may.ok) return may;
      await decideOrder_(tx, order.id, { state: "placed", by: member.member_id, words: input.words.trim() });
      await event_(tx, quote.id, { by: "buyer", person: member.member_id, act: "approved", version: order.version });
      return ok(await note_(tx, quote, version, side, member.member_id));
    });
  }

  /** What an acceptance that was cut off goes on with; undefined when there is none. */
  async noted(quote_id: string): Promise<{ quote: Quote; version: QuoteVersion; person: string } | undefined> {
    const quote = await findQuote(this.sql, quote_id);
    if (!quote || quote.accepting_version === null || quote.accepting_person === null) return undefined;
    const [version] = await versionsOf(this.sql, quote_id, quote.accepting_version);
    return version && { quote, version, person: quote.accepting_person };
  }

  /** The goods are the cart's: the quote is accepted; `place_mark`: where they go, when the quote says it. Harmless when repeated. */
  finish(quote_id: string, cart_id: string, place_mark: string | null = null): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const quote = await lockQuote_(tx, quote_id);
      if (!quote || quote.state === "accepted") return;
      if (quote.accepting_version === null) throw new Error(`quote ${quote_id} is not being accepted`);
      await rows(
        tx,
        `update quote set state = 'accepted', cart_id = ?, place_mark = ?, ended_at = now(), accepting_version = null, accepting_by = null, accepting_person = null,
           accepting_at = null, updated_at = now() where id = ?`,
        [cart_id, place_mark, quote_id],
      );
      await rows(
        tx,
        `update company_order set cart_id = ?, updated_at = now() where quote_id = ? and state = 'placed'`,
        [cart_id, quote_id],
      );
      const { accepting_by, accepting_person, accepting_version } = quote;
      await event_(tx, quote_id, {
        by: accepting_by ?? "system",
        person: accepting_person,
        act: "accepted",
        version: accepting_version,
      });
      await tell_(tx, quote_id, "accepted");
    });
  }

  /** The goods could not be handed over: nothing was ordered, and the quote is open again until its end. Harmless when repeated. */
  fail(quote_id: string, why: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const quote = await lockQuote_(tx, quote_id);
      if (quote?.accepting_version == null) return;
      await rows(
        tx,
        `update quote set accepting_version = null, accepting_by = null, accepting_person = null, accepting_at = null, updated_at = now() where id = ?`,
        [quote_id],
      );
      await rows(
        tx,
        `update company_order set state = 'cancelled', words = ?, updated_at = now() where quote_id = ? and state = 'placed' and cart_id is null`,
        [why, quote_id],
      );
      await event_(tx, quote_id, {
        by: "system",
        person: null,
        act: "not_accepted",
        version: quote.accepting_version,
        words: why,
      });
    });
  }

  /** Under the locks of the company, whose limits count all its quotes, and of the quote. */
  private locked<T>(
    quote_id: string,
    work: (tx: Transaction, company: Company, quote: Quote) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await findQuote(tx, quote_id);
      const company = seen && (await lockCompany_(tx, seen.company_id));
      const quote = company && (await lockQuote_(tx, quote_id));
      return quote ? work(tx, company, quote) : QUOTE_NOT_THERE;
    });
  }

  private async ask_(
    tx: Transaction,
    quote: Quote,
    version: QuoteVersion,
    who: { member_id: string; by: QuoteActor },
  ): Promise<void> {
    await order_(tx, quote, version, { member_id: who.member_id, state: "awaiting_approval" });
    await event_(tx, quote.id, { by: who.by.side, person: who.by.id, act: "to_approve", version: version.version });
    await tell_(tx, quote.id, "to_approve");
  }
}

/** What a second press finds. */
async function standing_(tx: Transaction, quote: Quote, upon_version: number): Promise<Acceptance | undefined> {
  if (quote.state === "accepted" && quote.cart_id !== null) return { state: "accepted", cart_id: quote.cart_id };
  if (quote.accepting_version === null || quote.accepting_version !== upon_version) return undefined;
  return { state: "handing", version: await version_(tx, quote), person: quote.accepting_person ?? "" };
}

async function version_(tx: Transaction, quote: Quote): Promise<QuoteVersion> {
  const [version] = await versionsOf(tx, quote.id, quote.version);
  if (!version) throw new Error(`quote ${quote.id} has no version ${quote.version}`);
  return version;
}

async function note_(
  tx: Transaction,
  quote: Quote,
  version: QuoteVersion,
  side: QuoteSide,
  person: string,
): Promise<Acceptance> {
  await rows(
    tx,
    `update quote set accepting_version = ?, accepting_by = ?, accepting_person = ?, accepting_at = now(), updated_at = now() where id = ?`,
    [version.version, side, person, quote.id],
  );
  const due_at = new Date(Date.now() + TAKE_UP_S * 1_000);
  await append(tx, { job: "accept-quote", payload: { quote_id: quote.id }, due_at });
  return { state: "handing", version, person };
}
