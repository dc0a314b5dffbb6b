import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHouse, type House } from "../../../dev/src/testing/house";
import { Desk, fingerprint, picked, type Reply } from "./desk-client";

let house: House;
let wudu: Desk;
let longchuan: Desk;
let maya: string;
let zhangshi: string;
let shangmeng: string;

beforeAll(async () => {
  house = await startHouse({ workers: 0 });
  wudu = await Desk.signIn(house, "weigher@wudu.example");
  longchuan = await Desk.signIn(house, "weigher@longchuan.example");
  maya = await wudu.poolOf("maya", "walnut");
  zhangshi = await longchuan.poolOf("zhangshi", "egg");
  shangmeng = await longchuan.poolOf("shangmeng", "rice");
});
afterAll(() => house?.stop());

const lot = (more: object = {}) => ({
  card_number: "WD0001",
  pool_id: maya,
  gross_g: 52_000,
  tare_g: 500,
  harvested_on: picked(),
  idempotency_key: randomUUID(),
  ...more,
});

/** Sends it, and shows that a refusal wrote nothing. */
async function refused(desk: Desk, body: unknown): Promise<Reply> {
  const before = await fingerprint(house.db);
  const reply = await desk.post("/desk/lots", body);
  expect(await fingerprint(house.db)).toEqual(before);
  return reply;
}

describe("who may come in", () => {
  it("answers 401 without a sign-in", async () => {
    for (const path of [
      "/desk/me",
      "/desk/pools",
      "/desk/lots",
      "/desk/households",
      "/household/me",
      "/household/lots",
    ]) {
      expect((await new Desk(house.backendUrl).get(path)).status, path).toBe(401);
    }
  });

  it("keeps members out of household pages and households out of the desk", async () => {
    const household = await Desk.signIn(house, "WD0001");
    expect((await household.get("/household/me")).body).toMatchObject({ household: { card_number: "WD0001" } });
    expect((await household.get("/desk/me")).status).toBe(401);
    expect((await wudu.get("/household/me")).status).toBe(401);
  });

  it("takes a role and a switched-off membership from the row, not from the token", async () => {
    const packer = await Desk.signIn(house, "packer@wudu.example");
    expect(await refused(packer, lot())).toMatchObject({ status: 403, body: { code: "not_your_role" } });
    const membership = `from coop_member m where m.id = member_id and m.email = 'packer@wudu.example'`;
    await house.db.query(`update membership set active = false ${membership}`);
    expect(await packer.get("/desk/pools")).toMatchObject({ status: 403, body: { code: "inactive" } });
    await house.db.query(`update membership set active = true ${membership}`);
    expect((await packer.get("/desk/pools")).status).toBe(200);
  });
});

describe("another cooperative's rows", () => {
  it("are 404 by id and absent from every list", async () => {
    const mine = await longchuan.post("/desk/lots", { ...lot(), card_number: "LC0001", pool_id: shangmeng });
    expect(mine.status).toBe(201);
    expect((await wudu.get(`/desk/pools/${shangmeng}`)).status).toBe(404);
    expect((await wudu.get(`/desk/lots?pool_id=${shangmeng}`)).status).toBe(404);
    expect(await refused(wudu, lot({ pool_id: shangmeng }))).toMatchObject({
      status: 404,
      body: { code: "pool_not_found" },
    });
    const lots = JSON.stringify((await wudu.get("/desk/lots")).body);
    expect(lots).not.toContain(mine.body.receipt.lot_id);
    expect(JSON.stringify((await wudu.get("/desk/pools")).body)).not.toContain(shangmeng);
  });

  it("include its households, by card and by id", async () => {
    const { households } = (await longchuan.get("/desk/households?q=LC0001")).body;
    expect(households).toHaveLength(1);
    expect((await wudu.get("/desk/households?q=LC0001")).body.households).toEqual([]);
    const { card_number: _, ...byId } = lot({ household_id: households[0].id });
    for (const body of [lot({ card_number: "LC0001" }), byId]) {
      expect(await refused(wudu, body)).toMatchObject({ status: 404, body: { code: "household_not_found" } });
    }
  });

  it("stay apart for a neighbour household too", async () => {
    await wudu.post("/desk/lots", lot({ card_number: "WD0001" }));
    const neighbour = await Desk.signIn(house, "WD0033");
    expect((await neighbour.get("/household/lots")).body.lots).toEqual([]);
  });
});

