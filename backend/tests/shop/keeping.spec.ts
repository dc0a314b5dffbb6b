import knex, { type Knex } from "knex";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { ArrivalTimes } from "../../src/modules/parcel/arrival-times";
import ShopService from "../../src/modules/shop/service";
import VillageService from "../../src/modules/village/service";
import { changedProducts } from "../../src/workflows/shop/changed-products";

// What the shop notices of pools, villages and parcels, and sends to the search index: once, in the transaction of its cause.

let database: TestDatabase;
let sql: Knex;
let shop: ShopService;
let villages: VillageService;
beforeAll(async () => {
  database = await testDatabase();
  sql = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  shop = new ShopService({ __pg_connection__: sql });
  villages = new VillageService({ __pg_connection__: sql });
});
afterAll(async () => {
  await sql.destroy();
  await database.drop();
});

/** What was sent since the last look. */
async function sent(): Promise<{ kind: string; ids: string[] }[]> {
  const { rows } = await database.pool.query<{ payload: { kind: string; ids: string[] } }>(
    `delete from outbox_message where job = 'index-shop' returning payload`,
  );
  return rows.map(({ payload }) => payload);
}

describe("a pool", () => {
  test("that ran out or came back is sent once, however many ask at once and however often", async () => {
    const now = (in_stock: boolean) => [
      { pool_id: "pool_a", in_stock },
      { pool_id: "pool_b", in_stock: true },
    ];
    const noticed = await Promise.all(Array.from({ length: 8 }, () => shop.noticeStock(now(true))));
    expect(noticed.reduce((sum, n) => sum + n, 0)).toBe(2);
    expect((await sent()).flatMap(({ ids }) => ids).sort()).toEqual(["pool_a", "pool_b"]);
    expect(await shop.noticeStock(now(true))).toBe(0);
    expect(await shop.noticeStock(now(false))).toBe(1);
    expect(await sent()).toEqual([{ kind: "pool", ids: ["pool_a"] }]);
  });

  test("that was only known by its sales is sent when it turns out to be empty", async () => {
    await shop.noticeSales([{ pool_id: "pool_quiet", sold_g: 5 }]);
    await sent();
    expect(await shop.noticeStock([{ pool_id: "pool_quiet", in_stock: false }])).toBe(1);
    expect(await shop.noticeStock([{ pool_id: "pool_quiet", in_stock: false }])).toBe(0);
    await sent();
    await shop.noticeSales([]);
    await sent();
  });

  test("whose sales changed is sent, one that sold nothing any more too, and the others are left alone", async () => {
    await shop.noticeSales([
      { pool_id: "pool_a", sold_g: 500 },
      { pool_id: "pool_c", sold_g: 2_000 },
    ]);
    await sent();
    expect(
      await shop.noticeSales([
        { pool_id: "pool_c", sold_g: 2_000 },
        { pool_id: "pool_d", sold_g: 1 },
      ]),
    ).toBe(2);
    expect((await sent()).flatMap(({ ids }) => ids).sort()).toEqual(["pool_a", "pool_d"]);
    expect(await shop.soldOf(["pool_a", "pool_c", "pool_d"])).toEqual(
      new Map([
        ["pool_c", 2_000],
        ["pool_d", 1],
      ]),
    );
  });

  test("of many is sent in messages that each hold a hundred", async () => {
    await shop.noticeSales(Array.from({ length: 250 }, (_, at) => ({ pool_id: `pool_${1_000 + at}`, sold_g: 1 })));
    expect((await sent()).map(({ ids }) => ids.length).sort()).toEqual([100, 100, 52]);
  });
});

