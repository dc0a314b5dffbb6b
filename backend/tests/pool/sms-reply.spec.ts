import { afterAll, beforeAll, expect, it } from "vitest";
import type { MedusaContainer } from "@medusajs/framework/types";
import CooperativeService from "../../src/modules/cooperative/service";
import type { ActingFor } from "../../src/modules/cooperative/types";
import { takeReply } from "../../src/workflows/cooperative/take-sms-reply";
import { givenPool, id, lot, value, weighInHouse, type WeighInHouse } from "./weigh-in-house";

let house: WeighInHouse;
let cooperatives: CooperativeService;
let container: MedusaContainer;
let cooperative_id: string;
const clerk: ActingFor = {
  actor: { kind: "coop_member", id: "member_clerk", name: "李建平" },
  agreed: { kind: "present", note: "" },
};
beforeAll(async () => {
  house = await weighInHouse();
  cooperatives = new CooperativeService({ __pg_connection__: house.knex });
  const services: Record<string, unknown> = { cooperative: cooperatives, pool: house.pools };
  container = { resolve: (name: string) => services[name] } as unknown as MedusaContainer;
  const made = await cooperatives.createCooperative({
    handle: "replies",
    name_zh: "武都山里人家农民专业合作社",
    name_en: "Wudu",
    county_code: "621202",
    county_zh: "武都区",
    county_en: "Wudu",
    tz: "Asia/Shanghai",
    currency: "CNY",
    stock_location_id: id("sloc"),
    phone: "0939-8210000",
    card_prefix: "SR",
  });
  cooperative_id = value(made).id;
});
afterAll(() => house?.close());

let next = 0;
const phone = () => `+86139${String(++next).padStart(8, "0")}`;
const household = async (number: string) =>
  value(
    await cooperatives.registerHousehold({ cooperative_id, village_id: "village_sr", name: "王秀英", phone: number }),
  ).household_id;
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** A lot of a household, weighed in now. */
async function ticket(household_id: string): Promise<{ lot_id: string; number: string }> {
  const pool = await givenPool(house, { cooperative_id, produce: id("produce").slice(0, 20) });
  const taken = value(await house.pools.receiveLot(lot(pool, { household_id, harvested_on: today(), today: today() })));
  return { lot_id: taken.lot_id, number: taken.number };
}
const objections = async (lot_id: string) =>
  (
    await house.db.query<{ via: string; words: string; said_by_name: string | null }>(
      `select via, words, said_by_name from objection where lot_id = $1`,
      [lot_id],
    )
  ).rows;
const texts = async (household_id: string) =>
  (
    await house.db.query<{ kind: string; text: string }>(
      `select kind, text from notice where household_id = $1 order by created_at`,
      [household_id],
    )
  ).rows;
const send = (from: string, text: string, event_id = id("sms"), received_at = new Date()) =>
  takeReply(container, { event_id, from, text, received_at: received_at.toISOString() });

it("a household's 'not right' objects to its last ticket, once, and is answered", async () => {
  const number = phone();
  const whose = await household(number);
  await ticket(whose);
  const last = await ticket(whose);
  const event = id("sms");
  expect(await send(number, "不对，少了两斤", event)).toBe("objected");
  // The network hands it over twice, and they write again.
  expect(await send(number, "不对，少了两斤", event)).toBe("objected");
  expect(await send(number.slice(3), `${last.number} 还是不对`)).toBe("objected");
  expect(await objections(last.lot_id)).toEqual([{ via: "sms", words: "不对,少了两斤", said_by_name: null }]);
  const answers = await texts(whose);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toContain(`已收到您对收货单${last.number}的异议`);
});

it("a named ticket is the one that is meant; another household's is not there", async () => {
  const [mine, theirs] = [phone(), phone()];
  const [own, other] = [await household(mine), await household(theirs)];
  const first = await ticket(own);
  await ticket(own);
  const foreign = await ticket(other);
  expect(await send(mine, `${first.number}有误`)).toBe("objected");
  expect(await objections(first.lot_id)).toHaveLength(1);
  expect(await send(mine, `${foreign.number}有误`)).toBe("unclear");
  expect(await objections(foreign.lot_id)).toHaveLength(0);
  expect((await texts(own)).at(-1)?.kind).toBe("sms_help");
});

