import type { MedusaContainer } from "@medusajs/framework/types";
import { afterAll, beforeAll, expect, test } from "vitest";
import CooperativeService from "../../src/modules/cooperative/service";
import type { NoticeRow } from "../../src/modules/village/notices";
import VillageService from "../../src/modules/village/service";
import { NOTICES, THANKS, withHiddenNames } from "../../src/workflows/shop/hidden-names";
import { namedInThanks, tellHouseholds, villagesThanked } from "../../src/workflows/village/thanks";
import { bulkOrder, parcelHouse, plannedWhole, type ParcelHouse } from "../parcel/house";

// Thanks of buyers on a bare database: once an order and cooperative, shown only as long as they are published.

let house: ParcelHouse;
let sql: ParcelHouse["knex"];
let villages: VillageService;
let container: MedusaContainer;
const COOP = "coop_x";
const by = { cooperative_id: COOP, person: "member_li" };

beforeAll(async () => {
  house = await parcelHouse();
  sql = house.knex;
  villages = new VillageService({ __pg_connection__: sql });
  const cooperative = new CooperativeService({ __pg_connection__: sql });
  const rooms: Record<string, unknown> = { village: villages, cooperative, __pg_connection__: sql };
  container = { resolve: (name: string) => rooms[name] } as unknown as MedusaContainer;
  await sql.raw(
    `insert into cooperative (id, handle, name_zh, name_en, county_code, county_zh, county_en, tz, currency, stock_location_id)
     values (?, 'x', '竹塘合作社', 'X', '621202', '武都', 'Wudu', 'Asia/Shanghai', 'CNY', 'sloc_x')`,
    [COOP],
  );
});
afterAll(() => house?.close());

const give = (order_id: string, words: string, cooperative_id = COOP) =>
  villages.thanks.give({ order_id, cooperative_id, province_code: "31", words });
const reasonOf = (result: { ok: boolean; refusal?: { reason: string } }) => (result.ok ? null : result.refusal?.reason);
async function given(order_id: string, words: string): Promise<string> {
  const thanks = await give(order_id, words);
  if (!thanks.ok) throw new Error(thanks.refusal.message);
  return thanks.value.id;
}
let card = 1000;
const household = (id: string, name: string, phone_last4 = "0000") =>
  sql.raw(
    `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4, consent_public_name)
     values (?, ?, 'vil_1', ?, ?, 'sealed', ?, true)`,
    [id, COOP, name, `XX${++card}`, phone_last4],
  );
const agrees = (name: string, yes: boolean) =>
  sql.raw(`update household set consent_public_name = ? where name = ?`, [yes, name]);
const shown = async (village: string) => (await villages.thanks.shownOf(village, 10)).map((one) => one.words);

test("of ten windows that send at once one stands; the same again is no second, and the other cooperative of the order has its own", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => give("order_a", `谢谢${at}`)));
  expect(answers.filter((one) => one.ok)).toHaveLength(1);
  expect(new Set(answers.map(reasonOf))).toEqual(new Set([null, "thanks_given"]));
  const stands = await villages.thanks.ofOrder("order_a", COOP);
  expect((await give("order_a", stands?.words ?? "")).ok).toBe(true);
  expect((await give("order_a", "也谢谢你们", "coop_y")).ok).toBe(true);
});

test("are on no page before they are published, on the villages' pages then, and off them when taken down", async () => {
  const id = await given("order_b", "<script>alert(1)</script> 好核桃");
  expect(await shown("village_a")).toEqual([]);
  expect(
    reasonOf(await villages.thanks.publish({ ...by, cooperative_id: "coop_y", id, village_ids: [], not_agreed: [] })),
  ).toBe("thanks_not_found");
  const publish = () => villages.thanks.publish({ ...by, id, village_ids: ["village_a", "village_b"], not_agreed: [] });
  expect((await Promise.all([publish(), publish(), publish()])).map(reasonOf)).toEqual([null, null, null]);
  expect([await shown("village_a"), await shown("village_b")].flat()).toEqual(
    Array(2).fill("<script>alert(1)</script> 好核桃"),
  );
  const { rows } = await sql.raw<{ rows: unknown[] }>(
    `select 1 from outbox_message where job = 'thanks-notices' and payload->>'thanks_id' = ?`,
    [id],
  );
  expect(rows).toHaveLength(1);
  expect((await villages.thanks.refuse({ ...by, person: "member_wu", id, reason: "写错了地方" })).ok).toBe(true);
  expect(await shown("village_a")).toEqual([]);
  expect(reasonOf(await publish())).toBe("stale");
  const acts = await villages.thanks.activity({ cooperative_id: COOP, before: { at: "infinity", id: "" }, limit: 5 });
  // Who published it stays known when somebody else takes it down.
  expect(acts).toMatchObject([
    { act: "thanks_refused", person: "member_wu", words: "写错了地方", page: "thanks" },
    { act: "thanks_published", person: "member_li", words: "", page: "thanks" },
  ]);
  expect(new Set(acts.map((one) => one.id)).size).toBe(2);
});

