import { randomUUID } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import CycleService from "../../src/modules/cycle/service";
import type { CompanyPricesInput, ListOwner, WrittenLine } from "../../src/modules/wholesale/quick-order/order-types";
import type WholesaleService from "../../src/modules/wholesale/service";
import { askForList } from "../../src/workflows/wholesale/quick-ask";
import { addQuote, addSheet, mendLines, setPacks } from "../../src/workflows/wholesale/quick-list";
import { judgedList } from "../../src/workflows/wholesale/quick-list-page";
import { quickTable } from "../../src/workflows/wholesale/quick-table";
import { givenCompany, givenMember } from "../people/company-kit";
import { id, reasonOf } from "../settlement/house";
import { addresseeAskingCases } from "./addressee-asking-cases";
import { addresseeCases } from "./addressee-cases";
import { addresseeCountCases } from "./addressee-count-cases";
import { addresseeGoodsCases } from "./addressee-goods-cases";
import { shortHouse, value, type ShortHouse } from "./short-house";

// The quick order on a bare database: products of Medusa's tables, pools, forecasts, prices and lists; only the shop's search is made up.

let house: ShortHouse;
let wholesale: WholesaleService;
let container: MedusaContainer;
const TODAY = new Date().toISOString().slice(0, 10);
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const [WALNUT, BAG, BOX] = ["prod_walnut", "variant_bag", "variant_box"];

beforeAll(async () => {
  house = await shortHouse();
  wholesale = house.container.resolve("wholesale");
  await sold(WALNUT, "麻崖核桃", "Maya walnuts", house.pool_id, [
    [BAG, "500 克", "500 g", 500, "HT-500"],
    [BOX, "2.5 公斤", "2.5 kg", 2_500, null],
  ]);
  const services: Record<string, unknown> = {
    cycle: new CycleService({ __pg_connection__: house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION) }),
    [Modules.SEARCH]: {
      searchMany: () =>
        Promise.resolve([
          { hits: [{ document: { id: WALNUT } }], facets: {}, metadata: { count: 1, skip: 0, take: 1 } },
        ]),
    },
    [ContainerRegistrationKeys.QUERY]: { graph: ({ entity, filters }: Asked) => graph(entity, [filters.id].flat()) },
  };
  container = {
    resolve: (name: string) => services[name] ?? house.container.resolve(name),
  } as unknown as MedusaContainer;
});
afterAll(() => house?.close());

interface Asked {
  entity: string;
  filters: { id?: string | string[] };
}

/** What Medusa's graph answers of packs, from its own tables. */
async function graph(entity: string, ids: (string | undefined)[]) {
  if (entity !== "variant") return { data: [] };
  const { rows } = await house.db.query(
    `select v.id, v.title, json_build_object('id', p.id, 'title', p.title, 'status', p.status) as product,
       json_build_array(json_build_object('inventory_item_id', i.inventory_item_id, 'required_quantity', i.required_quantity)) as inventory_items
     from product_variant v join product p on p.id = v.product_id join product_variant_inventory_item i on i.variant_id = v.id where v.id = any($1)`,
    [ids],
  );
  return { data: rows };
}

type Pack = [variant_id: string, zh: string, en: string, units: number, sku: string | null];

