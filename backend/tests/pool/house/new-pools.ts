import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk, picked, type Reply } from "../../people/desk-client";

/** A manager opens a pool that no seed made. After the weigh-in part, which needs that there is none. */
export function newPools(house: () => House): void {
  let manager: Desk;
  let weigher: Desk;
  let village_id: string;
  beforeAll(async () => {
    manager = await Desk.signIn(house(), "manager@wudu.example");
    weigher = await Desk.signIn(house(), "weigher@wudu.example");
    const { rows } = await house().db.query<{ village_id: string }>(
      `select village_id from household where card_number = 'WD0021'`,
    );
    village_id = rows[0]?.village_id ?? "";
  });
  const wanted = (more: object = {}) => ({
    village_id,
    produce: "walnut",
    grade: "3",
    unit: "g",
    blendable: true,
    reason: "third grade for oil",
    ...more,
  });

  test("pressed twice at once it is one pool with one stock item, goods go in, and its page says what is still to be done", async () => {
    const { body } = await manager.get("/desk/pool-choices");
    expect((body.villages as { id: string }[]).map((one) => one.id)).toContain(village_id);
    const answers = await Promise.all([manager.post("/desk/pools", wanted()), manager.post("/desk/pools", wanted())]);
    const made = answers.find((one) => one.status === 201) as Reply;
    expect(answers.map((one) => one.status).sort()).toEqual([201, 400]);
    expect(answers.find((one) => one !== made)?.body).toMatchObject({ code: "pool_stands", field: "grade" });
    const pool_id = String(made.body.pool.id);

    const shown = await manager.get(`/desk/pools/${pool_id}`);
    expect(shown.body).toMatchObject({ pool: { status: "open", on_hand: 0 }, stock: { has_packs: false } });
    const { rows } = await house().db.query(
      `select i.id, l.location_id, l.stocked_quantity from inventory_item i join inventory_level l on l.inventory_item_id = i.id
       where i.sku = $1 and i.deleted_at is null`,
      [shown.body.stock.sku],
    );
    const { rows: places } = await house().db.query(
      `select c.stock_location_id from pool p join cooperative c on c.id = p.cooperative_id where p.id = $1`,
      [pool_id],
    );
    expect(rows).toMatchObject([{ location_id: places[0].stock_location_id, stocked_quantity: "0" }]);

    const taken = await weigher.post("/desk/lots", {
      card_number: "WD0021",
      produce: "walnut",
      grade: "3",
      gross_g: 5_500,
      tare_g: 500,
      harvested_on: picked(),
      idempotency_key: randomUUID(),
    });
    expect(taken).toMatchObject({ status: 201, body: { receipt: { pool: { id: pool_id }, pool_on_hand: 5_000 } } });
    const { activity } = (await manager.get("/desk/activity")).body;
    expect(JSON.stringify(activity)).toContain("third grade for oil");
  });

  test("what can't be counted, or is another cooperative's village, is refused with its field", async () => {
    expect(await manager.post("/desk/pools", wanted({ grade: "2", unit: "piece" }))).toMatchObject({
      status: 400,
      body: { code: "invalid_piece", field: "piece_g" },
    });
    expect(await manager.post("/desk/pools", wanted({ grade: "2", blendable: false }))).toMatchObject({
      status: 400,
      body: { code: "invalid_pack", field: "pack_units" },
    });
    const elsewhere = await house().db.query<{ id: string }>(
      `select id from village where not exists (select from village_cooperative c join pool p on p.cooperative_id = c.cooperative_id
       where c.village_id = village.id and p.origin_id = $1) limit 1`,
      [village_id],
    );
    expect(await manager.post("/desk/pools", wanted({ village_id: elsewhere.rows[0]?.id }))).toMatchObject({
      status: 404,
      body: { code: "village_not_found" },
    });
    expect((await weigher.post("/desk/pools", wanted())).status).toBe(403);
  });
}
