import { randomUUID } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { SAMPLE_DAYS } from "@commonlot/domain";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { SetQuoteHold } from "../../src/modules/pool/quote-holds";
import type { SampleAskInput, SampleOffersInput } from "../../src/modules/wholesale/samples/sample-types";
import { quickTable } from "../../src/workflows/wholesale/quick-table";
import { endQuote } from "../../src/workflows/wholesale/quote-versions";
import { readSample } from "../../src/workflows/wholesale/sample-page";
import { askForSample, keepSample, keepWaitingSamples, samplesOf } from "../../src/workflows/wholesale/samples";
import { questionsOf } from "../explained";
import { id, reasonOf } from "../settlement/house";
import { value } from "./short-house";
import { broken } from "./short-picture";
import { BAG, BOX, refusal, WALNUT, wholesaleKit, type WholesaleKit } from "./wholesale-kit";

// Samples on a bare database: asked for, held and offered by themselves, counted by season, and from there quotes like any.

let kit: WholesaleKit;
beforeAll(async () => {
  kit = await wholesaleKit();
});
afterAll(() => kit?.house.close());

type Firm = Awaited<ReturnType<WholesaleKit["firm"]>>;
const seller = () => ({ side: "seller" as const, id: "m_manager", cooperative_id: kit.house.cooperative_id });
/** Two boxes at 90.00 and 12.00 freight: 192.00, once a season. */
const BOXES = { variant_id: BOX, offered: true, packs: 2, price_minor: 9_000, freight_minor: 1_200, per_season: 1 };
const set = (packs: SampleOffersInput["packs"]) =>
  kit.wholesale.sampleOffers.set(
    { cooperative_id: kit.house.cooperative_id, person: "m_manager" },
    { product_id: WALNUT, currency: "CNY" },
    packs,
  );
const version = async () => (await kit.wholesale.sampleOffers.of([BOX])).get(BOX)?.version ?? 0;
const offer = async (change: Partial<typeof BOXES> = {}) =>
  value(await set([{ ...BOXES, ...change, seen: await version() }]));
const form = async (change: Partial<SampleAskInput> = {}): Promise<SampleAskInput> => ({
  variant_id: BOX,
  seen: await version(),
  words: "",
  idempotency_key: randomUUID(),
  ...change,
});
const ask = async (by: Firm, change: Partial<SampleAskInput> = {}) =>
  askForSample(kit.container, by.buyer, await form(change));
const held = async (quote_id: string) => (await kit.house.pools.quoteHolds.of([quote_id])).get(quote_id) ?? null;
const stages = async (by: Firm) =>
  (await samplesOf(kit.container, { company_id: by.company_id, variant_ids: [BOX] })).map((one) =>
    one.arrived ? "arrived" : one.stage,
  );
const quotes = async (by: Firm) =>
  (await kit.house.db.query("select 1 from quote where company_id = $1", [by.company_id])).rowCount;

beforeEach(async () => {
  await kit.house.lot(50_000);
  await offer();
});

test("a sample is offered as it was seen, all packs or none; who set it is kept for good", async () => {
  const wrong = await set([
    { ...BOXES, packs: 3, seen: await version() },
    { ...BOXES, variant_id: BAG, price_minor: 0, seen: 0 },
  ]);
  expect(!wrong.ok && wrong.refusal).toMatchObject({ reason: "invalid_price", field: "packs.1.price_minor" });
  expect((await kit.wholesale.sampleOffers.of([BOX, BAG])).size).toBe(1);
  expect(reasonOf(await set([{ ...BOXES, packs: 3, seen: 99 }]))).toBe("stale");
  // Never offered: it is nothing, whatever stands in the form.
  value(await set([{ ...BOXES, variant_id: BAG, offered: false, price_minor: 0, packs: 0, seen: 0 }]));
  expect((await kit.wholesale.sampleOffers.of([BAG])).size).toBe(0);
  const before = await version();
  await offer();
  expect(await version()).toBe(before);
  await expect(kit.house.db.query(`delete from sample_offer_change`)).rejects.toThrow(/append-only/);
  const table = async (by: Firm) =>
    (await quickTable(kit.container, by, { q: "", page: 1 })).products[0]?.packs.map((pack) => pack.sample?.packs);
  const own = await kit.firm();
  expect(await table(own)).toEqual([undefined, 2]);
  await offer({ offered: false });
  expect(await table(own)).toEqual([undefined, undefined]);
  expect(await refusal(ask(own))).toBe("no_sample");
});