async function sold(product_id: string, zh: string, en: string, pool_id: string, packs: Pack[]): Promise<void> {
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  const english = `insert into translation (id, reference, reference_id, locale_code, translations) values ($1, $2, $3, 'en-US', $4)`;
  await put(
    `insert into product (id, title, handle, status) values ($1, $2, $3, 'published')`,
    product_id,
    zh,
    `h-${product_id}`,
  );
  await put(english, id("trans"), "product", product_id, JSON.stringify({ title: en }));
  for (const [variant_id, title, title_en, units, sku] of packs) {
    await put(
      `insert into product_variant (id, product_id, title, sku, metadata) values ($1, $2, $3, $4, $5)`,
      variant_id,
      product_id,
      title,
      sku,
      JSON.stringify({ pack_g: units }),
    );
    await put(english, id("trans"), "product_variant", variant_id, JSON.stringify({ title: title_en }));
    await put(
      `insert into product_variant_inventory_item (variant_id, inventory_item_id, id, required_quantity)
       select $1, inventory_item_id, $2, $3 from pool where id = $4`,
      variant_id,
      id("pvitem"),
      units,
      pool_id,
    );
    const price_set = id("pset");
    await put(`insert into price_set (id) values ($1)`, price_set);
    await put(
      `insert into product_variant_price_set (variant_id, price_set_id, id) values ($1, $2, $3)`,
      variant_id,
      price_set,
      id("pvps"),
    );
    // 40.00 a kilo; a price for many is the operator's and not looked at.
    for (const [amount, least] of [
      [units * 0.04, null],
      [1, 10],
    ])
      await put(
        `insert into price (id, price_set_id, currency_code, amount, raw_amount, rules_count, min_quantity) values ($1, $2, 'cny', $3, $4, 0, $5)`,
        id("price"),
        price_set,
        amount,
        JSON.stringify({ value: String(amount), precision: 20 }),
        least,
      );
  }
}

async function firm(): Promise<ListOwner & { colleague: string }> {
  const company_id = await givenCompany(house);
  const member_id = await givenMember(house, company_id, ["buyer"]);
  return { company_id, member_id, colleague: await givenMember(house, company_id, ["buyer"]) };
}

const written = (name: string, amount: string, pack = "", unit: "packs" | "kg" = "packs"): WrittenLine => ({
  name,
  pack,
  amount,
  unit,
});
const sheet = (by: ListOwner, lines: WrittenLine[], idempotency_key: string = randomUUID()) =>
  addSheet(container, by, { lines, idempotency_key });
const list = async (by: ListOwner) => {
  const judged = await judgedList(container, by, 1);
  return {
    ...judged,
    short: judged.lines.map((one) => [one.line, one.variant_id, one.packs, one.fault] as const),
  };
};
const refusal = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "done",
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );

const seller = () => ({ cooperative_id: house.cooperative_id, person: "m_manager" });
const set = (packs: CompanyPricesInput["packs"]) =>
  wholesale.prices.set(seller(), { product_id: WALNUT, currency: "CNY" }, packs);
const ladder = [
  { from: 0, price_minor: 9_500 },
  { from: 20, price_minor: 9_000 },
];

beforeEach(async () => {
  await house.db.query(`delete from company_price_step`);
  await house.db.query(`delete from company_price`);
});

test("a ladder is set as it was seen, all packs or none, and who set it is kept for good", async () => {
  const box = { variant_id: BOX, minimum_packs: 4, steps: ladder };
  expect(reasonOf(await set([{ ...box, minimum_packs: 0, seen: 0 }]))).toBe("invalid_minimum");
  const wrong = await set([
    { ...box, seen: 0 },
    { variant_id: BAG, minimum_packs: 1, steps: [{ from: 5, price_minor: 1 }], seen: 0 },
  ]);
  expect(!wrong.ok && wrong.refusal).toMatchObject({ reason: "steps_start", field: "packs.1.steps.0" });
  expect((await wholesale.prices.of([BOX])).size).toBe(0);
  const both = await Promise.all([set([{ ...box, seen: 0 }]), set([{ ...box, minimum_packs: 5, seen: 0 }])]);
  expect(both.map((one) => (one.ok ? "set" : one.refusal.reason)).sort()).toEqual(["set", "stale"]);
  const stands = (await wholesale.prices.of([BOX, BAG])).get(BOX);
  expect(stands).toMatchObject({ version: 1, currency: "CNY", steps: [{ price_minor: 9_500n }, { from: 20 }] });
  value(await set([{ ...box, steps: [], seen: 1 }]));
  expect((await wholesale.prices.of([BOX])).get(BOX)).toMatchObject({ version: 2, steps: [] });
  const { rows } = await house.db.query<{ before: unknown; person: string }>(
    `select before, person from company_price_change where variant_id = $1 order by at`,
    [BOX],
  );
  expect(rows.map((one) => [one.before === null, one.person])).toEqual([
    [true, "m_manager"],
    [false, "m_manager"],
  ]);
  await expect(house.db.query(`delete from company_price_change`)).rejects.toThrow(/append-only/);
});

