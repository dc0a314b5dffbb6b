import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows } from "../../lib/sql";

/** Where an order's parcels stand, for who decides whether its address may go. */
export interface OrderWay {
  readonly order_id: string;
  readonly states: readonly string[];
  readonly last_at: Date;
}

/** Blanks who parcels went to, once their way is over. What was in them, from whose lots, where and for how much stays. */
export class Forgetting {
  constructor(private readonly sql: Knex) {}

  ways(order_ids: readonly string[]): Promise<OrderWay[]> {
    return rows<OrderWay>(
      this.sql,
      `select order_id, array_agg(distinct state) as states, max(greatest(updated_at, coalesce(delivered_at, created_at))) as last_at
       from parcel where order_id = any(?) group by order_id`,
      [[...order_ids]],
    );
  }

  /** Of these orders, all parcels; run again it changes nothing. */
  async blank(order_ids: readonly string[]): Promise<void> {
    await this.sql.raw(
      `update parcel set name = '', phone = '', address = ''
       where order_id = any(?) and parcel_rank(state) >= 50 and (name <> '' or phone <> '' or address <> '')`,
      [[...order_ids]],
    );
  }
}
