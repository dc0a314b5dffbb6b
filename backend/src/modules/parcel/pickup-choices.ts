import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, rows } from "../../lib/sql";

/** Which pick-up point a cart's buyer chose, cooperative by cooperative. No client of Medusa's writes it: a cart's metadata any client can. */
export class PickupChoices {
  constructor(private readonly sql: Knex) {}

  /** The chosen points of a cart, by cooperative. */
  async of(cart_id: string): Promise<Map<string, string>> {
    const found = await rows<{ cooperative_id: string; point_id: string }>(
      this.sql,
      `select cooperative_id, point_id from pickup_choice where cart_id = ? order by cooperative_id`,
      [cart_id],
    );
    return new Map(found.map((one) => [one.cooperative_id, one.point_id]));
  }

  /** Writes what a cart's buyer chose, all of it: of a cooperative that is not named the goods are sent. The same again changes nothing. */
  set(cart_id: string, chosen: ReadonlyMap<string, string>): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const cooperatives = [...chosen.keys()];
      await tx.raw(`delete from pickup_choice where cart_id = ? and cooperative_id <> all(?)`, [
        cart_id,
        cooperatives,
      ] as never);
      await tx.raw(
        `insert into pickup_choice as c (cart_id, cooperative_id, point_id)
         select ?, t.cooperative_id, t.point_id from unnest(?::text[], ?::text[]) as t (cooperative_id, point_id) order by 2
         on conflict (cart_id, cooperative_id) do update set point_id = excluded.point_id, chosen_at = now()
           where c.point_id <> excluded.point_id`,
        [cart_id, cooperatives, [...chosen.values()]] as never,
      );
    });
  }
}