test("the table says what is free, and what is expected by which day by what each household brought before", async () => {
  await house.lot(20_000);
  const declare = async (household_id: string, units: number, ready_to: string) => {
    const input = {
      cooperative_id: house.cooperative_id,
      household_id,
      village_id: "village_1",
      pool_id: house.pool_id,
      units,
      ready_from: TODAY,
      ready_to,
      note: null,
      person: household_id,
      idempotency_key: randomUUID(),
      today: TODAY,
    };
    return value(await house.pools.forecasts.declare(input));
  };
  // Half of what hh_b declared before ever came.
  await house.db.query(
    `insert into forecast_past (household_id, produce, declared_units, delivered_units, forecasts) values ('hh_b', 'walnut', 20000, 10000, 1)`,
  );
  await declare("hh_a", 10_000, day(3));
  await declare("hh_b", 10_000, day(4));
  const by = await firm();
  const look = async () => (await quickTable(container, by, { q: "", page: 1 })).products[0];
  // Of two households only the days are told.
  expect(await look()).toMatchObject({
    to_promise: { free_units: 20_000, by_day: [], coming: { to: day(4) } },
    title: { zh: "麻崖核桃", en: "Maya walnuts" },
  });
  await declare("hh_c", 10_000, day(5));
  for (const household of ["hh_d", "hh_e", "hh_f"]) await declare(household, 1_000, day(9));
  const gone = await declare("hh_g", 50_000, day(9));
  value(
    await house.pools.forecasts.end({
      id: gone.id,
      cooperative_id: house.cooperative_id,
      to: "withdrawn",
      person: "m_a",
    }),
  );
  await house.lot(4_000, "hh_a");
  // hh_a has brought 4 kg of its 10 by now.
  const product = await look();
  expect(product?.to_promise).toMatchObject({
    free_units: 24_000,
    by_day: [
      { day: day(5), units: 24_000 + 6_000 + 5_000 + 10_000 },
      { day: day(9), units: 48_000 },
    ],
  });
  expect(product?.packs.map((pack) => [pack.variant_id, pack.shop_minor, pack.price?.steps.length])).toEqual([
    [BAG, 2_000n, 1],
    [BOX, 10_000n, 1],
  ]);
  // What waits for goods has the first of them.
  await house.db.query(
    `insert into preorder (id, cooperative_id, pool_id, product_id, variant_id, units_per_pack, packs, state, email_hash, email_sealed, language, confirmed_at)
     values ($1, $2, $3, $4, 'variant_big', 30000, 1, 'waiting', 'x', 'x', 'zh', now())`,
    [`preorder_${randomUUID().replaceAll("-", "")}`, house.cooperative_id, house.pool_id, WALNUT],
  );
  expect((await look())?.to_promise.by_day).toEqual([]);
  await house.db.query(`delete from preorder where variant_id = 'variant_big'`);
});

