import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { todayOf } from "../../src/lib/today";
import type { ListedPricesInput } from "../../src/modules/wholesale/companies/price-list-types";
import { pricesForOffer } from "../../src/workflows/wholesale/price-list-page";
import { askForList } from "../../src/workflows/wholesale/quick-ask";
import { addQuote, setPacks } from "../../src/workflows/wholesale/quick-list";
import { judgedList } from "../../src/workflows/wholesale/quick-list-page";
import { quickTable } from "../../src/workflows/wholesale/quick-table";
import { id, reasonOf } from "../settlement/house";
import { value } from "./short-house";
import { BAG, BOX, refusal, WALNUT, wholesaleKit, type WholesaleKit } from "./wholesale-kit";

// Price lists on a bare database, and what companies read of them in the quick order and the desk in its offers.

let kit: WholesaleKit;
beforeAll(async () => {
  kit = await wholesaleKit();
  await kit.house.lot(20_000);
});
afterAll(() => kit?.house.close());
beforeEach(async () => {
  await kit.house.db.query(`delete from company_price_step`);
  await kit.house.db.query(`delete from company_price`);
});

const TODAY = todayOf();
const day = (days: number) => new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);
const seller = () => ({ cooperative_id: kit.house.cooperative_id, person: "m_manager" });
const lists = () => kit.wholesale.priceLists;
const product = { product_id: WALNUT, currency: "CNY" };
/** Freight of an offer that costs nothing. */
const FREE = { freight_minor: 0n, freight_term: { bearer: "buyer" as const } };
const step = (from: number, price_minor: number) => ({ from, price_minor });

const list = async (name = `Canteens ${randomUUID()}`) => value(await lists().make(seller(), name)).id;
const price = (list_id: string, packs: ListedPricesInput["packs"], by = seller()) =>
  lists().price(by, list_id, product, packs);
const put = (list_id: string, company_id: string, from_day: string | null = null, to_day: string | null = null) =>
  lists().put(seller(), list_id, { company_id, from_day, to_day }, TODAY);
const all = (packs: { variant_id: string; minimum_packs: number; steps: ReturnType<typeof step>[]; seen: number }[]) =>
  kit.wholesale.prices.set(seller(), product, packs);
/** What the table says: of the bag and the box, the minimum and the ladder. */
const seen = async (by: { company_id: string; member_id: string }) =>
  (await quickTable(kit.container, by, { q: "", page: 1 })).products[0]?.packs.map((pack) => [
    pack.minimum_packs,
    ...(pack.price?.steps ?? []).map((one) => [one.from, Number(one.price_minor)]),
  ]);

test("a company reads its own list, behind it the one for all companies and the shop's; another company reads none of it", async () => {
  const [own, other] = [await kit.firm(), await kit.firm()];
  value(await all([{ variant_id: BOX, minimum_packs: 4, steps: [step(0, 9_500), step(20, 9_000)], seen: 0 }]));
  const everybody = [
    [1, [0, 2_000]],
    [4, [0, 9_500], [20, 9_000]],
  ];
  expect(await seen(own)).toEqual(everybody);
  const list_id = await list();
  value(await put(list_id, own.company_id));
  // In a list that says nothing.
  expect(await seen(own)).toEqual(everybody);
  value(
    await price(list_id, [
      { variant_id: BAG, minimum_packs: 3, steps: [], seen: 0 },
      { variant_id: BOX, minimum_packs: null, steps: [step(0, 9_100)], seen: 0 },
    ]),
  );
  // The bag's minimum with the shop's price; the box's ladder with the minimum for all.
  expect(await seen(own)).toEqual([
    [3, [0, 2_000]],
    [4, [0, 9_100]],
  ]);
  expect(await seen(other)).toEqual(everybody);
  value(await price(list_id, [{ variant_id: BOX, minimum_packs: 20, steps: [], seen: 1 }]));
  // Its minimum passes over the first step of all.
  expect((await seen(own))?.[1]).toEqual([20, [0, 9_000]]);
  value(await lists().takeOut(seller(), list_id, own.company_id));
  value(await lists().takeOut(seller(), list_id, own.company_id));
  expect(await seen(own)).toEqual(everybody);
});