describe("a village", () => {
  let ids: Map<string, string>;
  beforeAll(async () => {
    const region = await villages.createRegion({
      handle: "hills",
      name_zh: "山",
      name_en: "Hills",
      intro_zh: "山。",
      intro_en: "Hills.",
    });
    if (!region.ok) throw new Error("no region");
    const made = await villages.addVillages(
      ["walnut-village", "olive-village", "egg-village"].map((handle, at) => ({
        handle,
        region_id: region.value.id,
        code: `62120211120${at}`,
        name_zh: handle,
        name_en: handle,
        town_zh: "镇",
        town_en: "Town",
        county_code: "621202",
        county_zh: "区",
        county_en: "County",
        province_code: "62",
        province_zh: "甘肃",
        province_en: "Gansu",
        story_zh: "故事",
        story_en: "Story",
        season_zh: "秋",
        season_en: "Autumn",
        lng: null,
        lat: null,
        colour: "#7A5230",
        illustration: "walnut-hill",
        cooperative_ids: ["coop_hills"],
      })),
    );
    if (!made.ok) throw new Error("no villages");
    ids = new Map(made.value.map((one) => [one.handle, one.id]));
    expect((await sent()).flatMap((one) => one.ids)).toHaveLength(3);
  });
  const id = (handle: string) => ids.get(handle) ?? "";

  test("is near its harvest by its season, over New Year too; all-year goods never are", async () => {
    const season = (handle: string, produce: string, picked_from: string, picked_to: string) => ({
      village_id: id(handle),
      produce,
      picked_from,
      picked_to,
      sent_from: "01-01",
      sent_to: "12-31",
    });
    const put = await villages.seasons.put([
      season("walnut-village", "walnut", "09-05", "09-30"),
      season("olive-village", "olive-oil", "12-20", "01-10"),
      season("egg-village", "egg", "01-01", "12-31"),
    ]);
    expect(put.ok).toBe(true);
    expect((await sent()).flatMap((one) => one.ids).sort()).toEqual([...ids.values()].sort());
    const near = async (today: string, within_days = 60) =>
      (await villages.seasons.near({ today, within_days, limit: 10 })).map((one) => [one.produce, one.in_days]);
    expect(await near("2026-08-30")).toEqual([["walnut", 6]]);
    expect(await near("2026-09-30")).toEqual([["walnut", 0]]);
    expect(await near("2026-12-01")).toEqual([["olive-oil", 19]]);
    expect(await near("2027-01-10")).toEqual([["olive-oil", 0]]);
    expect(await near("2027-01-11")).toEqual([]);
    const wrong = await villages.seasons.put([season("walnut-village", "walnut", "02-30", "03-01")]);
    expect(!wrong.ok && wrong.refusal.field).toBe("picked_from");
    expect(await sent()).toEqual([]);
  });

  test("shows a certificate from its first day to its last, and not after it was taken back", async () => {
    const village_id = id("olive-village");
    const certificate = {
      village_id,
      produce: null,
      kind: "organic" as const,
      number: "OG-1",
      issuer_zh: "发证机构",
      issuer_en: "Issuer",
      valid_from: "2026-03-01",
      valid_to: "2026-09-30",
    };
    const added = await villages.certificates.add(certificate);
    if (!added.ok) throw new Error(added.refusal.message);
    expect((await villages.certificates.add(certificate)).ok).toBe(false);
    expect(await sent()).toEqual([{ kind: "village", ids: [village_id] }]);
    const on = async (day: string) => (await villages.certificates.inForce([village_id], day)).length;
    expect(await Promise.all(["2026-02-28", "2026-03-01", "2026-09-30", "2026-10-01"].map(on))).toEqual([0, 1, 1, 0]);
    const turned = (today: string) => villages.certificates.turning(today);
    expect(await turned("2026-10-01")).toEqual([{ village_id, day: "2026-10-01" }]);
    expect(await turned("2026-03-02")).toEqual([{ village_id, day: "2026-03-01" }]);
    // Found although nobody looked on the day itself, and not before it.
    expect(await turned("2026-11-20")).toEqual([{ village_id, day: "2026-10-01" }]);
    expect(await turned("2026-09-30")).toEqual([]);
    const by = { village_id, cooperative_id: "coop_hills", person: "member_li" };
    const withdrawn = { id: added.value.id, seen: 1, on: "2026-05-01" };
    const elsewhere = await villages.certificates.withdraw({ ...by, village_id: "other" }, withdrawn);
    expect(!elsewhere.ok && elsewhere.refusal.reason).toBe("certificate_not_found");
    expect((await villages.certificates.withdraw(by, withdrawn)).ok).toBe(true);
    expect(await Promise.all(["2026-04-30", "2026-05-01"].map(on))).toEqual([1, 0]);
    expect(await sent()).toHaveLength(1);
  });
});