test("a sheet is read by product, pack, stock number or kilos; what is wrong stays as written and is put right in place", async () => {
  value(await set([{ variant_id: BOX, minimum_packs: 4, steps: ladder, seen: 0 }]));
  const by = await firm();
  const key = randomUUID();
  const lines = [
    written("麻崖核桃", "20", "2.5公斤"),
    written("MAYA  walnuts", "3", "500 g"),
    written("ＨＴ－500", "1"),
    written("ht-500", "1"),
    written("麻崖核桃500克", "2"),
    written("麻崖核桃", "2.5 kg", "500g"),
    written("麻崖核桃", "4", "", "kg"),
    written("麻崖核桃", "5"),
    written("麻崖核桃", "5", "大箱"),
    written("胡桃", "5"),
    written("ht-500", "=2*3"),
    written("ht-500", "1.2 kg"),
    written("ht-500", ""),
  ];
  expect(await sheet(by, lines, key)).toEqual({ added: 13, faults: 6 });
  // Pressed twice.
  expect(await sheet(by, lines, key)).toEqual({ added: 0, faults: 0 });
  const { short, faults, count } = await list(by);
  expect([count, faults]).toEqual([13, 6]);
  expect(short).toEqual([
    [8, null, null, "ambiguous"],
    [9, null, null, "ambiguous"],
    [10, null, null, "not_found"],
    [11, null, null, "formula"],
    [12, BAG, null, "part_packs"],
    [13, BAG, null, "no_amount"],
    [1, BOX, 20, null],
    [2, BAG, 3, null],
    [3, BAG, 1, null],
    [4, BAG, 1, null],
    [5, BAG, 2, null],
    [6, BAG, 5, null],
    [7, BAG, 8, null],
  ]);
  const judged = await list(by);
  const of = (line: number) => judged.lines.find((one) => one.line === line);
  expect(of(8)?.choices.map((one) => one.variant_id)).toEqual([BAG, BOX]);
  expect(of(10)?.choices.map((one) => one.variant_id)).toEqual([BAG, BOX]);
  expect(of(12)?.near_packs).toEqual([2, 3]);
  // The step counts the packs of all its lines: 20 of the bag cost what they cost in the shop.
  expect(of(1)).toMatchObject({ unit_minor: 9_000n, amount_minor: 180_000n });
  expect(of(2)).toMatchObject({ unit_minor: 2_000n, together: 20 });
  await mendLines(container, by, {
    lines: [
      { line: 3, off: true },
      { line: 8, off: false, variant_id: BOX },
      { line: 9, off: false, name: "麻崖核桃500克" },
      { line: 10, off: false, name: "ht-500", amount: "1 kg" },
      { line: 11, off: false, amount: "6" },
      { line: 12, off: false, amount: "3 packs" },
      { line: 13, off: false, amount: "0" },
      { line: 99, off: false, amount: "3" },
    ],
  });
  expect((await list(by)).short.filter(([line]) => line > 7)).toEqual([
    [13, BAG, null, "not_above_zero"],
    [8, BOX, 5, null],
    [9, BAG, 5, null],
    [10, BAG, 2, null],
    [11, BAG, 6, null],
    [12, BAG, 3, null],
  ]);
});

test("a line is put right, or taken off, only while it is what was read: a list begun anew in another window keeps its own", async () => {
  const by = await firm();
  await sheet(by, [written("ht-500", "3"), written("胡桃", "1"), written("ht-500", "4")]);
  await wholesale.orderLists.empty(by);
  await sheet(by, [written("胡桃", "7"), written("ht-500", "8"), written("ht-500", "9")]);
  await mendLines(container, by, {
    lines: [
      { line: 1, of: BAG, off: true },
      { line: 2, of: "胡桃", off: false, variant_id: BOX },
      { line: 3, of: BAG, off: false, amount: "5" },
      { line: 99, of: BAG, off: true },
    ],
  });
  expect((await list(by)).short).toEqual([
    [1, null, null, "not_found"],
    [2, BAG, 8, null],
    [3, BAG, 5, null],
  ]);
  await mendLines(container, by, { lines: [{ line: 1, of: "胡桃", off: false, name: "ht-500" }] });
  expect((await list(by)).short[0]).toEqual([1, BAG, 7, null]);
  await mendLines(container, by, { lines: [{ line: 1, of: BAG, off: true }] });
  expect((await list(by)).count).toBe(2);
});

