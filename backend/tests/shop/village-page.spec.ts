import knex, { type Knex } from "knex";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { VillagePage } from "@commonlot/domain";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import * as registers from "../../src/modules/cooperative/queries";
import VillageService from "../../src/modules/village/service";

// What is written of a village on a bare database: two who write at once, publishing, who may be named, and what ends by itself.

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

const writer = (person = "member_li") => ({ village_id, cooperative_id: "coop_x", person });
const reason = (answer: { ok: boolean; refusal?: { reason: string } }) => (answer.ok ? "ok" : answer.refusal?.reason);
const told = async () => {
  const found = await sql.raw<{ rows: { payload: unknown }[] }>(
    `delete from outbox_message where job = 'index-shop' returning payload`,
  );
  return found.rows.length;
};
const acts = async () => {
  const found = await villages.activity.list({
    cooperative_id: "coop_x",
    before: { at: "infinity", id: "" },
    limit: 100,
  });
  return found.map((one) => one.act).reverse();
};

test("a season is added once, changed by the first of two who saw it, and ended; each is told and remembered", async () => {
  await told();
  const days = { picked_from: "09-05", picked_to: "09-30", sent_from: "10-01", sent_to: "04-30" };
  const added = await Promise.all([1, 2, 3].map(() => villages.seasons.add(writer(), { produce: "walnut", ...days })));
  expect(added.map(reason).sort()).toEqual(["ok", "season_exists", "season_exists"]);
  expect(reason(await villages.seasons.add(writer(), { produce: "gold", ...days }))).toBe("invalid_produce");
  const wrong = await villages.seasons.add(writer(), { produce: "rice", ...days, sent_to: "02-30" });
  expect(wrong).toMatchObject({ refusal: { reason: "invalid_day", field: "sent_to" } });
  const changed = await Promise.all(
    ["10-02", "10-03"].map((picked_to) =>
      villages.seasons.change(writer(), { produce: "walnut", ...days, picked_to, seen: 1 }),
    ),
  );
  expect(changed.map(reason).sort()).toEqual(["ok", "stale"]);
  // What a person wrote is not the seed's to overwrite.
  await villages.seasons.put([{ village_id, produce: "walnut", ...days, picked_to: "09-10" }]);
  const [stands] = await villages.seasons.ofDesk(village_id);
  expect([stands?.version, stands?.picked_to.slice(0, 3)]).toEqual([2, "10-"]);
  expect(reason(await villages.seasons.end(writer(), { produce: "walnut", seen: 1 }))).toBe("stale");
  expect(reason(await villages.seasons.end(writer(), { produce: "walnut", seen: 2 }))).toBe("ok");
  await villages.seasons.put([{ village_id, produce: "walnut", ...days }]);
  expect(await villages.seasons.of([village_id])).toEqual([]);
  expect([await told(), await acts()]).toEqual([3, ["season_added", "season_changed", "season_ended"]]);
  const before = await sql.raw<{ rows: { picked_to: string }[] }>(
    `select before ->> 'picked_to' as picked_to from village_act where act = 'season_changed'`,
  );
  expect(before.rows).toEqual([{ picked_to: "09-30" }]);
  // Ended and added again while a form was open: what that form has seen never stands again.
  expect(reason(await villages.seasons.add(writer(), { produce: "walnut", ...days }))).toBe("ok");
  for (const seen of [1, 2])
    expect(reason(await villages.seasons.change(writer(), { produce: "walnut", ...days, seen }))).toBe("stale");
  await expect(sql.raw(`delete from village_act`)).rejects.toThrow("never changed");
});

test("a certificate is shown on its days alone, said to end within sixty days, changed as it was seen, and withdrawn", async () => {
  const body = {
    produce: null,
    kind: "organic" as const,
    number: "OG-7",
    issuer_zh: "机构",
    issuer_en: "Issuer",
    valid_from: "2026-01-01",
    valid_to: "2026-12-31",
  };
  const added = await villages.certificates.add({ ...body, village_id }, writer());
  const certificate = added.ok ? added.value.id : "";
  const shown = async (day: string) => (await villages.certificates.inForce([village_id], day)).length;
  const soon = async (day: string) => (await villages.certificates.endingSoon([village_id], day)).length;
  expect(await Promise.all(["2025-12-31", "2026-12-31", "2027-01-01"].map(shown))).toEqual([0, 1, 0]);
  expect(await Promise.all(["2026-10-31", "2026-11-01", "2026-12-31", "2027-01-01"].map(soon))).toEqual([0, 1, 1, 0]);
  const longer = { ...body, id: certificate, seen: 1, valid_to: "2029-12-31" };
  const changed = await Promise.all([1, 2].map(() => villages.certificates.change(writer(), longer)));
  expect(changed.map(reason).sort()).toEqual(["ok", "stale"]);
  expect([await shown("2027-01-01"), await soon("2026-12-31")]).toEqual([1, 0]);
  expect(reason(await villages.certificates.change(writer(), { ...longer, seen: 2, valid_to: "2025-01-01" }))).toBe(
    "invalid_day",
  );
  const other = await villages.certificates.add({ ...body, number: "OG-8", village_id }, writer());
  expect(
    reason(await villages.certificates.change(writer(), { ...body, id: other.ok ? other.value.id : "", seen: 1 })),
  ).toBe("certificate_exists");
  const third = await villages.certificates.add({ ...body, number: "OG-9", village_id }, writer());
  const raced = await Promise.all(
    [other, third].map((one) =>
      villages.certificates.change(writer(), {
        ...body,
        number: "OG-10",
        id: one.ok ? one.value.id : "",
        seen: 1,
        valid_to: "2026-06-30",
      }),
    ),
  );
  expect(raced.map(reason).sort()).toEqual(["certificate_exists", "ok"]);
  const elsewhere = { ...writer(), village_id: "village_other" };
  const last = { id: certificate, seen: 2, on: "2026-06-01" };
  expect(reason(await villages.certificates.withdraw(elsewhere, last))).toBe("certificate_not_found");
  expect(reason(await villages.certificates.withdraw(writer(), last))).toBe("ok");
  expect(await Promise.all(["2026-05-31", "2026-06-01"].map(shown))).toEqual([3, 2]);
  const hidden = await sql.raw<{ rows: object[] }>(`select payload from outbox_message where job = 'hide-pictures'`);
  expect(hidden.rows).toEqual([{ payload: { kind: "certificate", of_id: certificate, person: writer().person } }]);
  expect(await villages.certificates.one(certificate, village_id)).toBeUndefined();
});

