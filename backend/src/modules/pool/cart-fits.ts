import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows } from "../../lib/sql";

/** What a cart may still have: for a page that says what is short before somebody pays. The hold decides. */
export class CartFits {
  constructor(private readonly sql: Knex) {}

  /**
   * Base units of each pool that this cart could hold now: what is free, what it holds itself, and what others hold no longer. Of a pool
   * that is closed to new orders only its own. Pools that are not there are left out.
   */
  async available(cart_id: string, pool_ids: readonly string[]): Promise<Map<string, number>> {
    const found = await rows<{ id: string; units: number }>(
      this.sql,
      `select p.id, (coalesce(own.units, 0) + case when p.status = 'open' then p.on_hand - p.held + coalesce(late.units, 0) else 0 end)::float8 as units
       from pool p
       left join lateral (select sum(l.units) as units from hold h join hold_line l on l.hold_id = h.id
         where h.kind = 'cart' and h.owner_id = ? and h.state in ('soft', 'pending') and l.pool_id = p.id) own on true
       left join lateral (select sum(l.units) as units from hold h join hold_line l on l.hold_id = h.id
         where h.state = 'soft' and h.expires_at < now() and l.pool_id = p.id and not (h.kind = 'cart' and h.owner_id = ?)) late on true
       where p.id = any(?)`,
      [cart_id, cart_id, [...pool_ids]],
    );
    return new Map(found.map((pool) => [pool.id, pool.units]));
  }
}