test("a name with its pack's weight is that pack; a weight that no pack has offers those there are; wrong amounts say why", async () => {
  const by = await firm();
  const lines = ["麻崖核桃 2.5 公斤", "MAYA walnuts 500g", "麻崖核桃 2 公斤", "花生糖 2 公斤"].map((name) =>
    written(name, "2"),
  );
  await sheet(by, [...lines, ...["-5", "1.5", "99999999999", "=1+1"].map((amount) => written("ht-500", amount))]);
  const judged = await list(by);
  expect([...judged.short].sort(([a], [b]) => a - b)).toEqual([
    [1, BOX, 2, null],
    [2, BAG, 2, null],
    [3, null, null, "ambiguous"],
    [4, null, null, "not_found"],
    [5, BAG, null, "not_above_zero"],
    [6, BAG, null, "not_whole"],
    [7, BAG, null, "too_many"],
    [8, null, null, "formula"],
  ]);
  expect(judged.lines.find((one) => one.line === 3)?.choices.map((one) => one.variant_id)).toEqual([BAG, BOX]);
});

test("more than there is: the line says what is free and the most there could be over all lines of the pool; asking names it", async () => {
  const by = await firm();
  const buyer = { side: "buyer" as const, id: by.member_id, company_id: by.company_id };
  await sheet(by, [written("ht-500", "99,999"), written("麻崖核桃", "1", "2.5公斤")]);
  const { lines } = await list(by);
  const [first, second] = lines.map((line) => line.to_have);
  expect(first).toMatchObject({ above_free: true, above_most: true });
  expect(second).toMatchObject({ above_free: true, above_most: true });
  expect(first?.most_packs).toBeGreaterThanOrEqual(first?.free_packs ?? 0);
  const asked = await askForList(container, buyer, {
    wanted_on: day(10),
    words: "",
    idempotency_key: randomUUID(),
  }).catch((error: unknown) => error);
  expect(asked).toMatchObject({
    code: "above_all_pools",
    field: "lines.0.packs",
    details: { title: { zh: "麻崖核桃" }, most_packs: first?.most_packs, packs: 99_999 },
  });
  await wholesale.orderLists.empty(by);
});

test("less than the minimum is told with the minimum, over all lines of a pack, and what is not sold any more too", async () => {
  value(await set([{ variant_id: BOX, minimum_packs: 4, steps: ladder, seen: 0 }]));
  const by = await firm();
  await setPacks(container, by, { packs: [{ variant_id: BOX, packs: 3 }] });
  expect((await list(by)).lines[0]).toMatchObject({ fault: "below_minimum", near_packs: [4], unit_minor: null });
  await sheet(by, [written("麻崖核桃", "1", "2.5公斤")]);
  expect((await list(by)).lines.map((one) => [one.fault, one.unit_minor])).toEqual([
    [null, 9_500n],
    [null, 9_500n],
  ]);
  // The table shows their sum, and what is typed there stands in their place.
  const wanted = async () =>
    (await quickTable(container, by, { q: "", page: 1 })).products[0]?.packs.map((one) => one.wanted);
  expect(await wanted()).toEqual([0, 4]);
  await setPacks(container, by, { packs: [{ variant_id: BOX, packs: 7 }] });
  expect((await list(by)).short).toEqual([[1, BOX, 7, null]]);
  await house.db.query(`update product set status = 'draft' where id = $1`, [WALNUT]);
  expect((await list(by)).lines[0]?.fault).toBe("not_sold");
  await house.db.query(`update product set status = 'published' where id = $1`, [WALNUT]);
  await setPacks(container, by, { packs: [{ variant_id: BOX, packs: 0 }] });
  expect((await list(by)).count).toBe(0);
});

test("a list holds ten thousand lines and not one more, and is looked up quickly", async () => {
  const by = await firm();
  const many = Array.from({ length: 9_999 }, (_, at) => written(at % 2 === 0 ? "ht-500" : `nothing ${at}`, "1"));
  expect(await sheet(by, many)).toEqual({ added: 9_999, faults: 4_999 });
  expect(await refusal(sheet(by, [written("a", "1"), written("b", "1")]))).toBe("too_many_lines");
  expect(await sheet(by, [written("ht-500", "1")])).toEqual({ added: 1, faults: 0 });
  expect(await refusal(setPacks(container, by, { packs: [{ variant_id: BOX, packs: 1 }] }))).toBe("too_many_lines");
  expect(await list(by)).toMatchObject({ count: 10_000, faults: 4_999, pages: 200 });
});