test("asked for it is a quote at what was read, held and offered at once without a person, and nobody writes another version", async () => {
  const own = await kit.firm();
  const { quote_id, held: now } = await ask(own);
  expect(now).toBe(true);
  const whole = await kit.wholesale.quotes.whole(own.buyer, quote_id);
  expect(whole?.quote).toMatchObject({ state: "offered", by: "seller", version: 2, sample_variant_id: BOX });
  expect(whole?.versions[1]).toMatchObject({
    lines: [{ variant_id: BOX, packs: 2, price_minor: 9_000n, units_per_pack: 2_500 }],
    freight_minor: 1_200n,
    freight_term: { bearer: "cooperative" },
  });
  const end = whole?.quote.expires_at.getTime() ?? 0;
  expect(Math.round((end - Date.now()) / 86_400_000)).toBe(SAMPLE_DAYS);
  expect(await held(quote_id)).toMatchObject({ state: "soft", units: new Map([[kit.house.pool_id, 5_000]]) });
  const write = { quote_id, upon_version: 2, expires_at: null };
  for (const by of [own.buyer, seller()]) {
    expect(reasonOf(await kit.wholesale.quotes.mayWrite(by, write))).toBe("sample_fixed");
    const draft = whole?.versions[1];
    if (!draft) throw new Error("nothing was offered");
    expect(reasonOf(await kit.wholesale.quotes.write(by, { ...write, draft }))).toBe("sample_fixed");
  }
  // Another company's, another cooperative's is not there.
  const other = await kit.firm();
  expect(await kit.wholesale.quotes.whole(other.buyer, quote_id)).toBeUndefined();
  expect(await kit.wholesale.quotes.whole({ ...seller(), cooperative_id: "coop_x" }, quote_id)).toBeUndefined();
  expect(await stages(other)).toEqual([]);
  // What the offer costs from now on leaves this one alone.
  await offer({ price_minor: 9_900 });
  expect((await kit.wholesale.quotes.lastOffer(quote_id))?.lines[0]?.price_minor).toBe(9_000n);
});

test("two at once are one where the season allows one, and the same form pressed twice is one", async () => {
  const own = await kit.firm();
  const both = await Promise.all([refusal(ask(own)), refusal(ask(own))]);
  expect(both.sort()).toEqual(["done", "samples_used_up"]);
  expect(await quotes(own)).toBe(1);
  const other = await kit.firm();
  const one = await form();
  const twice = await Promise.all([
    askForSample(kit.container, other.buyer, one),
    askForSample(kit.container, other.buyer, one),
  ]);
  expect(twice[0]?.quote_id).toBe(twice[1]?.quote_id);
  expect(await quotes(other)).toBe(1);
  // Answered from what it made, though the season has none left and the offer is another by now.
  await offer({ price_minor: 9_500 });
  expect((await askForSample(kit.container, other.buyer, one)).quote_id).toBe(twice[0]?.quote_id);
  expect(await refusal(askForSample(kit.container, other.buyer, { ...one, words: "other" }))).toBe(
    "idempotency_conflict",
  );
  expect(await refusal(ask(other, { seen: (await version()) - 1 }))).toBe("sample_changed");
  // What it holds of the pool, it holds once.
  expect(await held(twice[0]?.quote_id ?? "")).toMatchObject({ units: new Map([[kit.house.pool_id, 5_000]]) });
});