describe("a weigh-in that is not right is refused with field and sentence, and nothing is written", () => {
  it.each([
    ["an unknown key", { price: 3 }, 400, "invalid_input", undefined],
    ["a weight as text", { gross_g: "52000" }, 400, "invalid_input", "gross_g"],
    ["a fraction of a gram", { gross_g: 52_000.5 }, 400, "invalid_input", "gross_g"],
    ["a negative tare", { tare_g: -1 }, 400, "invalid_input", "tare_g"],
    ["no net weight", { gross_g: 500 }, 400, "tare_not_below_gross", "tare_g"],
    ["more than a scale weighs", { gross_g: 4_000_000 }, 400, "over_scale", "gross_g"],
    ["a huge number", { gross_g: 1e300 }, 400, "invalid_input", "gross_g"],
    ["a gross without a tare", { tare_g: undefined }, 400, "invalid_input", "tare_g"],
    ["pieces for a pool that is weighed", { pieces: 30 }, 400, "weight_needed", "pieces"],
    ["a day that does not exist", { harvested_on: "2026-02-30" }, 400, "invalid_input", "harvested_on"],
    ["a harvest still to come", { harvested_on: "2099-01-01" }, 400, "harvested_in_future", "harvested_on"],
    ["goods past their date", { best_before: picked(59) }, 400, "expired", "best_before"],
    ["a card that is none", { card_number: "wd1" }, 400, "invalid_input", "card_number"],
    ["a card nobody has", { card_number: "WD9999" }, 404, "household_not_found", "card_number"],
    ["card and id at once", { household_id: "household_x" }, 400, "invalid_input", "card_number"],
    ["a pool that is not there", { pool_id: "pool_x" }, 404, "pool_not_found", "pool_id"],
    ["no key", { idempotency_key: undefined }, 400, "invalid_input", "idempotency_key"],
    ["a household of another village", { card_number: "WD0033" }, 400, "wrong_village", "pool_id"],
  ])("%s", async (_name, change, status, code, field) => {
    const reply = await refused(wudu, lot(change));
    expect(reply).toMatchObject({ status, body: { code, message: expect.stringMatching(/\S+ \S+/) } });
    expect(reply.body.field).toBe(field);
  });

  it("a weight where pieces are counted, and pieces under zero", async () => {
    const eggs = lot({ card_number: "LC0015", pool_id: zhangshi });
    expect(await refused(longchuan, eggs)).toMatchObject({
      status: 400,
      body: { code: "pieces_needed", field: "pieces" },
    });
    expect(await refused(longchuan, { ...eggs, pieces: -30 })).toMatchObject({
      status: 400,
      body: { field: "pieces" },
    });
    expect(await refused(longchuan, { ...eggs, pieces: 65, gross_g: 10, tare_g: 50 })).toMatchObject({
      status: 400,
      body: { field: "tare_g" },
    });
  });
});

