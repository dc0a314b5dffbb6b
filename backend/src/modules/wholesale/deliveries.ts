import {
  LEAST_RATINGS,
  ok,
  refuse,
  type InspectionTerm,
  type QuoteSide,
  type Refusal,
  type Release,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { event_ } from "./quotes/quote-rows";

/** A company's order, by the quote that led to it, with what was agreed of looking at its goods. */
export interface DeliveredOrder {
  order_id: string;
  quote_id: string;
  company_id: string;
  cooperative_id: string;
  version: number;
  /** Null in quotes of before: what holds then says the domain. */
  term: InspectionTerm | null;
  accepted_at: Date | null;
  accepted_words: string;
}

interface Rating {
  by: QuoteSide;
  stars: number;
  words: string;
  at: Date;
}

type DeliveredRow = Omit<DeliveredOrder, "term"> & { inspect_days: number | null; release_on: Release | null };
const DELIVERED = `
  select o.order_id, o.quote_id, o.company_id, q.cooperative_id, o.version, v.inspect_days, v.release_on,
    a.at as accepted_at, coalesce(a.words, '') as accepted_words
  from company_order o join quote q on q.id = o.quote_id join quote_version v on v.quote_id = o.quote_id and v.version = o.version
  left join delivery_acceptance a on a.order_id = o.order_id`;

function deliveredOf({ inspect_days, release_on, ...rest }: DeliveredRow): DeliveredOrder {
  return {
    ...rest,
    term: inspect_days === null || release_on === null ? null : { days: inspect_days, release: release_on },
  };
}

/** What becomes of a company's order once its goods have come: accepted, its money let go, rated by both sides (docs/adr/0060). */
export class Deliveries {
  constructor(private readonly sql: Knex) {}

  /** A quote's order, with what was agreed in that quote. Undefined: it led to none, or to one that was cancelled. */
  async ofQuote(quote_id: string): Promise<DeliveredOrder | undefined> {
    const found = await row<DeliveredRow>(
      this.sql,
      `${DELIVERED} where o.quote_id = ? and o.order_id is not null and o.state = 'placed'`,
      [quote_id],
    );
    return found && deliveredOf(found);
  }

  /**
   * Undefined: no company's order, or one that was cancelled. Of an order of several cooperatives, whose sale is divided whole, that part whose
   * money waits longest; `cooperative_id`: the part of this one.
   */
  async ofOrder(order_id: string, cooperative_id: string | null = null): Promise<DeliveredOrder | undefined> {
    const found = await row<DeliveredRow>(
      this.sql,
      `${DELIVERED} where o.order_id = ? and o.state = 'placed' and (?::text is null or q.cooperative_id = ?::text)
       order by coalesce(v.release_on = 'inspection', false) desc, v.inspect_days desc nulls last, o.id limit 1`,
      [order_id, cooperative_id, cooperative_id],
    );
    return found && deliveredOf(found);
  }

  /**
   * The company takes the goods as they came, once; whoever presses again changes nothing. `post_at`: from when its money may be divided,
   * where it waited for this word: the message that lets it go is written with the word itself.
   */
  accept(input: {
    order: Pick<DeliveredOrder, "order_id" | "quote_id" | "version">;
    person: string;
    words: string;
    post_at: Date | null;
  }): Promise<void> {
    const { order_id, quote_id, version } = input.order;
    return inTransaction(this.sql, async (tx) => {
      const written = await row(
        tx,
        `insert into delivery_acceptance (order_id, quote_id, person, words) values (?, ?, ?, ?) on conflict do nothing returning order_id`,
        [order_id, quote_id, input.person, input.words],
      );
      if (!written) return;
      await event_(tx, quote_id, {
        by: "buyer",
        person: input.person,
        act: "goods_accepted",
        version,
        words: input.words,
      });
      if (input.post_at !== null) {
        await append(tx, {
          job: "post",
          payload: { order_id },
          due_at: input.post_at,
          dedup_key: `${order_id}:accepted`,
        });
      }
    });
  }

  /** The message that would divide the money came too early: it is done, and another one comes later, in one write. */
  postLater(input: { message_id: string; order_id: string; due_at: Date }): Promise<void> {
    const { message_id, order_id, due_at } = input;
    return inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "post", message_id))) return;
      await append(tx, {
        job: "post",
        payload: { order_id },
        due_at,
        dedup_key: `${order_id}:${due_at.toISOString()}`,
      });
    });
  }

  /** What the company and this cooperative have said of each other; who may read which the domain says. */
  ratings({ order_id, cooperative_id }: Pick<DeliveredOrder, "order_id" | "cooperative_id">): Promise<Rating[]> {
    return rows<Rating>(
      this.sql,
      `select by, stars, words, at from delivery_rating where order_id = ? and cooperative_id = ? order by by`,
      [order_id, cooperative_id],
    );
  }

  /** A side's word about the other, once. The caller has decided that it is time. */
  rate(
    order: Pick<DeliveredOrder, "order_id" | "quote_id" | "company_id" | "cooperative_id">,
    rating: { by: QuoteSide; person: string; stars: number; words: string; open_until: string },
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const written = await row(
        tx,
        `insert into delivery_rating (order_id, by, quote_id, company_id, cooperative_id, stars, words, person, open_until)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning order_id`,
        [
          order.order_id,
          rating.by,
          order.quote_id,
          order.company_id,
          order.cooperative_id,
          rating.stars,
          rating.words,
          rating.person,
          rating.open_until,
        ],
      );
      return written ? ok(undefined) : refuse("rated_already", "This side has rated this order. Nothing was changed.");
    });
  }

  /** How companies found a cooperative, of ratings that are shown by now; null while there are too few. Stars times a hundred. */
  async averageOf(cooperative_id: string, today: string): Promise<{ stars_100: number; ratings: number } | null> {
    const found = await row<{ ratings: number; stars_100: number }>(
      this.sql,
      `select count(*)::int as ratings, coalesce(round(avg(r.stars) * 100), 0)::int as stars_100 from delivery_rating r
       where r.cooperative_id = ? and r.by = 'buyer'
         and (r.open_until < ?::date or exists (
           select from delivery_rating s where s.order_id = r.order_id and s.cooperative_id = r.cooperative_id and s.by = 'seller'))`,
      [cooperative_id, today],
    );
    return found && found.ratings >= LEAST_RATINGS ? found : null;
  }
}