test("how long parcels take is counted from those that arrived, by province, and of too few nothing is said", async () => {
  // Only what is counted: the rows of a real parcel hang on a plan, a carton and a hand-over.
  await sql.raw(`create schema counted`);
  await sql.raw(
    `create table counted.parcel (cooperative_id text, province_code text, carrier text, state text, handed_over_at timestamptz, delivered_at timestamptz)`,
  );
  await sql.raw(`create table counted.arrival_time (like public.arrival_time including all)`);
  await sql.raw(
    `insert into counted.parcel
     select 'coop_hills', province, carrier, case when n = 1 and province = '11' then 'lost' else 'delivered' end, now() - interval '20 days',
            now() - interval '20 days' + make_interval(hours => hours * n)
     from (values ('11', 'sf', 6, 10), ('44', 'sf', 5, 30), ('54', 'sf', 4, 90), ('00', 'pickup', 9, 50)) as p(province, carrier, parcels, hours),
       generate_series(1, parcels) n`,
  );
  const own = knex({
    client: "pg",
    connection: database.url,
    searchPath: ["counted", "public"],
    pool: { min: 0, max: 2 },
  });
  try {
    const times = new ArrivalTimes(own);
    await times.refresh();
    const written = async () =>
      (await own.raw(`select string_agg(xmin::text, ',' order by province_code) as xmin from arrival_time`))
        .rows[0] as { xmin: string };
    const first = await written();
    await times.refresh();
    // Pages watch this table: what takes as long as before is not written again.
    expect(await written()).toEqual(first);
    // Beijing: 20 to 60 hours; Guangdong: 30 to 150 hours; Tibet has too few; how long goods wait for who fetches them is nobody's way.
    expect(await times.of("coop_hills")).toEqual([
      { province_code: "11", usual_days: 2, latest_days: 3 },
      { province_code: "44", usual_days: 4, latest_days: 6 },
    ]);
    await own.raw(`delete from counted.parcel where province_code = '44'`);
    await times.refresh();
    expect((await times.of("coop_hills")).map((one) => one.province_code)).toEqual(["11"]);
  } finally {
    await own.destroy();
  }
});

test("changes of products are looked for from where the last look ended, which never goes back", async () => {
  const [before, later] = [await shop.lookedAt(), new Date(Date.now() + 60_000)];
  await shop.looked(later);
  expect(await shop.lookedAt()).toEqual(later);
  await shop.looked(before);
  expect(await shop.lookedAt()).toEqual(later);
});

describe("products that changed in Medusa", () => {
  const changed = (since: Date) => changedProducts(sql, since);
  const at = "2026-11-20T08:00:00.250Z";
  const before = new Date(Date.parse(at) - 1);

  test("are sent in messages of a hundred, and a later change of one of them in the same second is sent again", async () => {
    await sql.raw(
      `insert into product (id, title, handle, status, created_at, updated_at)
       select 'prod_' || lpad(n::text, 3, '0'), n::text, 'changed-' || n, 'published', ?::timestamptz, ?::timestamptz from generate_series(1, 250) n`,
      [at, at],
    );
    const first = await changed(before);
    expect(first.map(({ payload }) => payload.ids.length)).toEqual([100, 100, 50]);
    expect(new Set(first.flatMap(({ payload }) => payload.ids)).size).toBe(250);
    const keys = (messages: typeof first) => messages.map(({ dedup_key }) => dedup_key);
    expect(keys(await changed(before))).toEqual(keys(first));
    await sql.raw(`update product set updated_at = ?::timestamptz where id = 'prod_007'`, ["2026-11-20T08:00:00.750Z"]);
    const again = await changed(before);
    const fresh = again.filter(({ dedup_key }) => !keys(first).includes(dedup_key));
    expect(fresh.map(({ payload }) => payload.ids)).toEqual([expect.arrayContaining(["prod_007"])]);
    expect(await changed(new Date("2026-11-20T08:00:01Z"))).toEqual([]);
  });
});
