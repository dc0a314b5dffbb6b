import knex, { type Knex } from "knex";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { VillagePage } from "@commonlot/domain";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import * as registers from "../../src/modules/cooperative/queries";
import VillageService from "../../src/modules/village/service";

// A village's page on a bare database: two who write at once, publishing, and who may be named.

let database: TestDatabase;
let sql: Knex;
let villages: VillageService;
let village_id: string;
const LI = { id: "member_li", name: "李经理" };
const WANG = { id: "secretary_wang", name: "王书记" };

beforeAll(async () => {
  database = await testDatabase();
  sql = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  villages = new VillageService({ __pg_connection__: sql });
  village_id = await aVillage("one", "621202000001");
});
afterAll(async () => {
  await sql.destroy();
  await database.drop();
});

const page = (more: Partial<VillagePage> = {}): VillagePage => ({
  story_zh: "山坡上种着核桃。",
  story_en: "Walnuts grow on the slope.",
  people_zh: "",
  people_en: "",
  season_zh: "九月收核桃",
  season_en: "Walnuts in September",
  town_zh: "隆兴镇",
  town_en: "Longxing",
  lng: 105.1,
  lat: 33.4,
  ...more,
});
const revision = async (id = village_id) => (await villages.pages.byId(id))?.revision ?? "";

async function aVillage(handle: string, code: string): Promise<string> {
  const region = await villages.createRegion({ handle, name_zh: "区", name_en: "R", intro_zh: "引", intro_en: "I" });
  const added = await villages.addVillages([
    {
      handle,
      region_id: region.ok ? region.value.id : "",
      code,
      name_zh: "村",
      name_en: "Village",
      town_zh: "镇",
      town_en: "Town",
      county_code: "621202",
      county_zh: "武都",
      county_en: "Wudu",
      province_code: "62",
      province_zh: "甘肃",
      province_en: "Gansu",
      story_zh: "旧事",
      story_en: "Old",
      season_zh: "季",
      season_en: "Season",
      lng: null,
      lat: null,
      colour: "#14532D",
      illustration: "walnut-hill",
      cooperative_ids: ["coop_x"],
    },
  ]);
  return added.ok ? (added.value[0]?.id ?? "") : "";
}

test("of two who open one page and both save, the second is told and overwrites nothing", async () => {
  const seen = await revision();
  const saved = await Promise.all(
    [LI, WANG].map((by) => villages.pages.saveDraft({ village_id, content: page({ story_en: by.name }), seen, by })),
  );
  expect(saved.filter((one) => one.ok)).toHaveLength(1);
  expect(saved.find((one) => !one.ok)).toMatchObject({ refusal: { reason: "stale" } });
  const winner = saved.find((one) => one.ok);
  const stands = await villages.pages.byId(village_id);
  expect(stands?.draft?.content.story_en).toBe(stands?.draft?.saved_name);
  expect(winner?.ok && winner.value.revision).toBe(stands?.revision);
});

test("a draft changes nothing that buyers read; half a page is not published, and the draft is kept", async () => {
  await villages.pages.saveDraft({ village_id, content: page({ story_en: "" }), seen: await revision(), by: LI });
  const refused = await villages.pages.publish({ village_id, seen: await revision(), by: LI, not_agreed: [] });
  expect(refused).toMatchObject({ ok: false, refusal: { reason: "incomplete", field: "story_en" } });
  const stands = await villages.pages.byId(village_id);
  expect([stands?.version, stands?.published.story_zh, stands?.draft?.content.story_zh]).toEqual([
    1,
    "旧事",
    "山坡上种着核桃。",
  ]);
});

test("a page is published once by one of two who press at once: row, history and the word to the index together", async () => {
  await sql.raw(`delete from outbox_message`);
  const typed = page({ story_zh: "<b>核桃</b> & '引号'" });
  await villages.pages.saveDraft({ village_id, content: typed, seen: await revision(), by: WANG });
  const seen = await revision();
  const pressed = await Promise.all(
    Array.from({ length: 4 }, () => villages.pages.publish({ village_id, seen, by: WANG, not_agreed: [] })),
  );
  expect(pressed.filter((one) => one.ok)).toHaveLength(1);
  const stands = await villages.pages.byId(village_id);
  expect(stands).toMatchObject({ version: 2, draft: null, published: typed, revision: "page_2" });
  expect(await villages.pages.history(village_id)).toMatchObject([{ version: 2, published_name: "王书记" }]);
  const told = await sql.raw<{ rows: { payload: unknown }[] }>(
    `select payload from outbox_message where job = 'index-shop'`,
  );
  expect(told.rows.map((one) => one.payload)).toEqual([{ kind: "village", ids: [village_id] }]);
});

test("who had the page open while it was published is told, too; nothing to publish says so", async () => {
  const old = await villages.pages.saveDraft({ village_id, content: page(), seen: "page_1", by: LI });
  expect(old).toMatchObject({ ok: false, refusal: { reason: "stale" } });
  expect(await villages.pages.publish({ village_id, seen: "page_2", by: LI, not_agreed: [] })).toMatchObject({
    refusal: { reason: "no_change" },
  });
});

test("what was published stays as it was written", async () => {
  await expect(sql.raw(`update village_page set content = '{}'`)).rejects.toThrow("never changed");
  await expect(sql.raw(`delete from village_page`)).rejects.toThrow("never changed");
});

test("a draft that is thrown away is gone, and the page stands; a cooperative sees its own villages only", async () => {
  await villages.pages.saveDraft({ village_id, content: page({ lng: 1 }), seen: await revision(), by: LI });
  expect(await villages.pages.discard({ village_id, seen: await revision() })).toMatchObject({
    ok: true,
    value: { draft: null, version: 2, published: { lng: 105.1 } },
  });
  expect((await villages.pages.of("coop_x")).map((one) => one.village_id)).toEqual([village_id]);
  expect(await villages.pages.of("coop_y")).toEqual([]);
  expect(await villages.pages.isOf(village_id, "coop_y")).toBe(false);
});

test("who is named in a text of another village is nobody here; a namesake who agreed speaks for the name", async () => {
  const other = await aVillage("two", "621202000002");
  await sql.raw(
    `insert into cooperative (id, handle, name_zh, name_en, county_code, county_zh, county_en, tz, currency, stock_location_id)
     values ('coop_x', 'x', '社', 'X', '621202', '武都', 'Wudu', 'Asia/Shanghai', 'CNY', 'sloc_x')`,
  );
  let card = 1000;
  const household = (name: string, agreed: boolean, at = village_id) =>
    sql.raw(
      `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4, consent_public_name)
       values (?, 'coop_x', ?, ?, ?, 'sealed', '0000', ?)`,
      [`household_${++card}`, at, name, `XX${card}`, agreed],
    );
  await household("王秀兰", false);
  await household("赵铁柱", false);
  await household("赵铁柱", true);
  await household("孙大壮", false, other);
  const text = "王秀兰、赵铁柱和孙大壮都种核桃。";
  const found = await registers.notAgreedIn(sql, [
    { village_id, text },
    { village_id: other, text: "没有人" },
  ]);
  expect([...found]).toEqual([[village_id, ["王秀兰"]]]);
});
