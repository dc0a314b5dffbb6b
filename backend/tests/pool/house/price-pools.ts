import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk, picked } from "../../people/desk-client";
import { day } from "../support";

/** A pool that is priced by the average of a period, from its opening to the first advance; and one that buys at fixed prices. */
export function pricePools(house: () => House): void {
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

  const openPool = async (grade: string, price_mode: string): Promise<string> => {
    const opened = await manager.post("/desk/pools", {
      village_id,
      produce: "sichuan-pepper",
      grade,
      unit: "g",
      blendable: true,
      price_mode,
      reason: "one price for the season",
    });
    expect(opened).toMatchObject({ status: 201 });
    return String(opened.body.pool.id);
  };
  const weighIn = (pool_id: string) =>
    weigher.post("/desk/lots", {
      card_number: "WD0021",
      pool_id,
      gross_g: 5_500,
      tare_g: 500,
      harvested_on: picked(),
      idempotency_key: randomUUID(),
    });
  const terms = (pool_id: string, more: object = {}) => ({
    name: "2026 秋",
    currency: "CNY",
    from: day(-300),
    to: day(60),
    advance_bp: 6_000,
    members: [{ pool_id, factor_bp: 10_000 }],
    ...more,
  });

  test("a weigh-in into an averaged pool asks for its advance; the period closes after its last day, refused in words before", async () => {
    const pool_id = await openPool("3", "pool_average");
    const opened = await manager.post("/desk/price-pools", terms(pool_id));
    expect(opened).toMatchObject({ status: 201 });
    expect(await manager.post("/desk/price-pools", terms(pool_id))).toMatchObject({
      status: 400,
      body: { code: "price_pool_overlaps" },
    });
    const taken = await weighIn(pool_id);
    expect(taken.status).toBe(201);
    const { rows } = await house().db.query(
      `select payload from outbox_message where job = 'advance' and payload ->> 'lot_id' = (select id from lot where pool_id = $1)`,
      [pool_id],
    );
    expect(rows).toHaveLength(1);
    await expect(house().db.query(`update pool set price_mode = 'by_sale' where id = $1`, [pool_id])).rejects.toThrow(
      /stands/,
    );
    const list = await manager.get("/desk/price-pools");
    expect(list.body.price_pools).toMatchObject([{ name: "2026 秋", state: "open", waiting_minor: 0, revision: 0 }]);
    expect(list.body.pools).toMatchObject([{ id: pool_id }]);
    const id = String(opened.body.price_pool.id);
    expect(await manager.post(`/desk/price-pools/${id}/close`, {})).toMatchObject({
      status: 400,
      body: { code: "period_not_ended" },
    });
    expect(await manager.post(`/desk/price-pools/${id}/reopen`, { reason: "late" })).toMatchObject({
      status: 400,
      body: { code: "price_pool_state" },
    });
  });

  test("a pool of fixed prices takes nothing in on a day without a price, and no price pool may hold it", async () => {
    const pool_id = await openPool("2", "fixed");
    const refused = await weighIn(pool_id);
    expect(refused.body).toMatchObject({ code: "no_day_price", field: "pool_id" });
    expect(await manager.post("/desk/price-pools", terms(pool_id))).toMatchObject({
      status: 400,
      body: { code: "not_averaged" },
    });
    const { day } = (await weigher.get("/desk/weigh-in")).body;
    const price = { produce: "sichuan-pepper", grade: "2", day, price_minor: 3_000, per: "kg" };
    expect((await manager.post("/desk/day-prices", price)).status).toBe(201);
    expect((await weighIn(pool_id)).status).toBe(201);
  });
}