test("one that came to nothing counts no more; one that was ordered does, until it is cancelled", async () => {
  const own = await kit.firm();
  const { quote_id } = await ask(own);
  expect(await refusal(ask(own))).toBe("samples_used_up");
  expect(await readSample(kit.container, own.company_id, BOX)).toMatchObject({ left: 0, total_minor: 19_200 });
  const end = { quote_id, as: "withdrawn" as const, upon_version: 2, words: "" };
  await endQuote(kit.container, own.buyer, end);
  expect(await stages(own)).toEqual([]);
  const second = (await ask(own)).quote_id;
  expect(await stages(own)).toEqual(["offered"]);
  // Accepted and paid as any quote.
  const begun = await kit.wholesale.acceptance.begin(own.buyer, {
    quote_id: second,
    upon_version: 2,
    hold: await held(second),
  });
  expect(value(begun).state).toBe("handing");
  const lines = [{ pool_id: kit.house.pool_id, units: 5_000 }];
  const cart_id = id("cart");
  value(await kit.house.pools.quoteHolds.toCart({ quote_id: second, cart_id, lines, person: "x" }));
  await kit.wholesale.acceptance.finish(second, cart_id);
  expect(await stages(own)).toEqual(["accepted"]);
  const { rows } = await kit.house.db.query<{ id: string; total_minor: string }>(
    `select id, total_minor from company_order where quote_id = $1`,
    [second],
  );
  expect(rows.map((one) => Number(one.total_minor))).toEqual([19_200]);
  const order_id = id("order");
  await kit.wholesale.orders.ordered(rows[0]?.id ?? "", order_id);
  expect(await stages(own)).toEqual(["ordered"]);
  await kit.house.db.query(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor, delivered_at) values ($1, 1, 'CNY', 0, 0, now())`,
    [order_id],
  );
  expect(await stages(own)).toEqual(["arrived"]);
  expect(await refusal(ask(own))).toBe("samples_used_up");
  await kit.wholesale.orders.cancelled(cart_id);
  expect(await stages(own)).toEqual([]);
  expect((await ask(own)).held).toBe(true);
  expect(await broken(kit.house)).toEqual([]);
});

test("died after it was written, or found too little: it is held as soon as there is enough, once, at what was read", async () => {
  const own = await kit.firm();
  const { line, ...of } = {
    cooperative_id: kit.house.cooperative_id,
    today: "2026-12-01",
    wanted_on: "2026-12-15",
    line: kilo(),
  };
  const write = async (by: Firm) =>
    value(await kit.wholesale.samples.ask(by.buyer, { ...(await form()), input_hash: "same" }, { line, ...of }));
  // As it stands when the process dies before it holds anything.
  const { quote_id } = await write(own);
  expect(await held(quote_id)).toBeNull();
  expect(await stages(own)).toEqual(["waiting"]);
  await offer({ offered: false });
  const both = await Promise.all([keepSample(kit.container, quote_id), keepSample(kit.container, quote_id)]);
  expect(both.some((one) => one.ok)).toBe(true);
  await keepWaitingSamples(kit.container);
  expect(await held(quote_id)).toMatchObject({ state: "soft", units: new Map([[kit.house.pool_id, 5_000]]) });
  expect((await kit.wholesale.quotes.whole(own.buyer, quote_id))?.versions).toHaveLength(2);
  // More than there is.
  await offer();
  const free = async () =>
    (await kit.house.pools.cartHolds.available("", [kit.house.pool_id])).get(kit.house.pool_id) ?? 0;
  const all = await free();
  const taken = { cart_id: id("cart"), run_id: "run", lines: [{ pool_id: kit.house.pool_id, units: all }] };
  value(await kit.house.pools.holdForCart(taken));
  const late = await kit.firm();
  const waits = await ask(late);
  expect(waits.held).toBe(false);
  expect(await stages(late)).toEqual(["waiting"]);
  expect(await refusal(ask(late))).toBe("samples_used_up");
  await keepWaitingSamples(kit.container);
  expect(await held(waits.quote_id)).toBeNull();
  await kit.house.lot(5_000);
  expect(await keepWaitingSamples(kit.container)).toBe(1);
  expect(await stages(late)).toEqual(["offered"]);
  expect(await free()).toBe(0);
  expect(await broken(kit.house)).toEqual([]);
});

test("taken back between its hold and its offer, it holds nothing any more", async () => {
  const own = await kit.firm();
  const of = { cooperative_id: kit.house.cooperative_id, today: "2026-12-01", wanted_on: "2026-12-15", line: kilo() };
  const asked = await kit.wholesale.samples.ask(own.buyer, { ...(await form()), input_hash: "same" }, of);
  const { quote_id } = value(asked);
  const { quoteHolds } = kit.house.pools;
  const end = { quote_id, as: "withdrawn" as const, upon_version: 1, words: "" };
  const pool = {
    quoteHolds: {
      set: async (input: SetQuoteHold) => {
        // Whoever ends it frees what is held before this hold.
        await endQuote(kit.container, own.buyer, end);
        return quoteHolds.set(input);
      },
      release: (input: Parameters<typeof quoteHolds.release>[0]) => quoteHolds.release(input),
    },
  };
  const between = {
    resolve: (name: string): unknown => (name === "pool" ? pool : kit.container.resolve(name)),
  } as unknown as MedusaContainer;
  expect((await keepSample(between, quote_id)).ok).toBe(false);
  expect((await held(quote_id))?.state).not.toBe("soft");
  expect(await keepWaitingSamples(kit.container)).toBe(0);
});

test("a company of other money, one that was not let in, and an address of another company get none", async () => {
  const own = await kit.firm();
  await kit.house.db.query(`update company set currency = 'EUR' where id = $1`, [own.company_id]);
  expect(await refusal(ask(own))).toBe("other_currency");
  expect(await readSample(kit.container, own.company_id, BOX)).toMatchObject({ same_currency: false });
  await kit.house.db.query(`update company set currency = 'CNY', state = 'suspended' where id = $1`, [own.company_id]);
  expect(await refusal(ask(own))).toBe("company_not_approved");
  await kit.house.db.query(`update company set state = 'approved' where id = $1`, [own.company_id]);
  expect(await refusal(ask(own, { address_id: "caddr_of_another" }))).toBe("address_not_found");
  expect(await quotes(own)).toBe(0);
  expect(await refusal(readSample(kit.container, own.company_id, BAG))).toBe("sample_not_found");
});

const kilo = () => ({
  product_id: WALNUT,
  variant_id: BOX,
  pool_id: kit.house.pool_id,
  title: { zh: "麻崖核桃", en: "Maya walnuts" },
  pack: { zh: "2.5 公斤", en: "2.5 kg" },
  grade: "1",
  unit: "g" as const,
  units_per_pack: 2_500,
});

test("all packs of a product are set in two writes, each with what it was before", async () => {
  const stands = await kit.wholesale.sampleOffers.of([BOX, BAG]);
  const seen = (variant_id: string) => stands.get(variant_id)?.version ?? 0;
  const packs = [
    { ...BOXES, packs: 3, seen: seen(BOX) },
    { ...BOXES, variant_id: BAG, packs: 4, price_minor: 2_500, seen: seen(BAG) },
  ];
  const knex = kit.house.container.resolve<Knex>(ContainerRegistrationKeys.PG_CONNECTION);
  const asked = await questionsOf(knex, async () => value(await set(packs)));
  expect(asked.filter(({ sql }) => sql.startsWith("insert into"))).toHaveLength(2);
  const now = await kit.wholesale.sampleOffers.of([BOX, BAG]);
  expect(now.get(BOX)).toMatchObject({ packs: 3, price_minor: 9_000n, version: seen(BOX) + 1 });
  expect(now.get(BAG)).toMatchObject({ packs: 4, price_minor: 2_500n, version: seen(BAG) + 1 });
  const { rows } = await kit.house.db.query<{ before: object | null; after: object; person: string }>(
    `select distinct on (variant_id) before, after, person from sample_offer_change where variant_id = any($1) order by variant_id, at desc`,
    [[BOX, BAG]],
  );
  expect(rows).toMatchObject([
    { before: null, after: { packs: 4, price_minor: "2500" }, person: "m_manager" },
    { before: { packs: 2 }, after: { packs: 3, price_minor: "9000" }, person: "m_manager" },
  ]);
});