test("a list becomes a quote once, whatever is pressed; what was asked for leaves it, and comes back from the quote", async () => {
  await house.lot(500_000);
  const by = await firm();
  const buyer = { side: "buyer" as const, id: by.member_id, company_id: by.company_id };
  const ask = (idempotency_key: string) =>
    askForList(container, buyer, { wanted_on: day(10), words: "", idempotency_key });
  const key = randomUUID();
  expect(await refusal(ask(key))).toBe("nothing_asked");
  await sheet(by, [written("ht-500", "3"), written("HT-500", "4"), written("胡桃", "1")]);
  expect(await refusal(ask(key))).toBe("list_has_faults");
  const [wrong] = (await list(by)).lines;
  await mendLines(container, by, { lines: [{ line: wrong?.line ?? 0, off: false, variant_id: BOX }] });
  // What asks and what leaves the list is one write: where one fails there is neither, and a page opened anew asks once.
  const quotes = async () =>
    (await house.db.query("select 1 from quote where company_id = $1", [by.company_id])).rowCount;
  await house.db
    .query(`create function stuck() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$;
    create trigger stuck before delete on order_list_line for each statement execute function stuck()`);
  await expect(ask(randomUUID())).rejects.toThrow("stuck");
  await house.db.query("drop trigger stuck on order_list_line; drop function stuck()");
  expect(await quotes()).toBe(0);
  const made = await ask(key);
  expect(made).toHaveLength(1);
  expect(await quotes()).toBe(1);
  expect((await list(by)).count).toBe(0);
  expect(await ask(key)).toEqual(made);
  const quote_id = made[0]?.id ?? "";
  expect((await wholesale.quotes.version(quote_id, 1))?.lines.map((line) => [line.variant_id, line.packs])).toEqual([
    [BAG, 7],
    [BOX, 1],
  ]);
  expect(await addQuote(container, buyer, quote_id)).toEqual({ added: 2 });
  expect((await list(by)).short.map(([, variant, packs]) => [variant, packs])).toEqual([
    [BAG, 7],
    [BOX, 1],
  ]);
  const other = await firm();
  expect(
    await refusal(addQuote(container, { side: "buyer", id: other.member_id, company_id: other.company_id }, quote_id)),
  ).toBe("quote_not_found");
});

test("a kept list is its company's: every colleague uses it, nobody else finds it", async () => {
  const by = await firm();
  const { orderLists } = wholesale;
  expect(reasonOf(await orderLists.save(by, "每周"))).toBe("nothing_asked");
  expect(await orderLists.saved(by.company_id)).toEqual([]);
  await sheet(by, [written("ht-500", "3"), written("胡桃", "1")]);
  const { id: kept } = value(await orderLists.save(by, "每周"));
  await orderLists.empty(by);
  expect(await orderLists.saved(by.company_id)).toMatchObject([{ name: "每周", person: "林", lines: 2 }]);
  const colleague = { member_id: by.colleague, company_id: by.company_id };
  expect(value(await orderLists.use(colleague, kept))).toEqual({ added: 2 });
  expect((await list(colleague)).short).toEqual([
    [2, null, null, "not_found"],
    [1, BAG, 3, null],
  ]);
  expect((await list(by)).count).toBe(0);
  const stranger = await firm();
  expect(reasonOf(await orderLists.use(stranger, kept))).toBe("order_list_not_found");
  expect(reasonOf(await orderLists.remove(stranger, kept))).toBe("order_list_not_found");
  value(await orderLists.remove(colleague, kept));
  expect(await orderLists.saved(by.company_id)).toEqual([]);
});

const sheets = () => ({ house, wholesale, container, firm, product_id: WALNUT, variant_id: BAG, day, refusal });
addresseeCases(sheets);
addresseeAskingCases(sheets);
addresseeGoodsCases(() => ({ house, wholesale, container, firm, sold, day, refusal }));
// Last, so that what is kept of the sheets of all others is counted, too.
addresseeCountCases(sheets);
