import { expect, it } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import { pool } from "../../checkout/support";
import { Desk } from "../../people/desk-client";
import { tokenFor } from "../../people/matrix/principals";

/** What a return in Medusa Admin does to a pool, for an order that was delivered. */
export interface Delivered {
  goods: string;
  order_id: string;
  order_line_id: string;
  /** Base units of one pack. */
  pack: number;
}

/** Received goods come back to the pool only when somebody at the desk ticks them sellable. */
export function returnedGoods(house: () => House, delivered: () => Delivered): void {
  it("a return received in Admin waits at the desk, and is sold again only when ticked", async () => {
    const { goods, order_id, order_line_id, pack } = delivered();
    const { db, backendUrl } = house();
    const idOf = async (sql: string, ...values: unknown[]) =>
      String((await db.query<{ id: string }>(sql, values)).rows[0]?.id);
    const admin = new Desk(
      backendUrl,
      tokenFor(house(), { type: "user", id: await idOf(`select id from "user" limit 1`) }),
    );
    const { cooperative_id } = await pool(house(), goods);
    const manager = await idOf(
      `select member_id as id from membership where cooperative_id = $1 and role = 'manager' and active`,
      cooperative_id,
    );
    const desk = new Desk(backendUrl, tokenFor(house(), { type: "coop_member", id: manager }));
    const done = async (path: string, body: unknown) => {
      const reply = await admin.post(path, body);
      expect(reply.status, `${path}: ${JSON.stringify(reply.body)}`).toBe(200);
      return reply.body as { return: { id: string } };
    };
    const before = await pool(house(), goods);

    const location_id = await idOf(
      `select location_id as id from pool where cooperative_id = $1 limit 1`,
      cooperative_id,
    );
    const returned = await done("/admin/returns", { order_id, location_id });
    const id = String(returned.return.id);
    await done(`/admin/returns/${id}/request-items`, { items: [{ id: order_line_id, quantity: 1 }] });
    await done(`/admin/returns/${id}/request`, {});
    await done(`/admin/returns/${id}/receive`, {});
    await done(`/admin/returns/${id}/receive-items`, { items: [{ id: order_line_id, quantity: 1 }] });
    await done(`/admin/returns/${id}/receive/confirm`, {});

    let waiting: { id: string; units: number; order_id: string }[] = [];
    await eventually(
      async () => {
        waiting = (await desk.get("/desk/returned-goods?waiting=true")).body.returned;
        return waiting.length === 1;
      },
      { timeout_ms: 60_000, message: "the return was not found" },
    );
    expect(waiting[0]).toMatchObject({ order_id, units: pack });
    expect((await pool(house(), goods)).on_hand).toBe(before.on_hand);
    const tick = { sellable: true, words: "外包装完好" };
    expect((await desk.post(`/desk/returned-goods/${waiting[0]?.id}/decide`, tick)).status).toBe(200);
    expect((await desk.post(`/desk/returned-goods/${waiting[0]?.id}/decide`, tick)).status).toBe(200);
    expect((await pool(house(), goods)).on_hand).toBe(before.on_hand + pack);
    const moved = await db.query(
      `select sum(on_hand_delta)::int as units from lot_movement where kind = 'return' and source = $1`,
      [waiting[0]?.id],
    );
    expect(moved.rows).toEqual([{ units: pack }]);
    // Medusa put its own level up by itself; the mirror brings it back to what the pool has.
    await eventually(
      async () => {
        const level = await db.query<{ free: string; want: string }>(
          `select l.stocked_quantity - l.reserved_quantity as free, p.on_hand - p.held as want from pool p
           join inventory_level l on l.inventory_item_id = p.inventory_item_id and l.deleted_at is null where p.cooperative_id = $1 and p.on_hand > 0`,
          [cooperative_id],
        );
        return level.rows.every((row) => Number(row.free) === Number(row.want));
      },
      { timeout_ms: 20_000, message: "Medusa's level does not follow the pool" },
    );
  });
}
