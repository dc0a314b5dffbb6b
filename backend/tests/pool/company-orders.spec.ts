import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { companyInvoiceRows, notInvoiced, orderOfInvoice } from "../../src/lib/company-invoices";
import { companyOrderRows, type AskedOrders } from "../../src/lib/company-orders";
import { nothingComesOf } from "../../src/lib/nothing-comes";
import type { Sql } from "../../src/lib/sql";
import { captureInput, id, value } from "../settlement/house";
import { personsOrder } from "./persons-order";
import { wholesaleKit, type WholesaleKit } from "./wholesale-kit";

// What a company's list of orders and invoices says, on a bare database: rows of several rooms, written here as those rooms leave them.

let kit: WholesaleKit;
let sql: Sql;
beforeAll(async () => {
  kit = await wholesaleKit();
  sql = kit.house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
});
afterAll(() => kit?.house.close());

const put = (text: string, ...values: unknown[]) => kit.house.db.query(text, values);
type Firm = Awaited<ReturnType<WholesaleKit["firm"]>>;

/** A quote of `packs` walnuts at 20.00, as it was accepted. */
async function quote(
  firm: Firm,
  packs: number,
  goods = 1,
  of: { deliver_on?: string | null; cooperative_id?: string } = {},
): Promise<string> {
  const { deliver_on = "2026-12-31", cooperative_id = kit.house.cooperative_id } = of;
  const quote_id = id("quote");
  await put(
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, wanted_on, expires_at, idempotency_key, input_hash, ended_at, cart_id)
     values ($1, $2, $3, 'accepted', 'seller', 'CNY', $4, '2026-12-31', now() + interval '5 days', $1, 'x', now(), $1)`,
    ...[quote_id, firm.company_id, cooperative_id, firm.member_id],
  );
  await put(
    `insert into quote_version (quote_id, version, by, person, deliver_on, expires_at) values ($1, 1, 'buyer', $2, $3, now() + interval '5 days')`,
    ...[quote_id, firm.member_id, deliver_on],
  );
  for (let at = 0; at < goods; at += 1)
    await put(
      `insert into quote_line (quote_id, version, position, product_id, variant_id, pool_id, title, pack, grade, unit, units_per_pack, packs)
       values ($1, 1, $2, 'prod_none', $3, 'pool_none', '{"zh":"核桃","en":"Walnuts"}', '{"zh":"1 公斤","en":"1 kg"}', '1', 'g', 1000, $4)`,
      ...[quote_id, at, `variant_${at}`, packs],
    );
  return quote_id;
}

/** An order of these quotes, so many minutes old. */
async function ordered(firm: Firm, quotes: readonly string[], minutes: number, status = "pending"): Promise<string> {
  const order_id = id("order");
  await put(
    `insert into "order" (id, status, version, is_draft_order, no_notification, currency_code, created_at, updated_at)
     values ($1, $2, 1, false, false, 'cny', now() - make_interval(mins => $3), now())`,
    ...[order_id, status, minutes],
  );
  for (const quote_id of quotes)
    await put(
      `insert into company_order (id, company_id, quote_id, version, member_id, total_minor, currency, state, order_id) values ($1, $2, $3, 1, $4, 10000, 'CNY', $5, $6)`,
      ...[
        id("corder"),
        firm.company_id,
        quote_id,
        firm.member_id,
        status === "canceled" ? "cancelled" : "placed",
        order_id,
      ],
    );
  return order_id;
}

const parcels = (order_id: string, state: string, count: number) =>
  put(
    `insert into parcel_tally (order_id, cooperative_id, plan_version, state, parcels, gross_g, freight_minor) values ($1, $2, 1, $3, $4, 0, 0)`,
    ...[order_id, kit.house.cooperative_id, state, count],
  );

async function owed(firm: Firm, order_id: string, quote_id: string, amount_minor: number): Promise<void> {
  const proforma = id("proforma");
  await put(
    `insert into proforma (id, number, reference, cooperative_id, company_id, company, quote_id, quote_number, cart_id, currency, amount_minor, account, due_at,
       kind, state, order_id, ended_at, issued_by)
     values ($1, nextval('proforma_number'), $1, $2, $3, '食堂', $4, 'Q-1', $1, 'CNY', $5, '{"name":"x","account_sealed":null,"last4":null}',
       now() + interval '30 days', 'account', 'ordered', $6, now(), $7)`,
    ...[proforma, kit.house.cooperative_id, firm.company_id, quote_id, amount_minor, order_id, firm.member_id],
  );
}

const list = (firm: Firm, of: Partial<AskedOrders> = {}) =>
  companyOrderRows(sql, { company_id: firm.company_id, order_id: null, done: null, limit: 50, ...of });
const ids = async (firm: Firm, of: Partial<AskedOrders> = {}) => (await list(firm, of)).map((one) => one.id);

test("an order is open while something is on its way or owed, and done when neither is, or it was cancelled", async () => {
  const firm = await kit.firm();
  const [on_way, unpaid, whole, off, planned] = [
    await quote(firm, 5),
    await quote(firm, 5),
    await quote(firm, 5),
    await quote(firm, 5),
    await quote(firm, 5),
  ];
  const o_way = await ordered(firm, [on_way], 50);
  await parcels(o_way, "in_transit", 80);
  await parcels(o_way, "delivered", 120);
  // As states move: rows are added, never changed.
  await parcels(o_way, "in_transit", -10);
  await parcels(o_way, "delivered", 10);
  await parcels(o_way, "void", 7);
  const o_unpaid = await ordered(firm, [unpaid], 40);
  await parcels(o_unpaid, "delivered", 3);
  await owed(firm, o_unpaid, unpaid, 171_034);
  const o_whole = await ordered(firm, [whole], 30);
  await parcels(o_whole, "delivered", 2);
  await parcels(o_whole, "lost", 1);
  const o_off = await ordered(firm, [off], 20, "canceled");
  const o_planned = await ordered(firm, [planned], 10);
  expect(await ids(firm, { done: false })).toEqual([o_planned, o_unpaid, o_way]);
  expect(await ids(firm, { done: true })).toEqual([o_off, o_whole]);
  const [way] = await list(firm, { order_id: o_way });
  expect(way).toMatchObject({ parcels: 200, delivered: 130, left_minor: 0n, total_minor: 10_000n, canceled: false });
  expect((await list(firm, { order_id: o_unpaid }))[0]).toMatchObject({ left_minor: 171_034n, on_account: true });
  expect((await list(firm, { order_id: o_off }))[0]).toMatchObject({ canceled: true });
});

/** A short of an order, as it was applied: so many packs of its first line are missing. Its id. */
async function fellShort(order_id: string, packs: number, state = "applied"): Promise<string> {
  const short_id = id("short");
  await put(
    `insert into short (id, cooperative_id, kind, state, order_id, reason, entered_by, decided_by, idempotency_key, input_hash)
     values ($1, $2, 'not_enough', $3, $4, 'spoilt', 'member_1', 'member_1', $1, 'x')`,
    ...[short_id, kit.house.cooperative_id, state, order_id],
  );
  await put(
    `insert into short_line (short_id, order_id, order_line_id, pool_id, packs, pack_units, after_handover, goods_minor, freight_minor, tax_minor)
     values ($1, $2, $3, $4, $5, 1000, false, 2000, 0, 0)`,
    ...[short_id, order_id, `line_${order_id}`, kit.house.pool_id, packs],
  );
  return short_id;
}

const waits = (short_id: string, order_id: string, packs: number) =>
  put(
    `insert into short_wait (short_id, order_line_id, order_id, pool_id, packs, pack_units, ships, until)
     values ($1, $2, $3, $4, $5, 1000, 'together', now() + interval '5 days')`,
    ...[short_id, `line_${order_id}`, order_id, kit.house.pool_id, packs],
  );

test("an order that went short whole is done, and says that nothing is left to come; short in part, waiting or unpaid it is open", async () => {
  const firm = await kit.firm();
  const of = async (minutes: number, status?: string) => ordered(firm, [await quote(firm, 5)], minutes, status);
  const [whole, part, waiting, undone] = [await of(50), await of(40), await of(30), await of(20)];
  await fellShort(whole, 5);
  await parcels(whole, "void", 2);
  await fellShort(part, 4);
  await waits(await fellShort(waiting, 5), waiting, 5);
  await fellShort(undone, 5, "undone");
  const unpaid_quote = await quote(firm, 5);
  const unpaid = await ordered(firm, [unpaid_quote], 10);
  await fellShort(unpaid, 5);
  await owed(firm, unpaid, unpaid_quote, 100);
  const off = await of(5, "canceled");
  await fellShort(off, 5);
  expect(await ids(firm, { done: true })).toEqual([off, whole]);
  expect(await ids(firm, { done: false })).toEqual([unpaid, undone, waiting, part]);
  expect((await list(firm)).map((one) => [one.id, one.nothing_comes])).toEqual([
    [off, false],
    [unpaid, true],
    [undone, false],
    [waiting, false],
    [part, false],
    [whole, true],
  ]);
  const asked = [whole, unpaid, part, waiting, undone, off, "order_none"];
  expect(await nothingComesOf(sql, asked)).toEqual(new Set([whole, unpaid]));
  expect(await nothingComesOf(sql, [])).toEqual(new Set());
});

/** All of it is paid: 100.00, of one line. */
const paid = async (order_id: string) =>
  value(
    await kit.house.settlement.recordCapture(
      captureInput({
        order_id,
        currency: "CNY",
        lines: [
          {
            order_line_id: `line_${order_id}`,
            cooperative_id: kit.house.cooperative_id,
            grams: 5_000,
            paid_minor: 10_000,
            lots: [],
          },
        ],
      }),
    ),
  );

test("an order of which nothing comes, or whose money all goes back, is not offered for an invoice; short in part it is", async () => {
  const firm = await kit.firm();
  const of = async (minutes: number) => {
    const order_id = await ordered(firm, [await quote(firm, 5)], minutes);
    await paid(order_id);
    return order_id;
  };
  const [well, whole, part, waiting, back] = [await of(50), await of(40), await of(30), await of(20), await of(10)];
  const offered = async () => (await notInvoiced(sql, { company_id: firm.company_id, limit: 50 })).map((one) => one.id);
  expect(await offered()).toEqual([well, whole, part, waiting, back]);
  // Before its refund is promised, and after.
  await fellShort(whole, 5);
  await fellShort(part, 4);
  await waits(await fellShort(waiting, 5), waiting, 5);
  const money = {
    order_id: back,
    order_line_id: `line_${back}`,
    amount_minor: "10000",
    freight_minor: "0",
    tax_minor: "0",
  };
  const short_id = id("short");
  const promise = { short_id, lines: [money], borne: false, person: "member_1" };
  value(await kit.house.settlement.shorts.promise(promise));
  expect(await offered()).toEqual([well, part, waiting]);
  value(await kit.house.settlement.shorts.cancel(short_id));
  expect(await offered()).toEqual([well, part, waiting, back]);
});

test("of an order without a quote its own lines are asked: short of all of them, nothing comes; short in part, the rest does", async () => {
  const [whole, part] = [await personsOrder(kit.house), await personsOrder(kit.house)];
  await fellShort(whole, 3);
  await fellShort(part, 2);
  expect(await nothingComesOf(sql, [whole, part])).toEqual(new Set([whole]));
});

test("of two quotes in one order both must be short; and what came while the rest still waits is not done", async () => {
  const firm = await kit.firm();
  const joint = await ordered(firm, [await quote(firm, 5), await quote(firm, 7)], 20);
  await fellShort(joint, 5);
  expect((await list(firm, { order_id: joint }))[0]).toMatchObject({ nothing_comes: false });
  const came = await ordered(firm, [await quote(firm, 5)], 10);
  await parcels(came, "delivered", 1);
  const short_id = await fellShort(came, 2);
  expect(await ids(firm, { done: true })).toEqual([came]);
  await waits(short_id, came, 2);
  expect(await ids(firm, { done: true })).toEqual([]);
  expect((await list(firm, { order_id: came }))[0]).toMatchObject({ nothing_comes: false, delivered: 1 });
});

test("what was given back of an order and lies with its cooperative is named until it is sent", async () => {
  const firm = await kit.firm();
  const [of, other] = [await quote(firm, 5), await quote(firm, 5)];
  const [order_id, untouched] = [await ordered(firm, [of], 10, "canceled"), await ordered(firm, [other], 5)];
  const [refund, line] = [id("refund"), id("tline")];
  await put(
    `insert into refund_intent (id, order_id, currency, amount_minor, lines, reason_code, provider_ref, dedup_key, input_hash, idempotency_key, requested_by, state)
     values ($1, $2, 'CNY', 3000, '[]', 'short', 'x', $1, 'x', $1, 'member_1', 'created')`,
    ...[refund, order_id],
  );
  await put(
    `insert into transfer_line (id, cooperative_id, source, line_key, booked_on, currency, amount_minor, payer, words, why, company_id)
     values ($1, $2, 'refund', $3, current_date, 'CNY', 3000, '食堂', 'RF', 'refund', $4)`,
    ...[line, kit.house.cooperative_id, `refund:${refund}`, firm.company_id],
  );
  expect(await list(firm)).toMatchObject([
    { id: untouched, lies_minor: 0n },
    { id: order_id, lies_minor: 3_000n, left_minor: 0n },
  ]);
  await put(
    `insert into transfer_use (id, line_id, kind, amount_minor, person, words) values ($1, $2, 'returned', 1000, 'member_1', 'sent')`,
    ...[id("tuse"), line],
  );
  expect((await list(firm, { order_id }))[0]).toMatchObject({ lies_minor: 2_000n });
});

test("an order of several quotes is one row, with all their goods and the sum of all", async () => {
  const firm = await kit.firm();
  const parts = [await quote(firm, 5, 3), await quote(firm, 7, 2)];
  const order_id = await ordered(firm, parts, 5);
  const found = await list(firm);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ id: order_id, total_minor: 20_000n, goods_count: 5, who: "林", invoiced: false });
  expect(found[0]?.goods).toHaveLength(3);
  expect(found[0]?.quotes.map((one) => one.id).sort()).toEqual([...parts].sort());
});

test("an order says for which day each of its quotes is wanted, and a cooperative reads its own day alone", async () => {
  const firm = await kit.firm();
  const [other, third] = [id("coop"), id("coop")];
  const parts = [
    await quote(firm, 5, 1, { deliver_on: "2026-12-06" }),
    await quote(firm, 5, 1, { deliver_on: "2026-12-09", cooperative_id: other }),
    await quote(firm, 5, 1, { deliver_on: null, cooperative_id: third }),
  ];
  const order_id = await ordered(firm, parts, 5);
  const off = await ordered(firm, [await quote(firm, 5, 1, { deliver_on: "2026-12-01" })], 4, "canceled");
  const [found] = await list(firm, { order_id });
  expect(new Map(found?.quotes.map((one) => [one.id, one.wanted_on]))).toEqual(
    new Map([
      [parts[0], "2026-12-06"],
      [parts[1], "2026-12-09"],
      [parts[2], null],
    ]),
  );
  expect(found).toMatchObject({ total_minor: 30_000n, goods_count: 3 });
  const asked = [order_id, off, "order_none", order_id];
  const days = (cooperative_id: string) => kit.wholesale.orders.wantedDays(asked, cooperative_id);
  expect(await days(kit.house.cooperative_id)).toEqual(new Map([[order_id, "2026-12-06"]]));
  expect(await days(other)).toEqual(new Map([[order_id, "2026-12-09"]]));
  expect(await days(third)).toEqual(new Map());
  expect(await kit.wholesale.orders.wantedDays([], other)).toEqual(new Map());
});

test("the day is the accepted version's, not that of what was asked for first", async () => {
  const firm = await kit.firm();
  const quote_id = await quote(firm, 5, 1, { deliver_on: "2026-12-01" });
  await put(
    `insert into quote_version (quote_id, version, by, person, deliver_on, expires_at) values ($1, 2, 'seller', 'member_1', '2026-12-06', now() + interval '5 days')`,
    quote_id,
  );
  const order_id = await ordered(firm, [quote_id], 5);
  await put(`update company_order set version = 2 where order_id = $1`, order_id);
  expect((await list(firm, { order_id }))[0]?.quotes).toMatchObject([{ id: quote_id, wanted_on: "2026-12-06" }]);
  const days = await kit.wholesale.orders.wantedDays([order_id], kit.house.cooperative_id);
  expect(days.get(order_id)).toBe("2026-12-06");
});

test("pages skip and repeat none, and another company's order is not there", async () => {
  const [firm, other] = [await kit.firm(), await kit.firm()];
  const all: string[] = [];
  for (let at = 0; at < 5; at += 1) all.push(await ordered(firm, [await quote(firm, 1)], at));
  const theirs = await ordered(other, [await quote(other, 1)], 1);
  const read: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list(firm, { limit: 2, cursor });
    read.push(...page.map((one) => one.id));
    const last = page.at(-1);
    if (!last || page.length < 2) break;
    cursor = `${last.at_key}~${last.id}`;
  }
  expect(read).toEqual(all);
  expect(await list(firm, { order_id: theirs })).toEqual([]);
});

test("papers are those of the company's own orders, and what has none is said", async () => {
  const [firm, other] = [await kit.firm(), await kit.firm()];
  const paper = async (order_id: string, minutes: number): Promise<string> => {
    const invoice_id = id("inv");
    await put(
      `insert into invoice (id, kind, seller, serial, number, order_id, currency, net_minor, tax_minor, total_minor, facts, issued_at)
       values ($1, 'invoice', $1, 1, $1, $2, 'CNY', 9100, 900, 10000,
         '{"seller":{"code":"X","name_zh":"社","name_en":"Coop"},"buyer_title":"食堂","order_number":7,"credits_number":null}', now() - make_interval(mins => $3))`,
      ...[invoice_id, order_id, minutes],
    );
    return invoice_id;
  };
  const [own, theirs] = [
    await ordered(firm, [await quote(firm, 1)], 9),
    await ordered(other, [await quote(other, 1)], 9),
  ];
  const [older, foreign] = [await paper(own, 90), await paper(theirs, 5)];
  const of = (company: Firm, from: Date | null = null, to: Date | null = null) =>
    companyInvoiceRows(sql, { company_id: company.company_id, from, to, limit: 50 });
  expect(await of(firm)).toMatchObject([
    {
      id: older,
      order_number: 7,
      buyer: "食堂",
      seller: { zh: "社", en: "Coop" },
      net_minor: 9_100n,
      total_minor: 10_000n,
    },
  ]);
  expect(await of(firm, new Date())).toEqual([]);
  expect(await of(firm, null, new Date())).toHaveLength(1);
  const whose = (company: Firm, invoice_id: string) =>
    orderOfInvoice(sql, { company_id: company.company_id, invoice_id });
  expect(await whose(firm, older)).toBe(own);
  expect(await whose(firm, foreign)).toBeUndefined();
  expect((await list(firm))[0]?.invoiced).toBe(true);
  // Nothing of it was captured, so nothing of it can be invoiced.
  await ordered(firm, [await quote(firm, 1)], 3);
  expect(await notInvoiced(sql, { company_id: firm.company_id, limit: 50 })).toEqual([]);
});
