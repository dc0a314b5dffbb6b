import knex, { type Knex } from "knex";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import VillageService from "../../src/modules/village/service";

// Thanks of buyers on a bare database: once an order and cooperative, shown only as long as they are published.

let database: TestDatabase;
let sql: Knex;
let villages: VillageService;
const COOP = "coop_x";
const by = { cooperative_id: COOP, person: "member_li" };

beforeAll(async () => {
  database = await testDatabase();
  sql = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  villages = new VillageService({ __pg_connection__: sql });
});
afterAll(async () => {
  await sql.destroy();
  await database.drop();
});

const give = (order_id: string, words: string, cooperative_id = COOP) =>
  villages.thanks.give({ order_id, cooperative_id, province_code: "31", words });
const reasonOf = (result: { ok: boolean; refusal?: { reason: string } }) => (result.ok ? null : result.refusal?.reason);
async function given(order_id: string, words: string): Promise<string> {
  const thanks = await give(order_id, words);
  if (!thanks.ok) throw new Error(thanks.refusal.message);
  return thanks.value.id;
}
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
  expect(reasonOf(await villages.thanks.publish({ ...by, cooperative_id: "coop_y", id, village_ids: [] }))).toBe(
    "thanks_not_found",
  );
  const publish = () => villages.thanks.publish({ ...by, id, village_ids: ["village_a", "village_b"] });
  expect((await Promise.all([publish(), publish(), publish()])).map(reasonOf)).toEqual([null, null, null]);
  expect([await shown("village_a"), await shown("village_b")].flat()).toEqual(
    Array(2).fill("<script>alert(1)</script> 好核桃"),
  );
  const { rows } = await sql.raw<{ rows: unknown[] }>(
    `select 1 from outbox_message where job = 'thanks-notices' and payload->>'thanks_id' = ?`,
    [id],
  );
  expect(rows).toHaveLength(1);
  expect((await villages.thanks.refuse({ ...by, id, reason: "写错了地方" })).ok).toBe(true);
  expect(await shown("village_a")).toEqual([]);
  expect(reasonOf(await publish())).toBe("stale");
  const acts = await villages.thanks.activity({ cooperative_id: COOP, before: { at: "infinity", id: "" }, limit: 5 });
  expect(acts).toMatchObject([{ act: "thanks_refused", person: "member_li", words: "写错了地方", page: "thanks" }]);
});

test("are forgotten with their buyer, waiting or shown, and can't be published after", async () => {
  const [waits, stands] = [await given("order_c", "等着"), await given("order_d", "登着")];
  await villages.thanks.publish({ ...by, id: stands, village_ids: ["village_c"] });
  await villages.thanks.forget(["order_c", "order_d"]);
  expect(await shown("village_c")).toEqual([]);
  expect([(await villages.thanks.byId(waits))?.words, (await villages.thanks.byId(stands))?.words]).toEqual(["", ""]);
  expect(reasonOf(await villages.thanks.publish({ ...by, id: waits, village_ids: [] }))).toBe("thanks_not_found");
  await villages.thanks.forget(["order_c"]);
});
