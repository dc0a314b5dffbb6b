import { isOwed, refuse, type ProformaState, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../../lib/cipher";
import { atKey, placeOf } from "../../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { openAccount, type PartyAccount } from "../accounts";
import { payingAccount } from "../bank-file";
import { askBalance_, grantAccount_, issueProforma_, type GrantAccount, type IssueProforma } from "./issue";
import { always, type MayIssue } from "./may-issue";
import {
  findProformas,
  letGo_,
  lockProformas_,
  PROFORMA,
  proformaOf,
  tellTransfer_,
  type FoundProforma,
  type ProformaRow,
} from "./rows";

/** Of one side, newest first. */
export type ProformasOf = { company_id: string } | { cooperative_id: string };

export type ListedProforma = ProformaRow & { at_key: string };

/** What the payment provider is told of a session (providers/transfer). */
export type TransferStatus = "requires_payment_method" | "requires_capture" | "succeeded" | "canceled";

export const PROFORMA_NOT_THERE = refuse("proforma_not_found", "There is no such proforma.");
/** Proformas that one tick ends; the next takes the rest. */
const PER_TICK = 500;

/** What companies are to transfer: issued (`issue.ts`), paid by lines of a bank (`book-line.ts`), ordered, or over (docs/adr/0052). */
export class Proformas {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /** Whether buyers can transfer to this cooperative: it has named an account with a number. */
  async canReceive(cooperative_id: string): Promise<boolean> {
    return Boolean((await payingAccount(this.sql, this.cipher, cooperative_id))?.account);
  }

  /** `may`: asked first, in the same transaction. */
  issue(input: IssueProforma, may: MayIssue = always): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const asked = await may(tx);
      return asked.ok ? issueProforma_(tx, this.cipher, input) : asked;
    });
  }

  grant(input: GrantAccount, may: MayIssue = always): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const asked = await may(tx);
      return asked.ok ? grantAccount_(tx, this.cipher, input) : asked;
    });
  }

  /** Those of a cart that still count, under their locks. */
  async live_(tx: Transaction, cart_id: string): Promise<ProformaRow[]> {
    return lockProformas_(
      tx,
      `p.cart_id = ? and p.state in ('open', 'paid', 'granted', 'ordered') and p.kind not in ('balance', 'freight')`,
      [cart_id],
    );
  }

  /** Ends those that wait for their first cent: the buyer gives their cart back. */
  async givenBack_(tx: Transaction, open: readonly ProformaRow[]): Promise<void> {
    for (const one of open) await letGo_(tx, one, { state: "void", because: "given_back" });
  }

  async one(id: string): Promise<ProformaRow | undefined> {
    return (await findProformas(this.sql, `p.id = ?`, [id]))[0];
  }

  /** One proforma, when it is there for this side. */
  async oneOf(of: ProformasOf, id: string): Promise<ProformaRow | undefined> {
    const [column, whose] = whoseOf(of);
    return (await findProformas(this.sql, `p.id = ? and ${column} = ?`, [id, whose]))[0];
  }

  /** The last proforma of a cart that its order comes of. */
  async ofCart(cart_id: string): Promise<ProformaRow | undefined> {
    const last = `p.cart_id = ? and p.kind not in ('balance', 'freight') order by p.issued_at desc, p.number desc limit 1`;
    return (await findProformas(this.sql, last, [cart_id]))[0];
  }

  /** What is owed of a cart's order beside its deposit. */
  async balanceOf(cart_id: string): Promise<ProformaRow | undefined> {
    return (await findProformas(this.sql, `p.cart_id = ? and p.kind = 'balance'`, [cart_id]))[0];
  }

  /** Those of these carts that still take money, or have led to an order, by their quotes: of a quote one at most. */
  async standing(cart_ids: readonly string[]): Promise<Map<string, string>> {
    const found = await rows<{ id: string; quote_id: string }>(
      this.sql,
      `select id, quote_id from proforma where cart_id = any(?) and state in ('open', 'paid', 'granted', 'ordered') and kind not in ('balance', 'freight')`,
      [[...cart_ids]],
    );
    return new Map(found.map(({ id, quote_id }) => [quote_id, id]));
  }

  async list(
    of: ProformasOf,
    asked: { states: readonly ProformaState[] | null; cursor?: string | undefined; limit: number },
  ): Promise<ListedProforma[]> {
    const [column, whose] = whoseOf(of);
    const before = placeOf(asked.cursor);
    const found = await rows<FoundProforma & { at_key: string }>(
      this.sql,
      `select ${PROFORMA}, ${atKey("p.issued_at")} from proforma p
       where ${column} = ? and (?::text[] is null or p.state = any(?::text[])) and (p.issued_at, p.id) < (?::timestamptz, ?)
       order by p.issued_at desc, p.id desc limit ?`,
      [whose, asked.states, asked.states, before.at, before.id, asked.limit],
    );
    return found.map(proformaOf);
  }

  /** The account to pay to, with its number: for whoever pays it. */
  accountOf(proforma: Pick<ProformaRow, "id" | "account">): PartyAccount {
    return openAccount(this.cipher, proforma.account, proforma.id);
  }

  /** Of these carts those whose proforma still waits for its money, or for its order: their goods are not given up by anybody else. */
  async waiting(cart_ids: readonly string[]): Promise<Set<string>> {
    const found = await rows<{ cart_id: string }>(
      this.sql,
      `select cart_id from proforma where cart_id = any(?) and state in ('open', 'paid', 'granted')`,
      [[...cart_ids]],
    );
    return new Set(found.map((one) => one.cart_id));
  }

  /** Whether all the money of a cart is there, or may come later, and its order is not: then somebody is completing it. */
  async isBeingOrdered(cart_id: string): Promise<boolean> {
    const found = await row(
      this.sql,
      `select 1 from proforma p where p.cart_id = ? and p.state in ('paid', 'granted') and ${NONE_LACKS}`,
      [cart_id],
    );
    return found !== undefined;
  }

  /** From now on this payment session is paid by the proforma, and no other one. */
  bind(proforma_id: string, session_id: string): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      const bound = await row(
        tx,
        `update proforma p set session_id = ? where p.id = ? and p.state in ('paid', 'granted') and ${NONE_LACKS} returning 1`,
        [session_id, proforma_id],
      );
      return bound !== undefined;
    });
  }

  /** How a payment session stands, as a card's processor would say it. */
  async sessionStatus(session_id: string): Promise<TransferStatus> {
    const found = await row<{ state: ProformaState }>(this.sql, `select state from proforma where session_id = ?`, [
      session_id,
    ]);
    if (found?.state === "paid" || found?.state === "granted") return "requires_capture";
    // What is an order's goes back by the order's refund, never by freeing the payment.
    if (found?.state === "ordered") return "succeeded";
    return found ? "canceled" : "requires_payment_method";
  }

  /** Its cart is this order, with all its parts; what is owed of it is asked for in the same transaction. Harmless when repeated. */
  async ordered(proforma_id: string, order_id: string): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const all = await lockProformas_(tx, `${WITH_PARTS} and p.state in ('paid', 'granted')`, [
        proforma_id,
        proforma_id,
      ]);
      const one = all.find(({ id }) => id === proforma_id);
      if (one?.state !== "paid" && one?.state !== "granted") return;
      await rows(tx, `update proforma set state = 'ordered', order_id = ?, ended_at = now() where id = any(?)`, [
        order_id,
        all.map(({ id }) => id),
      ]);
      if (one.kind === "account") await tellTransfer_(tx, one.id, "owed");
      if (one.kind === "deposit") await askBalance_(tx, this.cipher, one, order_id);
    });
  }

  /** The money is there, or may come later, and the order can't be any more (`because`: what completing was refused with). Harmless when repeated. */
  refusedOrder(proforma_id: string, because: string): Promise<void> {
    return this.endPaid(proforma_id, { state: "lapsed", because });
  }

  /** Its cart was paid by card: what has come by transfer is the company's. Harmless when repeated. */
  async paidOtherwise(cart_ids: readonly string[]): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const open = `p.cart_id = any(?) and (p.state = 'open' or p.kind = 'part' and p.state = 'paid')`;
      const found = await lockProformas_(tx, open, [[...cart_ids]]);
      // Parts that have all come are being ordered: their job finds the card's order.
      const lacking = new Set(found.flatMap((one) => (one.state === "open" ? [one.cart_id] : [])));
      for (const one of found)
        if (lacking.has(one.cart_id)) await letGo_(tx, one, { state: "void", because: "paid_by_card" });
    });
  }

  /** The same of one whose money was all there in the moment in which a card was first. */
  paidByCard(proforma_id: string): Promise<void> {
    return this.endPaid(proforma_id, { state: "void", because: "paid_by_card" });
  }

  /**
   * The order was cancelled before its money was captured for it: nothing is in the order's deposit, and what came is the company's again.
   * Once it is captured it goes back as a refund (`refund.ts`). Harmless when repeated.
   */
  orderGone(order_id: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const captured = await row(tx, `select 1 from sale where order_id = ?`, [order_id]);
      if (captured) return;
      for (const one of await lockProformas_(tx, `p.order_id = ? and p.state = 'ordered'`, [order_id]))
        await letGo_(tx, one, { state: "void", because: "order_cancelled" });
    });
  }

  /** Ends those whose money did not come in time; whoever waits for the lock of one finds it paid, and leaves it. How many. */
  lapseDue(now = new Date()): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const due = await rows<{ id: string }>(
        tx,
        `select id from proforma where state = 'open' and kind <> 'part' and due_at <= ? order by id limit ? for update skip locked`,
        [now, PER_TICK],
      );
      for (const one of await findProformas(tx, `p.id = any(?) order by p.id`, [due.map(({ id }) => id)])) {
        // Both sides hear from the quote that it was not paid; of money that came they hear here.
        if (one.paid_minor > 0n) await tellTransfer_(tx, one.id, "overdue");
        await letGo_(tx, one, { state: "lapsed", because: "unpaid" });
      }
      return due.length;
    });
  }

  private endPaid(id: string, as: { state: "lapsed" | "void"; because: string }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      for (const one of await lockProformas_(tx, WITH_PARTS, [id, id])) {
        if (one.state !== "paid" && one.state !== "granted") continue;
        await tellTransfer_(tx, one.id, isOwed(one.kind) ? "off_account" : "not_ordered");
        await letGo_(tx, one, as);
      }
    });
  }
}

/** Of a part of a joint quote: all the others are there, too. */
const NONE_LACKS = `not exists (select 1 from proforma q where q.cart_id = p.cart_id and q.kind = 'part' and q.state = 'open')`;
/** A proforma, with all that were asked for with it where it is a part of a joint quote. */
const WITH_PARTS = `(p.id = ? or p.kind = 'part' and (p.cart_id, p.issued_at) = (select q.cart_id, q.issued_at from proforma q where q.id = ?))`;

function whoseOf(of: ProformasOf): [column: string, whose: string] {
  return "company_id" in of ? ["p.company_id", of.company_id] : ["p.cooperative_id", of.cooperative_id];
}
