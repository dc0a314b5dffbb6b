import { randomUUID } from "node:crypto";
import { ok } from "@commonlot/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { QuoteActor, VersionDraft } from "../../src/modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../src/modules/wholesale/service";
import { followPayments } from "../../src/workflows/wholesale/quote-follow-up";
import { givenCompany, givenMember } from "../people/company-kit";
import { id, reasonOf } from "../settlement/house";
import { givenBack } from "./given-back";
import type { Firm } from "./joint-kit";
import { jointQuotes } from "./joint-quotes";
import { jointQuotesPaid } from "./joint-quotes-paid";
import { quoteTalk } from "./quote-talk";
import { shortHouse, value, type ShortHouse } from "./short-house";

// Quotes on a bare database, with the pool beside them: what the workflows do one write after the other, cut off between any two.

let house: ShortHouse;
let wholesale: WholesaleService;
beforeAll(async () => {
  house = await shortHouse();
  wholesale = house.container.resolve("wholesale");
});
afterAll(() => house?.close());
beforeEach(async () => {
  await house.lot(100_000);
});

const DAY_MS = 86_400_000;
const seller = (): QuoteActor & { side: "seller" } => ({
  side: "seller",
  id: "m_manager",
  cooperative_id: house.cooperative_id,
});

async function firm(): Promise<Firm> {
  const company_id = await givenCompany(house);
  return {
    company_id,
    as: (member_id) => ({ side: "buyer", id: member_id, company_id }),
    member: (roles, limit_minor) => givenMember(house, company_id, roles, limit_minor),
  };
}

/** Ten packs of a kilo at 20.00, freight 50.00: 250.00. */
const draft = (packs = 10, price_minor: bigint | null = 2_000n): VersionDraft => ({
  lines: [
    {
      product_id: "prod_walnut",
      variant_id: "variant_kilo",
      pool_id: house.pool_id,
      title: { zh: "核桃", en: "Walnuts" },
      pack: { zh: "1 公斤", en: "1 kg" },
      grade: "1",
      unit: "g",
      units_per_pack: 1_000,
      packs,
      price_minor,
    },
  ],
  freight_minor: price_minor === null ? null : 5_000n,
  freight_term: price_minor === null ? null : { bearer: "shared", buyer_bp: 5_000 },
  deliver_on: "2027-01-10",
  terms: null,
  words: "",
});

/** Asks the house's cooperative, and these others, for ten packs each by one form. */
const asksAll = (by: QuoteActor & { side: "buyer" }, key: string, others: readonly string[], input_hash = "same") =>
  wholesale.quotes.request(by, {
    parts: [house.cooperative_id, ...others].map((cooperative_id) => ({
      cooperative_id,
      lines: draft(10, null).lines,
      idempotency_key: `${key}:${cooperative_id}`,
      input_hash,
    })),
    wanted_on: "2027-01-10",
    address_id: null,
    addressee_list_id: null,
    words: "",
  });

async function asked(by: QuoteActor & { side: "buyer" }, key: string = randomUUID()) {
  const made = await asksAll(by, key, []);
  return made.ok ? ok({ id: made.value[0]?.id ?? "" }) : made;
}

async function hold(quote_id: string, packs = 10): Promise<void> {
  value(
    await house.pools.quoteHolds.set({
      quote_id,
      lines: [{ pool_id: house.pool_id, units: packs * 1_000 }],
      expires_at: new Date(Date.now() + 7 * DAY_MS),
      priority: 5,
      note: quote_id,
      person: "m_manager",
      how: "exactly",
    }),
  );
}

async function offered(by: QuoteActor & { side: "buyer" }): Promise<string> {
  const { id: quote_id } = value(await asked(by));
  await hold(quote_id);
  const expires_at = new Date(Date.now() + 7 * DAY_MS);
  value(await wholesale.quotes.write(seller(), { quote_id, upon_version: 1, expires_at, draft: draft() }));
  return quote_id;
}

const held = async (quote_id: string) => (await house.pools.quoteHolds.of([quote_id])).get(quote_id) ?? null;
const begin = async (by: QuoteActor, quote_id: string, upon_version = 2) =>
  wholesale.acceptance.begin(by, { quote_id, upon_version, hold: await held(quote_id) });
const state = async (quote_id: string) => (await wholesale.quotes.byId(quote_id))?.state;
const orders = async (quote_id: string) =>
  (
    await house.db.query<{ state: string }>(
      `select state from company_order where quote_id = $1 order by asked_at, id`,
      [quote_id],
    )
  ).rows.map((one) => one.state);