test("a notice is public from its day, news to its last one, corrected with the old words kept, and withdrawn, never deleted", async () => {
  const text = { title_zh: "开秤", title_en: "Weighing", text_zh: "开秤了。", text_en: "We weigh.", shown_to: null };
  const now = new Date("2026-11-20T04:00:00Z");
  const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
  let forms = 0;
  const publish = (content: object, shown_from = "2026-11-20", idempotency_key = `form-${(forms += 1)}`) =>
    villages.notices.publish(writer(), {
      kind: "notice",
      content,
      shown_from,
      now,
      not_agreed: ["王秀兰"],
      idempotency_key,
    });
  expect(reason(await publish({ ...text, text_en: "" }))).toBe("invalid_input");
  expect(reason(await publish(text, "2026-11-19"))).toBe("invalid_day");
  expect(reason(await publish({ ...text, text_zh: "请找王秀兰。" }))).toBe("named_without_consent");
  const made: string[] = [];
  for (const more of [{ shown_to: "2026-11-21" }, {}, {}, { title_zh: "<b>四</b>" }]) {
    const one = await publish({ ...text, ...more });
    made.push(one.ok ? one.value.id : "");
  }
  const pressed = await Promise.all([1, 2, 3].map(() => publish(text, "2026-11-23", "form-of-coming")));
  const [coming] = pressed as [(typeof pressed)[0]];
  expect(new Set(pressed.map((one) => one.ok && one.value.id)).size).toBe(1);
  expect(reason(await publish({ ...text, title_zh: "别的" }, "2026-11-23", "form-of-coming"))).toBe(
    "idempotency_conflict",
  );
  const news = async (at: Date) => (await villages.notices.news(village_id, at, 3)).map((one) => one.id);
  expect((await news(now)).every((id) => made.includes(id))).toBe(true);
  expect(await news(later(-1))).toEqual([]);
  // From the first moment of its day in China, when it is the newest.
  expect((await news(new Date("2026-11-22T15:59:59Z"))).length).toBe(3);
  expect((await news(new Date("2026-11-22T16:00:00Z")))[0]).toBe(coming.ok && coming.value.id);
  const all: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await villages.notices.published(village_id, later(2), { cursor, limit: 3 });
    all.push(...page.notices.map((one) => one.id));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect([all.length, new Set(all).size]).toEqual([4, 4]);

  const [, second = ""] = made;
  const correction = { id: second, seen: 1, content: { ...text, text_zh: "十月开秤。" }, not_agreed: [] };
  const elsewhere = { ...writer(), cooperative_id: "coop_y" };
  expect(reason(await villages.notices.correct(elsewhere, correction))).toBe("notice_not_found");
  const corrected = await Promise.all([1, 2].map(() => villages.notices.correct(writer(), correction)));
  expect(corrected.map(reason).sort()).toEqual(["ok", "stale"]);
  const find = async () => (await villages.notices.ofDesk(village_id, {})).notices.find((one) => one.id === second);
  expect(await find()).toMatchObject({ text_zh: "十月开秤。", version: 2 });
  expect((await find())?.corrected_at).not.toBeNull();
  const kept = await sql.raw<{ rows: { text: string }[] }>(
    `select before ->> 'text_zh' as text from village_act where of_id = ? and act = 'notice_corrected'`,
    [second],
  );
  expect(kept.rows).toEqual([{ text: "开秤了。" }]);
  expect(reason(await villages.notices.withdraw(writer(), { id: second, seen: 2, now }))).toBe("ok");
  expect(reason(await villages.notices.correct(writer(), { ...correction, seen: 3 }))).toBe("notice_withdrawn");
  const open = await villages.notices.published(village_id, later(2), {});
  expect([open.notices.length, (await find())?.withdrawn_at?.toISOString()]).toEqual([3, now.toISOString()]);
});
