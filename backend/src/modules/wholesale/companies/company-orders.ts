import type { SpentOrder } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import type { Company, Member } from "./company-types";
import { companyOrders, event_, tell_ } from "../quotes/quote-rows";
import { totalOf, type CompanyOrder, type Quote, type QuoteVersion } from "../quotes/quote-types";
import { spentOfMembers, type SpentNow } from "./spent";

/** As the words of an order say that its buyer gave it back unpaid. */
export const GIVEN_BACK = "given back";
/** Accepted orders that one tick looks at. */
const PER_TICK = 500;

/** Which company ordered, as its register stands, and by which quote: of a joint one by its first part. */
interface OrderedBy {
  company_id: string;
  company: string;
  tax_number: string;
  quote_id: string;
}

/** Orders of companies, as their limits count them: what became of those that quotes led to. */
export class CompanyOrders {
  constructor(private readonly sql: Knex) {}

  /** Whether an approver's word is waited for: then what is held stays as it is. */
  async waits(quote_id: string): Promise<boolean> {
    return (
      (await row(this.sql, `select 1 from company_order where quote_id = ? and state = 'awaiting_approval'`, [
        quote_id,
      ])) !== undefined
    );
  }

  /** What a member has spent in the window of now; null without such a limit. */
  async spent(
    company: Pick<Company, "time_zone">,
    member: Pick<Member, "member_id" | "limits">,
    now: Date,
  ): Promise<SpentNow | null> {
    return (await this.spentOf(company, [member], now)).get(member.member_id) ?? null;
  }

  /** The same of any number of members; those without such a limit are missing. */
  spentOf(company: Pick<Company, "time_zone">, members: readonly Pick<Member, "member_id" | "limits">[], now: Date) {
    return spentOfMembers(this.sql, company, members, now);
  }

  /** Accepted and neither paid nor over yet: their carts, and whether they may count as unpaid: parts of one joint quote all at once. */
  unpaid(): Promise<{ id: string; quote_id: string; cart_id: string; over: boolean }[]> {
    return rows(
      this.sql,
      `select o.id, o.quote_id, o.cart_id,
         (select min(p.expires_at) from quote p where p.cart_id = o.cart_id) <= now() as over
       from company_order o join quote q on q.id = o.quote_id
       where o.state = 'placed' and o.order_id is null and o.cart_id is not null order by q.expires_at, o.id limit ?`,
      [PER_TICK],
    );
  }

  /** Whose order it is, and of which quote; undefined: no company's. */
  ofOrder(order_id: string): Promise<OrderedBy | undefined> {
    return row<OrderedBy>(
      this.sql,
      `select o.company_id, c.name as company, c.tax_number, o.quote_id
       from company_order o join company c on c.id = o.company_id where o.order_id = ? order by o.id limit 1`,
      [order_id],
    );
  }

  /** By order, the company whose order it is; orders of no company are missing. */
  async companiesOf(order_ids: readonly string[]): Promise<Map<string, { company: string; to_addressees: boolean }>> {
    const found = await rows<{ order_id: string; company: string; to_addressees: boolean }>(
      this.sql,
      `select o.order_id, c.name as company, bool_or(q.addressee_list_id is not null) as to_addressees
       from company_order o join company c on c.id = o.company_id join quote q on q.id = o.quote_id
       where o.order_id = any(?) group by o.order_id, c.name`,
      [[...order_ids]],
    );
    return new Map(found.map(({ order_id, ...one }) => [order_id, one]));
  }

  /** By order, the day for which its company wants the goods of one cooperative: the first, as their accepted versions say. */
  async wantedDays(order_ids: readonly string[], cooperative_id: string): Promise<Map<string, string>> {
    if (order_ids.length === 0) return new Map();
    const found = await rows<{ order_id: string; wanted_on: string }>(
      this.sql,
      `select o.order_id, min(v.deliver_on)::text as wanted_on
       from company_order o join quote q on q.id = o.quote_id
         join quote_version v on v.quote_id = o.quote_id and v.version = o.version
       where o.order_id = any(?) and o.state = 'placed' and q.cooperative_id = ? and v.deliver_on is not null
       group by o.order_id`,
      [[...new Set(order_ids)], cooperative_id],
    );
    return new Map(found.map((one) => [one.order_id, one.wanted_on]));
  }