test("a list holds from its first day to its last, and not when it has ended", async () => {
  const own = await kit.firm();
  const list_id = await list();
  value(await price(list_id, [{ variant_id: BOX, minimum_packs: 2, steps: [step(0, 8_000)], seen: 0 }]));
  const pays = async () => (await seen(own))?.[1];
  const [shop, listed] = [
    [1, [0, 10_000]],
    [2, [0, 8_000]],
  ];
  expect(reasonOf(await put(list_id, own.company_id, day(3), day(2)))).toBe("period_backwards");
  expect(reasonOf(await put(list_id, own.company_id, null, day(-1)))).toBe("day_past");
  value(await put(list_id, own.company_id, day(1), null));
  expect(await pays()).toEqual(shop);
  value(await put(list_id, own.company_id, day(0), day(0)));
  expect(await pays()).toEqual(listed);
  await kit.house.db.query(`update company_price_list_company set from_day = null, to_day = $2 where company_id = $1`, [
    own.company_id,
    day(-1),
  ]);
  expect(await pays()).toEqual(shop);
  value(await put(list_id, own.company_id));
  expect(await pays()).toEqual(listed);
  expect(reasonOf(await lists().end(seller(), list_id, 99))).toBe("stale");
  // Pressed by two at once, and once more.
  const ends = await Promise.all([1, 2].map(() => lists().end(seller(), list_id, 1)));
  expect(ends.map(reasonOf)).toEqual([null, null]);
  value(await lists().end(seller(), list_id, 1));
  expect(await pays()).toEqual(shop);
  expect(reasonOf(await put(list_id, own.company_id))).toBe("price_list_ended");
});

test("a company is in one list of a cooperative, whoever puts it in at once; of another cooperative's lists nothing is there", async () => {
  const own = await kit.firm();
  const [one, two] = [await list(), await list()];
  const both = await Promise.all([put(one, own.company_id), put(two, own.company_id)]);
  expect(both.map(reasonOf).sort()).toEqual(["in_another_list", null].sort());
  const { rows } = await kit.house.db.query(`select 1 from company_price_list_company where company_id = $1`, [
    own.company_id,
  ]);
  expect(rows).toHaveLength(1);
  expect(reasonOf(await put(one, id("company")))).toBe("company_not_found");
  const elsewhere = await kit.house.otherCooperative();
  const theirs = { cooperative_id: elsewhere.cooperative_id, person: "m_other" };
  const other_list = value(await lists().make(theirs, "Canteens")).id;
  // A company that never dealt with them is not told of.
  const input = { company_id: own.company_id, from_day: null, to_day: null };
  expect(reasonOf(await lists().put(theirs, other_list, input, TODAY))).toBe("company_not_found");
  // Nothing of a list is there for another cooperative.
  for (const done of [
    await lists().rename(theirs, one, { name: "x", version: 1 }),
    await lists().end(theirs, one, 1),
    await lists().put(theirs, one, input, TODAY),
    await lists().takeOut(theirs, one, own.company_id),
    await price(one, [{ variant_id: BOX, minimum_packs: 2, steps: [], seen: 0 }], theirs),
  ])
    expect(reasonOf(done)).toBe("price_list_not_found");
  expect(await lists().one(theirs.cooperative_id, one)).toBeUndefined();
  expect((await lists().all(theirs.cooperative_id)).map((each) => each.id)).toEqual([other_list]);
});

