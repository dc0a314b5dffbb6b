import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk, picked } from "../../people/desk-client";

/** The weighing place over HTTP: what a device and a weigher meet. */
export function weighIn(house: () => House): void {
  let desk: Desk;
  let manager: Desk;
  beforeAll(async () => {
    desk = await Desk.signIn(house(), "weigher@wudu.example");
    manager = await Desk.signIn(house(), "manager@wudu.example");
  });
  const lot = (more: object = {}) => ({
    card_number: "WD0021",
    produce: "walnut",
    grade: "1",
    gross_g: 12_500,
    tare_g: 500,
    harvested_on: picked(),
    idempotency_key: randomUUID(),
    ...more,
  });

  describe("a weigh-in by produce and grade", () => {
    test("finds the pool of the household's village, and says so when there is none", async () => {
      const taken = await desk.post("/desk/lots", lot());
      expect(taken).toMatchObject({
        status: 201,
        body: { receipt: { units: 12_000, gross_g: 12_500, deductions: [] } },
      });
      expect(await desk.post("/desk/lots", lot({ grade: "3" }))).toMatchObject({
        status: 400,
        body: { code: "no_pool", field: "grade" },
      });
      expect(await desk.post("/desk/lots", lot({ produce: "egg", pieces: 30 }))).toMatchObject({
        status: 400,
        body: { code: "no_pool" },
      });
      const pool_id = await desk.poolOf("maya", "walnut");
      expect(await desk.post("/desk/lots", lot({ pool_id }))).toMatchObject({
        status: 400,
        body: { field: "produce" },
      });
    });

    test("that looks like a repeat answers 409 with the earlier ticket, and is taken when confirmed", async () => {
      const first = await desk.post("/desk/lots", lot({ card_number: "WD0022", confirm_repeat: false }));
      const again = lot({ card_number: "WD0022", confirm_repeat: false });
      expect(await desk.post("/desk/lots", again)).toMatchObject({
        status: 409,
        body: {
          code: "looks_like_a_repeat",
          field: "card_number",
          details: { earlier: { number: first.body.receipt.number, units: 12_000 } },
        },
      });
      expect((await desk.post("/desk/lots", { ...again, confirm_repeat: true })).status).toBe(201);
    });

    test("carries deductions and the price of the day on receipt, ticket and paper", async () => {
      const rule = { produce: "walnut", kind: "moisture", method: "dry_matter", base_bp: 800, limit_bp: 1_500 };
      expect((await manager.post("/desk/deduction-rules", { ...rule, from_day: "2026-01-01" })).status).toBe(201);
      const { day } = (await desk.get("/desk/weigh-in")).body;
      const price = { produce: "walnut", grade: "1", day, price_minor: 2_800, per: "kg" };
      expect((await manager.post("/desk/day-prices", price)).status).toBe(201);
      const { body } = await desk.post(
        "/desk/lots",
        lot({ card_number: "WD0023", gross_g: 100_500, measured: { moisture: 1_260 } }),
      );
      expect(body.receipt).toMatchObject({
        net_g: 100_000,
        units: 95_000,
        deductions: [{ kind: "moisture", deducted_g: 5_000 }],
        day_price: { price_minor: 2_800, currency: "CNY", per: "kg" },
      });
      const { ticket } = (await desk.get(`/desk/lots/${body.receipt.lot_id}/ticket`)).body;
      expect(ticket).toMatchObject({
        number: body.receipt.number,
        weigher: expect.stringMatching(/\S/),
        objection_days_left: 3,
      });
    });
  });

  test("a photo is drawn anew, kept once, and shown to the cooperative only", async () => {
    const { lot_id } = (await desk.post("/desk/lots", lot({ card_number: "WD0024" }))).body.receipt;
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#a06030" } })
      .withExif({ IFD0: { Make: "SecretPhone" } })
      .jpeg()
      .toBuffer();
    const sent = await desk.postBytes(`/desk/lots/${lot_id}/photos`, picture);
    expect(sent).toMatchObject({ status: 201, body: { photo: { width: 60, height: 40 } } });
    expect((await desk.postBytes(`/desk/lots/${lot_id}/photos`, picture)).status).toBe(200);
    const html = Buffer.from("<script>alert(1)</script>");
    expect(await desk.postBytes(`/desk/lots/${lot_id}/photos`, html)).toMatchObject({
      status: 400,
      body: { code: "not_a_photo" },
    });
    const { ticket } = (await desk.get(`/desk/lots/${lot_id}/ticket`)).body;
    expect(ticket.photos).toHaveLength(1);
  });

  test("the receipt's SMS leaves with the lot: its message is there as soon as the answer is", async () => {
    const { lot_id } = (await desk.post("/desk/lots", lot({ card_number: "WD0025" }))).body.receipt;
    const messages = await house().db.query(
      `select 1 from outbox_message where job = 'receipt' and payload->>'lot_id' = $1`,
      [lot_id],
    );
    expect(messages.rowCount).toBe(1);
  });

  test("figures that are not right are refused with their field", async () => {
    for (const [more, field] of [
      [{ measured: { moisture: 10_001 } }, "measured.moisture"],
      [{ measured: { colour: 1 } }, "measured"],
      [{ containers: 2 }, "container"],
      [{ container: "nowhere", tare_g: undefined }, "container"],
      [{ weighed_at: "2099-01-01T00:00:00Z" }, "weighed_at"],
      [{ culls: [{ units: 0, reason: "mould" }] }, "culls.0.units"],
      [{ produce: undefined }, "pool_id"],
    ] as const) {
      const reply = await desk.post("/desk/lots", lot(more));
      expect([reply.status, reply.body.field], JSON.stringify(reply.body)).toEqual([400, field]);
    }
  });
}
