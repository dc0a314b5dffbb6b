import type { PriceMode } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows } from "../../lib/sql";

/** What the pool knows of the price of a lot; settlement decides what it is worth (docs/adr/0025). */
export class Pricing {
  constructor(private readonly sql: Knex) {}

  /** Of every lot that fills an order: its pool's price mode, its day, and the price on its ticket. */
  lotsOfOrder(order_id: string) {
    return rows<{
      lot_id: string;
      number: string;
      pool_id: string;
      price_mode: PriceMode;
      weighed_on: string;
      intake_price_minor: number | null;
      intake_currency: string | null;
      intake_per: "kg" | "piece" | null;
    }>(
      this.sql,
      `select l.id as lot_id, l.number, l.pool_id, p.price_mode, l.weighed_on::text as weighed_on,
              l.day_price_minor::float8 as intake_price_minor, l.day_price_currency as intake_currency, l.day_price_per as intake_per
       from lot l join pool p on p.id = l.pool_id
       where l.id in (select lot_id from allocation where order_id = ? and state <> 'released') order by l.id`,
      [order_id],
    );
  }

  /** A lot whose household gets an advance; undefined when its pool has no average price or its ticket no price a kg. */
  lotToAdvance(lot_id: string) {
    return row<{
      lot_id: string;
      number: string;
      pool_id: string;
      household_id: string;
      cooperative_id: string;
      weighed_on: string;
      grams: number;
      price_minor_per_kg: number;
      currency: string;
    }>(
      this.sql,
      `select l.id as lot_id, l.number, l.pool_id, l.household_id, l.cooperative_id, l.weighed_on::text as weighed_on,
              (l.units * p.unit_g)::float8 as grams, l.day_price_minor::float8 as price_minor_per_kg, l.day_price_currency as currency
       from lot l join pool p on p.id = l.pool_id
       where l.id = ? and p.price_mode = 'pool_average' and l.day_price_per = 'kg'`,
      [lot_id],
    );
  }

  /** What was accepted into these pools on these days, as corrected since; both days belong to it. */
  acceptedLots(input: { cooperative_id: string; pool_ids: readonly string[]; from: string; to: string }) {
    return rows<{ lot_id: string; pool_id: string; household_id: string; grams: number }>(
      this.sql,
      `select l.id as lot_id, l.pool_id, l.household_id, (l.units * p.unit_g)::float8 as grams
       from lot l join pool p on p.id = l.pool_id
       where l.cooperative_id = ? and l.pool_id = any(?) and l.weighed_on between ?::date and ?::date and l.returned_for is null order by l.id`,
      [input.cooperative_id, [...input.pool_ids], input.from, input.to],
    );
  }

  /** How pools of a cooperative are priced; one that is not its own is missing in the answer. */
  async modesOf(cooperative_id: string, pool_ids: readonly string[]): Promise<ReadonlyMap<string, PriceMode>> {
    const found = await rows<{ id: string; price_mode: PriceMode }>(
      this.sql,
      `select id, price_mode from pool where cooperative_id = ? and id = any(?)`,
      [cooperative_id, [...pool_ids]],
    );
    return new Map(found.map((pool) => [pool.id, pool.price_mode]));
  }

  /** The pools of a cooperative that are priced by the average of a period. */
  averagedPools(cooperative_id: string) {
    return rows<{ pool_id: string; origin_id: string; produce: string; grade: string }>(
      this.sql,
      `select id as pool_id, origin_id, produce, grade from pool
       where cooperative_id = ? and price_mode = 'pool_average' order by produce, grade, id`,
      [cooperative_id],
    );
  }
}