test("of a name there is one, a price is set as it was seen, all packs or none, and who did it is kept for good", async () => {
  const name = `Gift senders ${randomUUID()}`;
  const made = await Promise.all([lists().make(seller(), name), lists().make(seller(), name.toUpperCase())]);
  expect(made.map(reasonOf).sort()).toEqual([null, "price_list_named"].sort());
  const list_id = value(made[0].ok ? made[0] : made[1]).id;
  const box = { variant_id: BOX, minimum_packs: 2, steps: [step(0, 9_000)], seen: 0 };
  const wrong = await price(list_id, [box, { variant_id: BAG, minimum_packs: null, steps: [step(5, 1)], seen: 0 }]);
  expect(!wrong.ok && wrong.refusal).toMatchObject({ reason: "steps_start", field: "packs.1.steps.0" });
  expect((await lists().listed(list_id, [BOX, BAG])).size).toBe(0);
  const both = await Promise.all([price(list_id, [box]), price(list_id, [{ ...box, minimum_packs: 3 }])]);
  expect(both.map(reasonOf).sort()).toEqual([null, "stale"].sort());
  // What says nothing any more stays as a row, so that its version goes on.
  value(await price(list_id, [{ variant_id: BOX, minimum_packs: null, steps: [], seen: 1 }]));
  expect(reasonOf(await price(list_id, [box]))).toBe("stale");
  expect((await lists().all(seller().cooperative_id)).find((one) => one.id === list_id)).toMatchObject({ packs: 0 });
  const acts = (await lists().changesOf(list_id)).map((one) => [one.act, one.person, one.variant_id]);
  expect(acts).toEqual([
    ["priced", "m_manager", BOX],
    ["priced", "m_manager", BOX],
    ["made", "m_manager", null],
  ]);
  await expect(kit.house.db.query(`delete from company_price_list_change`)).rejects.toThrow(/append-only/);
  await expect(kit.house.db.query(`update company_price_list_change set person = 'x'`)).rejects.toThrow(/append-only/);
});

test("the list is judged, asked for, offered and ordered again by the company's own price; a change leaves offers alone", async () => {
  await kit.house.lot(500_000);
  const own = await kit.firm();
  const list_id = await list();
  value(await put(list_id, own.company_id));
  const box = { variant_id: BOX, minimum_packs: 2, steps: [step(0, 9_000), step(10, 8_500)], seen: 0 };
  value(await price(list_id, [box]));
  await setPacks(kit.container, own, { packs: [{ variant_id: BOX, packs: 1 }] });
  expect((await judgedList(kit.container, own, 1)).lines[0]).toMatchObject({ fault: "below_minimum", near_packs: [2] });
  await setPacks(kit.container, own, { packs: [{ variant_id: BOX, packs: 12 }] });
  expect((await judgedList(kit.container, own, 1)).lines[0]).toMatchObject({
    fault: null,
    unit_minor: 8_500n,
    amount_minor: 102_000n,
  });
  const ask = { wanted_on: day(10), words: "", idempotency_key: randomUUID() };
  const [made] = await askForList(kit.container, own.buyer, ask);
  const quote_id = made?.id ?? "";
  const quote = await kit.wholesale.quotes.byId(quote_id);
  const asked = await kit.wholesale.quotes.version(quote_id, 1);
  if (!quote || !asked) throw new Error("nothing was asked");
  // What the desk fills in; in other money, or of another cooperative, it fills in nothing.
  expect(await pricesForOffer(kit.container, quote, asked)).toEqual([{ variant_id: BOX, price_minor: 8_500 }]);
  expect(await pricesForOffer(kit.container, { ...quote, currency: "EUR" }, asked)).toEqual([]);
  expect(await pricesForOffer(kit.container, { ...quote, cooperative_id: "coop_other" }, asked)).toEqual([]);
  const offer = { ...asked, lines: asked.lines.map((line) => ({ ...line, price_minor: 8_500n })), ...FREE };
  const by = { side: "seller" as const, id: "m_manager", cooperative_id: kit.house.cooperative_id };
  const expires_at = new Date(Date.now() + 86_400_000);
  value(await kit.wholesale.quotes.write(by, { quote_id, upon_version: 1, expires_at, draft: offer }));
  value(await price(list_id, [{ ...box, steps: [step(0, 7_000)], seen: 1 }]));
  expect((await kit.wholesale.quotes.lastOffer(quote_id))?.lines[0]?.price_minor).toBe(8_500n);
  // Ordered again it costs what it costs today.
  await addQuote(kit.container, own.buyer, quote_id);
  expect((await judgedList(kit.container, own, 1)).lines[0]).toMatchObject({ packs: 12, unit_minor: 7_000n });
  const other = await kit.firm();
  expect(await refusal(addQuote(kit.container, other.buyer, quote_id))).toBe("quote_not_found");
});