it("thanks beside a complaint take nothing from it; a bare number is asked back about, and opens nothing", async () => {
  const number = phone();
  const whose = await household(number);
  const { lot_id, number: ticket_no } = await ticket(whose);
  expect(await send(number, ticket_no)).toBe("unclear");
  expect(await objections(lot_id)).toHaveLength(0);
  expect((await texts(whose)).at(-1)?.kind).toBe("sms_help");
  expect(await send(number, `收到，谢谢，${ticket_no}少了一斤`)).toBe("objected");
  expect(await objections(lot_id)).toHaveLength(1);
});

it("of several households nobody guesses which; thanks, strangers and relatives who may only look open nothing", async () => {
  const shared = phone();
  const [one, two] = [await household(shared), await household(shared)];
  const lots = [await ticket(one), await ticket(two)];
  expect(await send(shared, "不对")).toBe("unclear");
  expect(await send(shared, "收到，谢谢")).toBe("other");
  expect(await send(phone(), "不对")).toBe("unknown_phone");
  const [looks, confirms] = [phone(), phone()];
  const name = (number: string, may: "look" | "confirm") =>
    cooperatives.relatives.addDelegate(one, { name: "王小妹", relation: "女儿", phone: number, may }, clerk);
  value(await name(looks, "look"));
  value(await name(confirms, "confirm"));
  expect(await send(looks, "不对")).toBe("unknown_phone");
  for (const { lot_id } of lots) expect(await objections(lot_id)).toHaveLength(0);
  expect(await send(confirms, "不对")).toBe("objected");
  expect(await objections(lots[0]?.lot_id ?? "")).toMatchObject([{ via: "sms", said_by_name: "王小妹" }]);
  const { acts } = await cooperatives.acts.of(one);
  expect(acts[0]).toMatchObject({ act: "objected", actor_kind: "delegate", actor_name: "王小妹" });
});

it("read again after a crash it speaks of the ticket it spoke of, not of one weighed since", async () => {
  const number = phone();
  const whose = await household(number);
  const first = await ticket(whose);
  const [event, received_at] = [id("sms"), new Date()];
  expect(await send(number, "不对", event, received_at)).toBe("objected");
  // Killed before it was marked as done; the household is weighed in again, and the job runs once more.
  const since = await ticket(whose);
  expect(await send(number, "不对", event, received_at)).toBe("objected");
  expect(await objections(first.lot_id)).toHaveLength(1);
  expect(await objections(since.lot_id)).toHaveLength(0);
  expect((await texts(whose)).filter((one) => one.kind === "objection_received")).toHaveLength(1);
});

it("sent in time and read late, it is in time", async () => {
  const number = phone();
  const whose = await household(number);
  const { lot_id } = await ticket(whose);
  await house.db.query(`alter table lot disable trigger user`);
  await house.db.query(
    `update lot set weighed_at = now() - interval '6 days', weighed_on = (now() - interval '6 days')::date,
       created_at = now() - interval '6 days' where id = $1`,
    [lot_id],
  );
  await house.db.query(`alter table lot enable trigger user`);
  const received_at = new Date(Date.now() - 5 * 86_400_000);
  expect(await send(number, "不对", id("sms"), received_at)).toBe("objected");
  expect(await objections(lot_id)).toHaveLength(1);
});

it("after the third day the reply is told that it is late, and whom to call", async () => {
  const number = phone();
  const whose = await household(number);
  const late = await ticket(whose);
  await house.db.query(`alter table lot disable trigger user`);
  await house.db.query(
    `update lot set weighed_at = now() - interval '6 days', weighed_on = (now() - interval '6 days')::date where id = $1`,
    [late.lot_id],
  );
  await house.db.query(`alter table lot enable trigger user`);
  expect(await send(number, `${late.number} 不对`)).toBe("too_late");
  expect((await texts(whose)).at(-1)?.text).toMatch(/过了三天.*0939-8210000/);
});