describe("a weigh-in", () => {
  it("gives a receipt, raises the pool, and sends one SMS on its way", async () => {
    const before = (await wudu.get(`/desk/pools/${maya}`)).body.pool.on_hand;
    const { status, body } = await wudu.post(
      "/desk/lots",
      lot({ card_number: "WD0002", gross_g: 40_000, tare_g: 500 }),
    );
    expect(status).toBe(201);
    expect(body.receipt).toMatchObject({
      net_g: 39_500,
      units: 39_500,
      sellable_units: 39_500,
      season_units: 39_500,
      repeated: false,
    });
    expect(body.receipt.pool_on_hand).toBe(before + 39_500);
    const messages = await house.db.query(
      `select 1 from outbox_message where job = 'receipt' and payload->>'lot_id' = $1`,
      [body.receipt.lot_id],
    );
    expect(messages.rowCount).toBe(1);
    const { figures } = (await wudu.get(`/desk/pools/${maya}`)).body;
    expect(figures.in).toBe(figures.sold + figures.held + figures.left + figures.lost);
  });

  it("keeps what is less than a pack apart where packs come from one household", async () => {
    const { body } = await longchuan.post("/desk/lots", {
      card_number: "LC0015",
      pool_id: zhangshi,
      pieces: 65,
      harvested_on: picked(8),
      idempotency_key: randomUUID(),
    });
    expect(body.receipt).toMatchObject({ units: 65, sellable_units: 60, kept_apart_units: 5, net_g: null });
  });

  it("is one lot for one key, however often and however fast it is sent", async () => {
    const body = lot({ card_number: "WD0003" });
    const replies = await Promise.all(Array.from({ length: 8 }, () => wudu.post("/desk/lots", body)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(new Set(replies.map((reply) => reply.body.receipt.number)).size).toBe(1);
    const { lot_id } = replies[0]!.body.receipt;
    const written = await house.db.query(
      `select (select count(*)::int from lot_movement where lot_id = $1) as movements,
              (select count(*)::int from outbox_message where job = 'receipt' and payload->>'lot_id' = $1) as receipts`,
      [lot_id],
    );
    expect(written.rows[0]).toEqual({ movements: 1, receipts: 1 });
    expect(await refused(wudu, { ...body, gross_g: 60_000 })).toMatchObject({
      status: 409,
      body: { code: "idempotency_conflict", field: "idempotency_key" },
    });
  });
});

describe("the store", () => {
  it("shows villages with their cheapest price per kilogram and no inner ids", async () => {
    const shop = new Desk(house.backendUrl, undefined, house.seed.publishable_key);
    const { villages } = (await shop.get("/store/villages")).body;
    expect(villages).toHaveLength(8);
    const { village } = (await shop.get("/store/villages/maya")).body;
    expect(village.products[0].unit_price).toEqual({ amount_minor: 2_800, currency: "CNY", per: "kg" });
    expect(village.stats.households).toBe(32);
    expect(JSON.stringify(village)).not.toMatch(/iitem_|pool_|household_/);
    expect((await shop.get("/store/villages/nowhere")).status).toBe(404);
  });

  it("tells of a product whose harvest it is, what is free, and where each yuan goes", async () => {
    const shop = new Desk(house.backendUrl, undefined, house.seed.publishable_key);
    const { produce } = (await shop.get("/store/produce/zhangshi-eggs")).body;
    expect(produce).toMatchObject({
      unit: "piece",
      blendable: false,
      title: { zh: "嶂石土鸡蛋", en: expect.stringContaining("eggs") },
      description: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/^[^\p{Script=Han}]+$/u) },
      available_units: 60,
      households: 1,
      policy: { platform_bp: 300 },
    });
    expect(produce.packs).toEqual([
      { variant_id: expect.any(String), title: { zh: "30 枚一板", en: "Tray of 30" }, units_per_pack: 30 },
    ]);
    expect((await shop.get("/store/produce/prod_missing")).status).toBe(404);
  });

  it("tells of many products at once their English and who packs them, and of a name alone its English", async () => {
    const shop = new Desk(house.backendUrl, undefined, house.seed.publishable_key);
    const one = async (handle: string) => (await shop.get(`/store/produce/${handle}`)).body.produce;
    const [eggs, walnuts] = [await one("zhangshi-eggs"), await one("maya-walnuts")];
    const { produce } = (await shop.get(`/store/produce?ids=${eggs.product_id},${walnuts.product_id},prod_missing`))
      .body;
    for (const of of [eggs, walnuts]) {
      const listed = produce.find((found: { product_id: string }) => found.product_id === of.product_id);
      expect(listed).toMatchObject({
        title: of.title,
        cooperative: { id: of.cooperative.id, name: of.cooperative.name },
      });
      expect(new Map(listed.packs.map((pack: Titled) => [pack.variant_id, pack.title]))).toEqual(
        new Map(of.packs.map((pack: Titled) => [pack.variant_id, pack.title])),
      );
    }
    expect(produce).toHaveLength(2);

    const asked = ["嶂石土鸡蛋", "嶂石土鸡蛋 30 枚一板", "嶂石土鸡蛋 31 枚一板", "nobody's"];
    const { names } = (
      await shop.get(`/store/names?${asked.map((title) => `title=${encodeURIComponent(title)}`).join("&")}`)
    ).body;
    expect(new Map(names.map((name: { title: string; en: object }) => [name.title, name.en]))).toEqual(
      new Map([
        [asked[0], { title: eggs.title.en, pack: null }],
        [asked[1], { title: eggs.title.en, pack: "Tray of 30" }],
      ]),
    );
    expect((await shop.get("/store/names?title=")).status).toBe(400);
    // A list is as long as Express reads one: who asks for more at once is refused, and never answered for a part.
    const many = (count: number) => Array.from({ length: count }, (_, at) => `title=${at}`).join("&");
    expect((await shop.get(`/store/names?${many(20)}`)).status).toBe(200);
    expect((await shop.get(`/store/names?${many(21)}`)).status).toBe(400);
  });
});

interface Titled {
  variant_id: string;
  title: { zh: string; en: string };
}
