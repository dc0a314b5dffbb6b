import type { FreightTerm, QuoteSide, QuoteState } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../../lib/keyset";
import { row, rows } from "../../../lib/sql";
import {
  eventsOf,
  findQuote,
  freightTermOf,
  isOf,
  lastVersionsOf,
  messagesOf,
  ordersOfQuote,
  ordersOfQuotes,
  QUOTE_COLUMNS,
  versionsOf,
} from "./quote-rows";
import { markRead, unreadFor, unreadOf } from "./quote-messages";
import type { CompanyOrder, Quote, QuoteActor, QuoteEvent, QuoteMessage, QuoteVersion } from "./quote-types";

/** Quotes that one tick looks at or ends; the next takes the rest. */
export const PER_TICK = 500;

/** All of one quote, as its page shows it. */
export interface WholeQuote {
  quote: Quote;
  versions: QuoteVersion[];
  messages: QuoteMessage[];
  events: QuoteEvent[];
  orders: CompanyOrder[];
}

export interface ListedQuote extends Quote {
  company: string;
  /** The other side has written something that this side has not read. */
  unread: boolean;
  /** Of an accepted quote whose order is over: as its order says it. */
  over_words: string | null;
  /** Where it was paid. */
  order_id: string | null;
  at_key: string;
}

/** Quotes as they stand, for either side: one, all of it, lists. Nothing here writes. */
export class QuoteReading {
  constructor(protected readonly sql: Knex) {}

  /** One quote, when it is there for this side. */
  async one(by: QuoteActor, id: string): Promise<Quote | undefined> {
    const quote = await findQuote(this.sql, id);
    return quote && isOf(by, quote) ? quote : undefined;
  }

  byId(id: string): Promise<Quote | undefined> {
    return findQuote(this.sql, id);
  }

  async whole(by: QuoteActor, id: string): Promise<WholeQuote | undefined> {
    const quote = await this.one(by, id);
    if (!quote) return undefined;
    const [versions, messages, events, orders] = await Promise.all([
      versionsOf(this.sql, id),
      messagesOf(this.sql, id),
      eventsOf(this.sql, id),
      ordersOfQuote(this.sql, id),
    ]);
    return { quote, versions, messages, events, orders };
  }

  /** Its page was opened by this side: what the other wrote is read. */
  async read(side: QuoteSide, { quote, messages }: Pick<WholeQuote, "quote" | "messages">): Promise<void> {
    const last = messages.filter((one) => one.by !== side).at(-1);
    if (last) await markRead(this.sql, side, quote.id, last.id);
  }

  /** Which sides have something of the other's that they have not read. */
  unread(quote_id: string): Promise<QuoteSide[]> {
    return unreadOf(this.sql, quote_id);
  }

  async version(quote_id: string, version: number): Promise<QuoteVersion | undefined> {
    return (await versionsOf(this.sql, quote_id, version))[0];
  }

  /** The seller's last version: what is held follows it. */
  async lastOffer(quote_id: string): Promise<QuoteVersion | undefined> {
    return (await versionsOf(this.sql, quote_id)).filter((one) => one.by === "seller").at(-1);
  }

  /** Who was to bear the gap of freight in the cooperative's newest offer; null before its first. */
  async lastFreightTerm(cooperative_id: string): Promise<FreightTerm | null> {
    const found = await row<{ bearer: FreightTerm["bearer"]; buyer_bp: number | null; cap_bp: number | null }>(
      this.sql,
      `select v.freight_bearer as bearer, v.freight_buyer_bp as buyer_bp, v.freight_cap_bp as cap_bp
       from quote q join quote_version v on v.quote_id = q.id and v.by = 'seller' and v.freight_bearer is not null
       where q.cooperative_id = ? order by q.created_at desc, q.id desc, v.version desc limit 1`,
      [cooperative_id],
    );
    return found ? freightTermOf(found.bearer, found.buyer_bp, found.cap_bp) : null;
  }

  /** The quote whose accepted version this cart pays; of a joint quote its first part (docs/adr/0057: `allOfCart` has all). */
  async ofCart(
    cart_id: string,
  ): Promise<{ quote: Quote; version: QuoteVersion; order: CompanyOrder | undefined } | undefined> {
    return (await this.allOfCart(cart_id))[0];
  }

  /** Whose cart it is, when it pays accepted quotes, and where it goes, when they say it. */
  cartOwner(cart_id: string): Promise<{ company_id: string; place_mark: string | null } | undefined> {
    return row(this.sql, `select company_id, place_mark from quote where cart_id = ? order by id limit 1`, [cart_id]);
  }

  /** All accepted quotes that this cart pays: one, or the parts of a joint quote, by id. Nothing is written after it was accepted. */
  async allOfCart(
    cart_id: string,
  ): Promise<{ quote: Quote; version: QuoteVersion; order: CompanyOrder | undefined }[]> {
    const found = await rows<Quote>(this.sql, `select ${QUOTE_COLUMNS} from quote where cart_id = ? order by id`, [
      cart_id,
    ]);
    if (found.length === 0) return [];
    const ids = found.map((quote) => quote.id);
    const [versions, orders] = await Promise.all([lastVersionsOf(this.sql, ids), ordersOfQuotes(this.sql, ids)]);
    return found.flatMap((quote) => {
      const version = versions.get(quote.id);
      const order = orders.find((one) => one.quote_id === quote.id && one.cart_id === cart_id);
      return version ? [{ quote, version, order }] : [];
    });
  }

  /** Newest first, of one side; `states`: only these. */
  list(
    by: QuoteActor,
    input: { states: readonly QuoteState[] | null; cursor?: string | undefined; limit: number },
  ): Promise<ListedQuote[]> {
    const place = placeOf(input.cursor);
    const [column, whose] = by.side === "buyer" ? ["company_id", by.company_id] : ["cooperative_id", by.cooperative_id];
    return rows<ListedQuote>(
      this.sql,
      `select ${QUOTE_COLUMNS}, (select c.name from company c where c.id = quote.company_id) as company,
         (select o.order_id from company_order o where o.quote_id = quote.id and o.state = 'placed') as order_id,
         (select o.words from company_order o where o.quote_id = quote.id and o.cart_id = quote.cart_id and o.state = 'cancelled' limit 1) as over_words,
         ${unreadFor(by.side)} as unread, ${atKey("created_at")} from quote
       where ${column} = ? and (?::text[] is null or state = any(?::text[])) and (created_at, id) < (?::timestamptz, ?)
       order by created_at desc, id desc limit ?`,
      [whose, input.states, input.states, place.at, place.id, input.limit],
    );
  }

  /** How many of one side stand how; a state that none is in is left out. */
  async counts(by: QuoteActor): Promise<Map<QuoteState, number>> {
    const [column, whose] = by.side === "buyer" ? ["company_id", by.company_id] : ["cooperative_id", by.cooperative_id];
    const found = await rows<{ state: QuoteState; count: number }>(
      this.sql,
      `select state, count(*)::int as count from quote where ${column} = ? group by state`,
      [whose],
    );
    return new Map(found.map(({ state, count }) => [state, count]));
  }

  /** Open quotes whose goods may stand otherwise than their last offer says: the tick compares. */
  async open(): Promise<Quote[]> {
    return rows<Quote>(
      this.sql,
      `select ${QUOTE_COLUMNS} from quote where ended_at is null and accepting_at is null and expires_at > now() order by id limit ?`,
      [PER_TICK],
    );
  }
}
