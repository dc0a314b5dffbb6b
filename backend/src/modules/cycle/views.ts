import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { sellingOf, type CycleWindow, type Selling } from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { atKey, placeOf } from "../../lib/keyset";
import { row, rows } from "../../lib/sql";
import { CYCLE_FIELDS, goodsOf, orderedOf } from "./queries";
import type { CycleRow, GoodRow } from "./types";

/** Events on a cycle's page, the newest first. */
const EVENTS_SHOWN = 50;

/** Cycles of the product `p`. */
const OF_PRODUCT = `select ${CYCLE_FIELDS} from order_cycle c join cycle_good g on g.cycle_id = c.id where g.product_id = p.product_id`;

export type PublishedRow = CycleRow & CycleWindow;
type Fields = Omit<CycleRow, "state"> & { state: CycleWindow["state"] };

/** What pages read of cycles. */
export class CycleViews {
  constructor(private readonly sql: Knex) {}

  /** A cooperative's cycles, newest first; dropped drafts left out. */
  list(input: {
    cooperative_id?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<(CycleRow & { at_key: string })[]> {
    const { at, id } = placeOf(input.cursor);
    return rows(
      this.sql,
      `select ${CYCLE_FIELDS}, ${atKey("c.created_at")} from order_cycle c
       where (?::text is null or c.cooperative_id = ?) and c.state <> 'dropped' and (c.created_at, c.id) < (?::timestamptz, ?)
       order by c.created_at desc, c.id desc limit ?`,
      [input.cooperative_id ?? null, input.cooperative_id ?? null, at, id, input.limit],
    );
  }

  /** One cycle of a cooperative, with goods, what is ordered, and who did what. */
  async one(id: string, cooperative_id: string) {
    const cycle = await row<CycleRow>(
      this.sql,
      `select ${CYCLE_FIELDS} from order_cycle c where c.id = ? and c.cooperative_id = ? and c.state <> 'dropped'`,
      [id, cooperative_id],
    );
    if (!cycle) return undefined;
    const [goods, ordered, events, completing, open] = await Promise.all([
      goodsOf(this.sql, [id]),
      orderedOf(this.sql, [id]),
      rows<{ id: string; kind: string; words: string; person: string; at: Date }>(
        this.sql,
        `select id, kind, words, person, at from cycle_event where cycle_id = ? order by at desc, id desc limit ${EVENTS_SHOWN}`,
        [id],
      ),
      row<{ count: number }>(
        this.sql,
        `select count(*)::int as count from cycle_entry where cycle_id = ? and state = 'pending'`,
        [id],
      ),
      row<{ count: number; back: string }>(
        this.sql,
        `select count(*) filter (where settled_at is null)::int as count, coalesce(sum(back_minor), 0)::text as back
         from cycle_entry where cycle_id = ? and state = 'confirmed'`,
        [id],
      ),
    ]);
    return {
      cycle,
      goods,
      ordered: ordered.get(id) ?? { orders: 0, grams: 0 },
      events,
      completing: completing?.count ?? 0,
      unsettled: open?.count ?? 0,
      back_minor: BigInt(open?.back ?? "0"),
    };
  }

  /**
   * How each of these products is sold now; products of no cycle are sold as usual. One query for all. Of each product the cycles that may count, however
   * many are announced or over: the one that is open, the next to open, and the last that has opened.
   */
  async sellingOf(product_ids: readonly string[], now: Date): Promise<Map<string, Selling<PublishedRow>>> {
    if (product_ids.length === 0) return new Map();
    const found = await rows<Fields & { product_id: string }>(
      this.sql,
      `select p.product_id, x.* from unnest(?::text[]) as p(product_id) cross join lateral (
         (${OF_PRODUCT} and c.state = 'published' and c.opens_at <= ? and c.closes_at > ? order by c.opens_at, c.id limit 1)
         union all (${OF_PRODUCT} and c.state = 'published' and c.opens_at > ? order by c.opens_at, c.id limit 1)
         union all (${OF_PRODUCT} and c.state in ('published', 'closing', 'reached', 'missed', 'called_off') and c.opens_at <= ?
           order by c.opens_at desc, c.id desc limit 1)) x`,
      [[...new Set(product_ids)], now, now, now, now],
    );
    const byProduct = groupBy(found, (one) => one.product_id);
    return new Map(
      [...new Set(product_ids)].map((product_id): [string, Selling<PublishedRow>] => [
        product_id,
        sellingOf(byProduct.get(product_id) ?? [], now),
      ]),
    );
  }

  /** Goods of cycles, for those who buy. */
  goods(cycle_ids: readonly string[]): Promise<GoodRow[]> {
    return goodsOf(this.sql, cycle_ids);
  }

  ordered(cycle_ids: readonly string[]) {
    return orderedOf(this.sql, cycle_ids);
  }

  /** Cycles that are open, those that close first first. */
  open(now: Date, limit: number): Promise<CycleRow[]> {
    return rows<CycleRow>(
      this.sql,
      `select ${CYCLE_FIELDS} from order_cycle c where c.state = 'published' and c.opens_at <= ? and c.closes_at > ?
       order by c.closes_at, c.id limit ?`,
      [now, now, limit],
    );
  }

  /** The cycle that an order is of, and how far it is for it; undefined when it is of none. */
  async ofOrder(
    order_id: string,
  ): Promise<
    (CycleRow & { entry_state: "confirmed" | "left"; settled_at: Date | null; back_minor: string | null }) | undefined
  > {
    return row(
      this.sql,
      `select ${CYCLE_FIELDS}, e.state as entry_state, e.settled_at, e.back_minor
       from cycle_entry e join order_cycle c on c.id = e.cycle_id where e.order_id = ?`,
      [order_id],
    );
  }
}