  /** Whether a cart is still to be paid, in the caller's transaction and until its end: nobody gives it back meanwhile. */
  async toPay_(tx: Transaction, cart_id: string): Promise<boolean> {
    const found = await rows<{ open: boolean }>(
      tx,
      `select state = 'placed' and order_id is null as open from company_order where cart_id = ? order by id for share`,
      [cart_id],
    );
    return found.length > 0 && found.every((one) => one.open);
  }

  /** Who asked for the order of one of these quotes: it is they who are told of it. */
  async askerOf(quote_ids: readonly string[]): Promise<string | undefined> {
    const found = await row<{ member_id: string }>(
      this.sql,
      `select member_id from company_order where quote_id = any(?) and state = 'placed' order by asked_at, id limit 1`,
      [[...quote_ids]],
    );
    return found?.member_id;
  }

  /** Who last asked for the order of a quote, whatever became of it. */
  async lastAskerOf(quote_id: string): Promise<string | undefined> {
    const found = await row<{ member_id: string }>(
      this.sql,
      `select member_id from company_order where quote_id = ? order by asked_at desc, id desc limit 1`,
      [quote_id],
    );
    return found?.member_id;
  }

  /** Its cart is an order by now. */
  async ordered(id: string, order_id: string): Promise<void> {
    await inTransaction(this.sql, (tx) =>
      rows(tx, `update company_order set order_id = ?, updated_at = now() where id = ? and order_id is null`, [
        order_id,
        id,
      ]),
    );
  }

  /** The order of this cart was cancelled: limits have its room again. Carts of nobody's company are passed by. */
  async cancelled(cart_id: string): Promise<void> {
    await inTransaction(this.sql, (tx) =>
      rows(
        tx,
        `update company_order set state = 'cancelled', words = 'order cancelled', updated_at = now() where cart_id = ? and state = 'placed'`,
        [cart_id],
      ),
    );
  }

  /** It was not paid in time, and its goods are free: limits count it no more, and both sides are told, once. */
  lapse(id: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const gone = await row<{ quote_id: string; version: number }>(
        tx,
        `update company_order set state = 'cancelled', words = 'unpaid', updated_at = now()
         where id = ? and state = 'placed' and order_id is null returning quote_id, version`,
        [id],
      );
      if (!gone) return;
      await event_(tx, gone.quote_id, { by: "system", person: null, act: "unpaid", version: gone.version });
      await tell_(tx, gone.quote_id, "unpaid");
    });
  }
}

/** Writes an order that is asked for: it counts from now on. */
export async function order_(
  tx: Transaction,
  quote: Quote,
  version: QuoteVersion,
  one: { member_id: string; state: "awaiting_approval" | "placed" },
): Promise<void> {
  await rows(
    tx,
    `insert into company_order (id, company_id, quote_id, version, member_id, total_minor, currency, state) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      newId("corder"),
      quote.company_id,
      quote.id,
      version.version,
      one.member_id,
      String(totalOf(version)),
      quote.currency,
      one.state,
    ],
  );
}

/** An approver's word about it. */
export async function decideOrder_(
  tx: Transaction,
  id: string,
  decided: { state: "placed" | "declined"; by: string; words: string },
): Promise<void> {
  await rows(
    tx,
    `update company_order set state = ?, decided_by = ?, decided_at = now(), words = ?, updated_at = now() where id = ?`,
    [decided.state, decided.by, decided.words, id],
  );
}

/** An order as limits see it, of a person and a moment. */
export function spentOrder(order: CompanyOrder, person: string, asked_at: Date): SpentOrder & { currency: string } {
  const { id: order_id, total_minor, state, currency } = order;
  return { order_id, person, asked_at, total_minor, state, currency };
}

/** What an approver has let through: by the day they did. The longest window is a month, and no month is longer than this. */
export async function approvedBefore(tx: Transaction, approver: Member): Promise<SpentOrder[]> {
  const from = new Date(Date.now() - 33 * 86_400_000);
  const found = await companyOrders(tx, { approved_by: approver.member_id }, from);
  return found
    .filter((one) => one.state === "placed")
    .map((one) => spentOrder(one, approver.member_id, one.decided_at ?? one.asked_at));
}
