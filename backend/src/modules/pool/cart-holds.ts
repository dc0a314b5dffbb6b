import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { HoldState } from "@commonlot/domain";
import { rows } from "../../lib/sql";

/** What became of carts, as their holds say. */
export class CartHolds {
  constructor(private readonly sql: Knex) {}

  /** One query for many carts; a cart that never held anything is missing. */
  of(cart_ids: readonly string[]): Promise<{ cart_id: string; state: HoldState; order_id: string | null }[]> {
    return rows(
      this.sql,
      `select owner_id as cart_id, state, order_id from hold where kind = 'cart' and owner_id = any(?) order by owner_id`,
      [[...cart_ids]],
    );
  }
}