const mails = async (quote_id: string, about: string) =>
  (
    await house.db.query(
      `select 1 from outbox_message where job = 'quote-mail' and payload ->> 'quote_id' = $1 and payload ->> 'about' = $2`,
      [quote_id, about],
    )
  ).rowCount;
const toCart = (quote_id: string, cart_id: string) =>
  house.pools.quoteHolds.toCart({ quote_id, cart_id, lines: [{ pool_id: house.pool_id, units: 10_000 }], person: "x" });

test("asking holds nothing and is done once; of another company and another cooperative nothing is there", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const key = randomUUID();
  const [first, second] = await Promise.all([asked(buyer, key), asked(buyer, key)]);
  expect(value(first)).toEqual(value(second));
  const { id: quote_id } = value(first);
  expect(await held(quote_id)).toBeNull();
  expect(await mails(quote_id, "asked")).toBe(1);
  const other = await firm();
  const stranger = other.as(await other.member(["owner", "buyer"]));
  const elsewhere = { ...seller(), cooperative_id: "coop_elsewhere" };
  for (const by of [stranger, elsewhere]) {
    expect(await wholesale.quotes.whole(by, quote_id)).toBeUndefined();
    expect(reasonOf(await wholesale.quotes.say(by, { quote_id, words: "hello" }))).toBe("quote_not_found");
    const end = { quote_id, as: "rejected" as const, upon_version: 1, words: "" };
    expect(reasonOf(await wholesale.quotes.end(by, end))).toBe("quote_not_found");
    expect(reasonOf(await begin(by, quote_id, 1))).toBe("quote_not_found");
  }
});

