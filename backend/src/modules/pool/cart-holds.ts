import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { HoldState } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { releaseHold_ } from "./holds";

/** Carts as their holds say: what became of them, and what each may still have. */
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

  /** How a cart's hold stands, in the caller's transaction and until its end: a completion that begins meanwhile waits. Null: it never held anything. */
  async locked_(tx: Transaction, cart_id: string): Promise<HoldState | null> {
    const found = await row<{ state: HoldState }>(
      tx,
      `select state from hold where kind = 'cart' and owner_id = ? for update`,
      [cart_id],
    );
    return found?.state ?? null;
  }

  /** Gives back what a cart holds softly, and sends its payment sessions to be voided, in the caller's transaction. */
  async free_(
    tx: Transaction,
    input: { cart_id: string; reason: string; void_session_ids: readonly string[] },
  ): Promise<void> {
    await releaseHold_(tx, input);
  }

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