test("are forgotten with their buyer, waiting or shown, and can't be published after", async () => {
  const [waits, stands] = [await given("order_c", "等着"), await given("order_d", "登着")];
  await villages.thanks.publish({ ...by, id: stands, village_ids: ["village_c"], not_agreed: [] });
  await villages.thanks.forget(["order_c", "order_d"]);
  expect(await shown("village_c")).toEqual([]);
  expect([(await villages.thanks.byId(waits))?.words, (await villages.thanks.byId(stands))?.words]).toEqual(["", ""]);
  expect(reasonOf(await villages.thanks.publish({ ...by, id: waits, village_ids: [], not_agreed: [] }))).toBe(
    "thanks_not_found",
  );
  await villages.thanks.forget(["order_c"]);
});

test("that were decided are read a page at a time, none twice and none left out", async () => {
  const person = { cooperative_id: "coop_pages", person: "member_li" };
  for (const at of [1, 2, 3, 4, 5]) {
    const one = await give(`order_page_${at}`, `谢谢${at}`, "coop_pages");
    if (one.ok) await villages.thanks.refuse({ ...person, id: one.value.id, reason: "不合适" });
  }
  // A form that is sent for many at once decides them at one moment.
  await sql.raw(`update village_thanks set decided_at = '2026-11-20T00:00:00Z' where cooperative_id = 'coop_pages'`);
  const read: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await villages.thanks.ofCooperative("coop_pages", { cursor, limit: 2 });
    read.push(...page.decided.map((one) => one.words));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect([read.length, new Set(read).size]).toEqual([5, 5]);
});

test("name nobody who has not agreed: they are not published, and whoever takes a consent back is blanked, in notices too", async () => {
  await household("household_wang", "王秀兰");
  const id = await given("order_named", "谢谢王秀兰!");
  const words = async () => {
    const read = await withHiddenNames(container, await villages.thanks.shownOf("vil_1", 10), THANKS);
    return read.map((one) => one.words);
  };
  const publish = async () => {
    const not_agreed = await namedInThanks(container, ["vil_0", "vil_1"], "谢谢王秀兰!");
    // On the page of another village, too, whose goods were in the same parcels.
    return reasonOf(await villages.thanks.publish({ ...by, id, village_ids: ["vil_0", "vil_1"], not_agreed }));
  };
  await agrees("王秀兰", false);
  expect(await publish()).toBe("named_without_consent");
  expect([(await villages.thanks.byId(id))?.state, await words()]).toEqual(["waiting", []]);
  await agrees("王秀兰", true);
  expect(await publish()).toBeNull();
  const notice = {
    village_id: "vil_1",
    title_zh: "王秀兰",
    title_en: "王秀兰",
    text_zh: "问王秀兰。",
    text_en: "Ask.",
  };
  const notices = () => withHiddenNames(container, [notice as NoticeRow], NOTICES);
  expect([await words(), await notices()]).toEqual([["谢谢王秀兰!"], [notice]]);
  await agrees("王秀兰", false);
  expect(await words()).toEqual(["谢谢一户人家!"]);
  const [other] = await withHiddenNames(container, await villages.thanks.shownOf("vil_0", 10), THANKS);
  expect(other?.words).toBe("谢谢一户人家!");
  expect(await notices()).toEqual([
    { ...notice, title_zh: "一户人家", title_en: "a household", text_zh: "问一户人家。" },
  ]);
  await agrees("王秀兰", true);
});

test("are told to each household whose goods the buyer had, once, however often the message comes; not to one without a phone", async () => {
  const order = await bulkOrder(house, 4);
  await plannedWhole(house, order);
  const growers = [...new Set(order.allocations.map((one) => one.household_id))];
  const names = ["赵铁柱", "孙大壮"];
  for (const [at, grower] of growers.entries())
    await household(grower, names[at] ?? `农户${at}`, at === 0 ? "" : "1234");
  await household("household_elsewhere", "别人家");
  const whose = { order_id: order.order_id, cooperative_id: COOP };
  expect(await villagesThanked(container, whose)).toEqual(["vil_1"]);
  const id = await given(order.order_id, "谢谢孙大壮!");
  await villages.thanks.publish({ ...by, id, village_ids: ["vil_1"], not_agreed: [] });
  await agrees("孙大壮", false);
  const message = await sql.raw<{ rows: { id: string }[] }>(
    `select id from outbox_message where job = 'thanks-notices' and payload ->> 'thanks_id' = ?`,
    [id],
  );
  const told = { message_id: message.rows[0]?.id ?? "", thanks_id: id };
  await Promise.all([tellHouseholds(container, told), tellHouseholds(container, told)]);
  await tellHouseholds(container, { ...told, message_id: "out_again" });
  const { rows } = await sql.raw<{ rows: { household_id: string; text: string }[] }>(
    `select household_id, text from notice where kind = 'thanks' and subject_id = ? order by household_id`,
    [id],
  );
  expect(growers.length).toBeGreaterThan(1);
  expect(rows.map((one) => one.household_id)).toEqual(growers.slice(1).sort());
  expect(new Set(rows.map((one) => one.text))).toEqual(new Set(["【竹塘合作社】上海的买家谢谢您：“谢谢一户人家!”"]));
});