test("one form asks several cooperatives in one write: all or none, however it ends, and sent again it finds them all", async () => {
  const own = await firm();
  const member_id = await own.member(["buyer"]);
  const buyer = own.as(member_id);
  const others = [id("coop"), id("coop")];
  const key = randomUUID();
  const count = async () =>
    (await house.db.query(`select 1 from quote where company_id = $1 and idempotency_key like $2`, [own.company_id, `${key}%`])).rowCount; // prettier-ignore
  // There is room for two requests, and three are asked for.
  await house.db.query(
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, wanted_on, expires_at, idempotency_key, input_hash)
     select 'quote_full_' || n, $1, 'coop_full', 'requested', 'buyer', 'CNY', $2, '2027-01-10', now() + interval '5 days', 'full_' || n, 'x'
     from generate_series(1, 198) n`,
    [own.company_id, member_id],
  );
  expect(reasonOf(await asksAll(buyer, key, others))).toBe("too_many_requests");
  expect(await count()).toBe(0);
  await house.db.query(`update quote set state = 'withdrawn', ended_at = now() where company_id = $1`, [
    own.company_id,
  ]);
  // Cut off behind the last of them.
  await house.db.query(
    `create function stuck_mail() returns trigger language plpgsql as $$ begin if new.job = 'quote-mail' then raise exception 'stuck'; end if; return new; end $$;
     create trigger stuck_mail before insert on outbox_message for each row execute function stuck_mail()`,
  );
  await expect(asksAll(buyer, key, others)).rejects.toThrow("stuck");
  await house.db.query(`drop trigger stuck_mail on outbox_message; drop function stuck_mail()`);
  expect(await count()).toBe(0);

  const [first, second] = await Promise.all([asksAll(buyer, key, others), asksAll(buyer, key, others)]);
  const made = value(first);
  expect(value(second)).toEqual(made);
  expect(value(await asksAll(buyer, key, others))).toEqual(made);
  expect(await count()).toBe(3);
  for (const [at, cooperative_id] of [house.cooperative_id, ...others].entries()) {
    const whole = await wholesale.quotes.whole({ ...seller(), cooperative_id }, made[at]?.id ?? "");
    expect(whole?.versions).toMatchObject([{ version: 1, by: "buyer", lines: [{ packs: 10, price_minor: null }] }]);
    expect(whole?.events).toMatchObject([{ act: "requested", by: "buyer", person: member_id }]);
    expect(await mails(made[at]?.id ?? "", "asked")).toBe(1);
  }
  // The same key for something else, also where only one of them was asked by it: nobody is asked.
  expect(reasonOf(await asksAll(buyer, key, others, "other"))).toBe("idempotency_conflict");
  expect(reasonOf(await asksAll(buyer, key, [...others, id("coop")], "other"))).toBe("idempotency_conflict");
  expect(await count()).toBe(3);
  // One more under the same words is asked beside those that were.
  expect(value(await asksAll(buyer, key, [...others, id("coop")])).slice(0, 3)).toEqual(made);
  expect(await count()).toBe(4);
});

test("only the last version is answered, and what was written is never changed", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const quote_id = await offered(buyer);
  expect(reasonOf(await begin(buyer, quote_id, 1))).toBe("stale_version");
  expect(reasonOf(await begin(seller(), quote_id))).toBe("own_version");
  const counter = { quote_id, upon_version: 2, expires_at: null, draft: draft(8, 1_900n) };
  const twice = await Promise.all([wholesale.quotes.write(buyer, counter), wholesale.quotes.write(buyer, counter)]);
  expect(twice.map(reasonOf).sort()).toEqual([null, "stale_version"]);
  const whole = await wholesale.quotes.whole(buyer, quote_id);
  expect(whole?.versions.map((one) => [one.version, one.by, one.lines[0]?.packs, one.lines[0]?.price_minor])).toEqual([
    [1, "buyer", 10, null],
    [2, "seller", 10, 2_000n],
    [3, "buyer", 8, 1_900n],
  ]);
  // A counter keeps the end of the offer.
  expect(whole?.versions[2]?.expires_at).toEqual(whole?.versions[1]?.expires_at);
  for (const table of ["quote_version", "quote_line", "quote_event"]) {
    await expect(house.db.query(`delete from ${table} where quote_id = $1`, [quote_id])).rejects.toThrow(/append-only/);
  }
});

test("accepted by two at once it is one order with one cart, and a third press finds it", async () => {
  const own = await firm();
  const [one, two] = [own.as(await own.member(["buyer"])), own.as(await own.member(["buyer"]))];
  const quote_id = await offered(one);
  const begun = await Promise.all([begin(one, quote_id), begin(two, quote_id)]);
  expect(begun.map((each) => value(each).state)).toEqual(["handing", "handing"]);
  expect(await orders(quote_id)).toEqual(["placed"]);
  const handed = await Promise.all([toCart(quote_id, id("cart")), toCart(quote_id, id("cart"))]);
  const [first, second] = handed.map((each) => value(each).cart_id);
  expect(first).toBe(second);
  await Promise.all([
    wholesale.acceptance.finish(quote_id, first ?? ""),
    wholesale.acceptance.finish(quote_id, first ?? ""),
  ]);
  expect(value(await begin(two, quote_id))).toEqual({ state: "accepted", cart_id: first });
  // It is found where accepted ones are looked for, and counted there.
  const found = await wholesale.quotes.list(one, { states: ["accepted"], limit: 10 });
  expect(found.map((each) => [each.id, each.order_id])).toEqual([[quote_id, null]]);
  expect([...(await wholesale.quotes.counts(one))]).toEqual([["accepted", 1]]);
  const stranger = await firm();
  expect([...(await wholesale.quotes.counts(stranger.as("wmember_other")))]).toEqual([]);
  expect(await mails(quote_id, "accepted")).toBe(1);
  expect((await wholesale.quotes.ofCart(first ?? ""))?.version.version).toBe(2);
});

test("cut off after the note, nobody writes, ends or expires it, and whoever takes it up goes on to one cart", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const quote_id = await offered(buyer);
  value(await begin(buyer, quote_id));
  await house.db.query(`update quote set expires_at = now() - interval '1 second' where id = $1`, [quote_id]);
  await wholesale.quotes.expireDue();
  expect(await state(quote_id)).toBe("offered");
  const counter = { quote_id, upon_version: 2, expires_at: null, draft: draft(8) };
  expect(reasonOf(await wholesale.quotes.write(buyer, counter))).toBe("busy");
  const end = { quote_id, as: "withdrawn" as const, upon_version: 2, words: "" };
  expect(reasonOf(await wholesale.quotes.end(seller(), end))).toBe("busy");
  // Killed once more after its goods were handed over: the cart that has them stands.
  const { cart_id } = value(await toCart(quote_id, id("cart")));
  const noted = await wholesale.acceptance.noted(quote_id);
  expect(noted?.version.version).toBe(2);
  expect((await held(quote_id))?.handed_to).toBe(cart_id);
  await wholesale.acceptance.finish(quote_id, cart_id);
  expect(await state(quote_id)).toBe("accepted");
  expect(await wholesale.acceptance.noted(quote_id)).toBeUndefined();
});

test("at the moment of its end it is accepted or expired, and what is expired holds nothing and orders nothing", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  for (let turn = 0; turn < 6; turn++) {
    const quote_id = await offered(buyer);
    const soon = `clock_timestamp() + interval '40 milliseconds'`;
    await house.db.query(`update quote set expires_at = ${soon} where id = $1`, [quote_id]);
    await house.db.query(`update hold set expires_at = ${soon} where kind = 'quote' and owner_id = $1`, [quote_id]);
    const standing = await held(quote_id);
    await new Promise((done) => setTimeout(done, 25 + turn * 6));
    const [begun] = await Promise.all([
      wholesale.acceptance.begin(buyer, { quote_id, upon_version: 2, hold: standing }),
      wholesale.quotes.expireDue(),
    ]);
    if (begun.ok) {
      const handed = await toCart(quote_id, id("cart"));
      if (handed.ok) await wholesale.acceptance.finish(quote_id, handed.value.cart_id);
      else await wholesale.acceptance.fail(quote_id, handed.refusal.reason);
    }
    await house.db.query(`update quote set expires_at = now() where id = $1 and ended_at is null`, [quote_id]);
    await wholesale.quotes.expireDue();
    const accepted = (await state(quote_id)) === "accepted";
    if (!accepted) expect(await state(quote_id)).toBe("expired");
    expect((await orders(quote_id)).filter((one) => one === "placed")).toHaveLength(accepted ? 1 : 0);
    expect((await held(quote_id))?.handed_to === null).toBe(!accepted);
  }
});

test("handed over too late it is undone: nothing is ordered, and the limit has its room again", async () => {
  const own = await firm();
  const member_id = await own.member(["buyer"], 30_000);
  const quote_id = await offered(own.as(member_id));
  value(await begin(own.as(member_id), quote_id));
  await house.pools.quoteHolds.release({ quote_id, reason: "test", person: "x" });
  expect(reasonOf(await toCart(quote_id, id("cart")))).toBe("hold_gone");
  await Promise.all([
    wholesale.acceptance.fail(quote_id, "hold_gone"),
    wholesale.acceptance.fail(quote_id, "hold_gone"),
  ]);
  expect(await state(quote_id)).toBe("offered");
  expect(await orders(quote_id)).toEqual(["cancelled"]);
  const spent = await wholesale.orders.spent(
    { time_zone: "Asia/Shanghai" },
    { member_id, limits: { per_order_minor: null, per_window: { kind: "month", limit_minor: 30_000n } } },
    new Date(),
  );
  expect(spent?.spent_minor).toBe(0n);
});

test("two offers taken at once by a buyer who may spend one: one is placed, the other waits for another person, not for the buyer", async () => {
  const own = await firm();
  const [member_id, approver] = [await own.member(["buyer", "approver"], 30_000), await own.member(["approver"])];
  const buyer = own.as(member_id);
  const quotes = [await offered(buyer), await offered(buyer)];
  const begun = await Promise.all(quotes.map((quote_id) => begin(buyer, quote_id)));
  expect(begun.map((one) => value(one).state).sort()).toEqual(["awaiting_approval", "handing"]);
  const quote_id = quotes[begun.findIndex((one) => value(one).state === "awaiting_approval")] ?? "";
  // Pressed again it still waits, and is asked once.
  expect(value(await begin(buyer, quote_id))).toEqual({ state: "awaiting_approval" });
  expect(await mails(quote_id, "to_approve")).toBe(1);
  const say = async (person: string, decision: "approved" | "declined", words = "") =>
    wholesale.acceptance.decide(
      { member_id: person, company_id: own.company_id },
      { quote_id, decision, words, hold: await held(quote_id) },
    );
  expect(reasonOf(await say(member_id, "approved"))).toBe("own_order");
  expect(reasonOf(await say(approver, "declined"))).toBe("words_needed");
  const [yes, no] = await Promise.all([say(approver, "approved"), say(approver, "declined", "too dear")]);
  expect([yes.ok, no.ok].filter(Boolean)).toHaveLength(1);
  expect(await orders(quote_id)).toEqual([yes.ok ? "placed" : "declined"]);
});

test("another version ends the waiting for an approver", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"], 100));
  const approver = await own.member(["approver"]);
  const quote_id = await offered(buyer);
  expect(value(await begin(buyer, quote_id)).state).toBe("awaiting_approval");
  value(await wholesale.quotes.write(buyer, { quote_id, upon_version: 2, expires_at: null, draft: draft(5) }));
  expect(await orders(quote_id)).toEqual(["cancelled"]);
  const late = await wholesale.acceptance.decide(
    { member_id: approver, company_id: own.company_id },
    { quote_id, decision: "approved", words: "", hold: await held(quote_id) },
  );
  expect(reasonOf(late)).toBe("stale");
});

test("ended it frees its goods by its message alone, and both sides are told once", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const quote_id = await offered(buyer);
  const end = { quote_id, as: "rejected" as const, upon_version: 2, words: "too dear" };
  const twice = await Promise.all([wholesale.quotes.end(buyer, end), wholesale.quotes.end(buyer, end)]);
  expect(twice.every((one) => one.ok)).toBe(true);
  expect(await mails(quote_id, "rejected")).toBe(1);
  const { rowCount } = await house.db.query(
    `select 1 from outbox_message where job = 'end-quote' and payload ->> 'quote_id' = $1`,
    [quote_id],
  );
  expect(rowCount).toBe(1);
  expect(reasonOf(await begin(buyer, quote_id))).toBe("quote_ended");
});

test("goods that went to orders are said once, and only a new offer can be accepted", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const quote_id = await offered(buyer);
  await house.pools.quoteHolds.release({ quote_id, reason: "gave_way", person: "system" });
  const message_id = id("out");
  await Promise.all([
    wholesale.quotes.gaveWay({ message_id, quote_id }),
    wholesale.quotes.gaveWay({ message_id, quote_id }),
  ]);
  expect(await mails(quote_id, "gave_way")).toBe(1);
  expect(reasonOf(await begin(buyer, quote_id))).toBe("hold_gone");
  await hold(quote_id);
  const expires_at = new Date(Date.now() + DAY_MS);
  value(await wholesale.quotes.write(seller(), { quote_id, upon_version: 2, expires_at, draft: draft() }));
  expect((await wholesale.quotes.byId(quote_id))?.goods_gone_at).toBeNull();
  expect(value(await begin(buyer, quote_id, 3)).state).toBe("handing");
});

test("an accepted quote that nobody pays is over once its end has come and its goods are free; a paid one is its order's", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const accept = async () => {
    const quote_id = await offered(buyer);
    value(await begin(buyer, quote_id));
    const { cart_id } = value(await toCart(quote_id, id("cart")));
    await wholesale.acceptance.finish(quote_id, cart_id);
    return { quote_id, cart_id };
  };
  const [paid, unpaid] = [await accept(), await accept()];
  const lines = [{ pool_id: house.pool_id, units: 10_000 }];
  value(await house.pools.holdForCart({ cart_id: paid.cart_id, run_id: "run", lines }));
  value(await house.pools.confirmHold({ cart_id: paid.cart_id, order_id: id("order"), lines }));
  await house.pools.releaseHold({ cart_id: unpaid.cart_id, reason: "checkout over" });
  // Free again, and still in time: it may be paid for.
  await followPayments(house.container);
  expect(await orders(unpaid.quote_id)).toEqual(["placed"]);
  await house.db.query(`update quote set expires_at = now() - interval '1 second' where id = any($1)`, [
    [paid.quote_id, unpaid.quote_id],
  ]);
  await Promise.all([followPayments(house.container), followPayments(house.container)]);
  expect(await orders(unpaid.quote_id)).toEqual(["cancelled"]);
  expect(await mails(unpaid.quote_id, "unpaid")).toBe(1);
  expect(await orders(paid.quote_id)).toEqual(["placed"]);
  expect((await wholesale.quotes.ofCart(paid.cart_id))?.order?.order_id).toMatch(/^order_/);
  // Cancelled by whomever: limits count it no more.
  await wholesale.orders.cancelled(paid.cart_id);
  expect(await orders(paid.quote_id)).toEqual(["cancelled"]);
});

describe("accepted and not paid", () => {
  givenBack({ house: () => house, firm, offered, begin, toCart, mails, orders });
});

describe("between the people of both sides", () => {
  quoteTalk({ house: () => house, firm, offered, begin, held, seller, mails, orders });
});

describe("of several cooperatives at once", () => {
  jointQuotes({ house: () => house, firm });
  jointQuotesPaid({ house: () => house, firm });
});

test("goods that came are accepted once, with the message that lets their money go; each side rates once, and both read it then", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const { id: quote_id } = value(await asked(buyer));
  await hold(quote_id);
  const inspection = { days: 5, release: "inspection" } as const;
  const expires_at = new Date(Date.now() + DAY_MS);
  value(
    await wholesale.quotes.write(seller(), {
      quote_id,
      upon_version: 1,
      expires_at,
      draft: { ...draft(), inspection },
    }),
  );
  value(await begin(buyer, quote_id));
  const { cart_id } = value(await toCart(quote_id, id("cart")));
  await wholesale.acceptance.finish(quote_id, cart_id);
  const order_id = id("order");
  const { rows: placed } = await house.db.query<{ id: string }>(`select id from company_order where quote_id = $1`, [
    quote_id,
  ]);
  await wholesale.orders.ordered(placed[0]!.id, order_id);
  expect(await wholesale.orders.ofOrder(order_id)).toMatchObject({ company: "食堂", quote_id });
  const order = (await wholesale.deliveries.ofOrder(order_id))!;
  expect(order).toMatchObject({ quote_id, version: 2, term: inspection, accepted_at: null });

  const posts = async () =>
    (
      await house.db.query<{ due_at: Date; done: boolean }>(
        `select due_at, done_at is not null as done from outbox_message where job = 'post' and payload ->> 'order_id' = $1 order by due_at`,
        [order_id],
      )
    ).rows;
  // A message that came too early is done, and the later one is there, however often it is handed over.
  const message_id = id("out");
  const due_at = new Date(Date.now() + 3 * DAY_MS);
  const later = { message_id, order_id, due_at };
  await Promise.all([wholesale.deliveries.postLater(later), wholesale.deliveries.postLater(later)]);
  await wholesale.deliveries.postLater({ ...later, message_id: id("out") });
  expect(await posts()).toEqual([{ due_at, done: false }]);

  const post_at = new Date(Date.now() + DAY_MS);
  const accept = { order, person: buyer.id, words: "都好", post_at };
  await Promise.all([wholesale.deliveries.accept(accept), wholesale.deliveries.accept(accept)]);
  expect(await posts()).toEqual([
    { due_at: post_at, done: false },
    { due_at, done: false },
  ]);
  const whole = await wholesale.quotes.whole(buyer, quote_id);
  expect(whole?.events.filter((one) => one.act === "goods_accepted")).toHaveLength(1);
  expect((await wholesale.deliveries.ofOrder(order_id))?.accepted_words).toBe("都好");

  const open_until = "2027-02-01";
  const rate = (by: "buyer" | "seller", stars: number) =>
    wholesale.deliveries.rate(order, { by, person: "x", stars, words: "", open_until });
  expect((await Promise.all([rate("buyer", 5), rate("buyer", 4)])).map(reasonOf).sort()).toEqual([
    null,
    "rated_already",
  ]);
  value(await rate("seller", 3));
  expect((await wholesale.deliveries.ratings(order)).map((one) => one.by)).toEqual(["buyer", "seller"]);
  for (const table of ["delivery_acceptance", "delivery_rating"]) {
    await expect(house.db.query(`delete from ${table} where order_id = $1`, [order_id])).rejects.toThrow(/append-only/);
  }
});

test("a cooperative's stars are told from three ratings on that are shown: both have spoken, or nobody may any more", async () => {
  const own = await firm();
  const buyer = own.as(await own.member(["buyer"]));
  const { id: quote_id } = value(await asked(buyer));
  const cooperative_id = id("coop");
  const order = () => ({ order_id: id("order"), quote_id, company_id: own.company_id, cooperative_id });
  const rated = async (stars: number, open_until: string, of = order()) => {
    value(await wholesale.deliveries.rate(of, { by: "buyer", person: "x", stars, words: "", open_until }));
    return of;
  };
  const average = () => wholesale.deliveries.averageOf(cooperative_id, "2027-01-20");
  await rated(5, "2027-01-19");
  await rated(4, "2027-01-19");
  const open = await rated(4, "2027-01-20");
  expect(await average()).toBeNull();
  const answer = { by: "seller", person: "y", stars: 5, words: "", open_until: "2027-01-20" } as const;
  value(await wholesale.deliveries.rate(open, answer));
  expect(await average()).toEqual({ stars_100: 433, ratings: 3 });
});
