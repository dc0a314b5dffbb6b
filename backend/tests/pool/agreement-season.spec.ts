import { randomUUID } from "node:crypto";
import { addDays } from "@commonlot/domain";
import { expect, test } from "vitest";
import { afterDay, todayOf } from "../../src/lib/today";
import type {
  AgreementDraft,
  CallOffForm,
  MarketPriceForm,
} from "../../src/modules/wholesale/agreements/agreement-types";
import { cooperativeCoverage, safetyOfAgreement } from "../../src/workflows/wholesale/agreement-coverage";
import { drawUpStatements, readStatementPaper } from "../../src/workflows/wholesale/agreement-statements";
import { callOff, keepCallOff, keepWaitingCallOffs } from "../../src/workflows/wholesale/call-offs";
import { id, reasonOf } from "../settlement/house";
import { agreementHouse, type Firm } from "./agreement-house";
import { shortHouse, value } from "./short-house";

// Agreements to their end, on a bare database with the pool beside them: the market's price, and the statement of a season.

const { house, wholesale, seller, kilos, firm, active, held, accept, pay, broken } = agreementHouse();
const elsewhere = () => ({ ...seller(), cooperative_id: "elsewhere" });

/** Packs of a kilo with a floor of 20.00 and 40 % of what is above it; each test has a pack of its own, so that prices don't meet. */
const draft = (
  variant_id: string,
  change: Partial<AgreementDraft> & { packs?: number; share_bp?: number | null } = {},
) => {
  const { packs = 100, share_bp = 4_000, ...rest } = change;
  return {
    lines: [
      {
        ...kilos(variant_id, packs),
        steps: [{ from: 0, price_minor: 2_000n }],
        share_bp,
      },
    ],
    from_day: addDays(todayOf(), -30),
    to_day: addDays(todayOf(), 100),
    minimum_packs: 1,
    notice_days: 0,
    shortfall: "first_come",
    freight_minor: 0n,
    freight_term: { bearer: "cooperative" },
    terms: { kind: "prepay" },
    words: "",
    ...rest,
  } satisfies AgreementDraft;
};

const form = (variant_id: string, packs: number): CallOffForm => ({
  lines: [{ variant_id, packs }],
  wanted_on: addDays(todayOf(), 10),
  words: "",
  idempotency_key: randomUUID(),
});
const price = (variant_id: string, price_minor: number, change: Partial<MarketPriceForm> = {}): MarketPriceForm => ({
  variant_id,
  currency: "CNY",
  day: todayOf(),
  price_minor,
  source: "陇南批发市场",
  idempotency_key: randomUUID(),
  ...change,
});
const publish = (of: MarketPriceForm, by = seller(), input_hash = "same") =>
  wholesale.marketPrices.publish(by, of, { today: todayOf(), input_hash });
const keep = (quote_id: string) => keepCallOff(house.container, quote_id, { cooperative: false });
const priceOf = async (quote_id: string) => {
  const quote = await wholesale.quotes.byId(quote_id);
  return (await wholesale.quotes.version(quote_id, quote?.version ?? 0))?.lines[0]?.price_minor;
};
const told = async (agreement_id: string, about: string) => {
  const { rows } = await house.db.query<{ to: string }>(
    `select payload ->> 'to' as to from outbox_message where job = 'agreement-mail' and payload ->> 'agreement_id' = $1 and payload ->> 'about' = $2`,
    [agreement_id, about],
  );
  return rows.map((one) => one.to);
};

/** Accepted as its three writes do it, and paid for. */
const order = async (by: Firm, quote_id: string) => pay(await accept(by, quote_id));

async function timeEnds(quote_ids: readonly string[]): Promise<void> {
  await house.db.query(`update quote set expires_at = now() - interval '1 minute' where id = any($1)`, [quote_ids]);
  await wholesale.quotes.expireDue();
}

async function seasonEnds(agreement_id: string): Promise<void> {
  await wholesale.agreements.endDue(addDays(todayOf(), 101));
  expect((await wholesale.agreements.byId(agreement_id))?.state).toBe("ended");
}
/** Orders that nobody here delivers are waited for no longer. */
const longAfter = (agreement_id: string) =>
  house.db.query(`update agreement set ended_at = now() - interval '61 days' where id = $1`, [agreement_id]);

test("a market price is of goods that are priced so, of no day to come, published once by one form, and never changed", async () => {
  await active(await firm(), draft("variant_once"));
  expect(reasonOf(await publish(price("variant_once", 2_600, { day: addDays(todayOf(), 1) })))).toBe(
    "market_in_future",
  );
  expect(reasonOf(await publish(price("variant_unknown", 2_600)))).toBe("market_not_asked");
  expect(reasonOf(await publish(price("variant_once", 2_600, { currency: "EUR" })))).toBe("market_not_asked");
  expect(reasonOf(await publish(price("variant_once", 2_600), elsewhere()))).toBe("market_not_asked");
  const one = price("variant_once", 2_600);
  const pressed = await Promise.all([publish(one), publish(one)]);
  expect(value(pressed[0])).toEqual(value(pressed[1]));
  expect(reasonOf(await publish(one, seller(), "other words"))).toBe("idempotency_conflict");
  const { rows } = await house.db.query(`select 1 from market_price where variant_id = 'variant_once'`);
  expect(rows).toHaveLength(1);
  await expect(house.db.query(`update market_price set price_minor = 1`)).rejects.toThrow(/append-only/);
  await expect(house.db.query(`delete from market_price`)).rejects.toThrow(/append-only/);
  // Of another cooperative nothing is there.
  expect(await wholesale.marketPrices.goods("elsewhere")).toEqual([]);
  expect(await wholesale.marketPrices.published("elsewhere", { limit: 10 })).toEqual([]);
});

test("a call-off takes the newest price on or before its day, with its sum, and a correction touches only those that come later", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft("variant_day"));
  value(await publish(price("variant_day", 9_900, { day: addDays(todayOf(), -2) })));
  value(await publish(price("variant_day", 2_600)));
  // Published later, of an older day: not the newest.
  value(await publish(price("variant_day", 5_000, { day: addDays(todayOf(), -1) })));
  const first = await callOff(house.container, own.buyer, agreement_id, form("variant_day", 10));
  expect(first.kept).toBe(true);
  expect(await priceOf(first.quote_id)).toBe(2_240n);
  // Its goods are wanted before 14 days are over.
  expect((await wholesale.quotes.byId(first.quote_id))?.expires_at).toEqual(afterDay(form("variant_day", 1).wanted_on));
  value(await publish(price("variant_day", 1_500)));
  const second = await callOff(house.container, own.buyer, agreement_id, form("variant_day", 10));
  // Below the floor it is the floor.
  expect(await priceOf(second.quote_id)).toBe(2_000n);
  expect(await priceOf(first.quote_id)).toBe(2_240n);
  const [taken] = await wholesale.callOffPrices.of([first.quote_id]);
  expect(taken).toMatchObject({
    market_day: todayOf(),
    market_minor: 2_600n,
    floor_minor: 2_000n,
    share_bp: 4_000,
    price_minor: 2_240n,
  });
  await expect(house.db.query(`update agreement_call_off_price set price_minor = 1`)).rejects.toThrow(/append-only/);
  expect(await broken()).toEqual([]);
});

test("without a price of the last fourteen days a call-off waits, the desk is told once, and it is kept at the price of its day", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft("variant_waits"));
  const { quote_id, kept, why } = await callOff(house.container, own.buyer, agreement_id, form("variant_waits", 10));
  expect({ kept, why }).toEqual({ kept: false, why: "market_price_needed" });
  expect(await held(quote_id)).toBeNull();
  value(await publish(price("variant_waits", 3_000, { day: addDays(todayOf(), -15) })));
  expect(reasonOf(await keep(quote_id))).toBe("market_price_needed");
  await keepWaitingCallOffs(house.container);
  expect(await told(agreement_id, "price_needed")).toEqual(["seller"]);
  const [call_off] = (await wholesale.agreements.whole(own.buyer, agreement_id))?.call_offs ?? [];
  expect(call_off).toMatchObject({ stage: "waiting", waits_for: "price" });
  value(await publish(price("variant_waits", 3_000, { day: addDays(todayOf(), -14) })));
  // Died after the price was taken: a newer one changes nothing.
  expect(value(await wholesale.callOffPrices.freeze(quote_id)).get("variant_waits")).toBe(2_400n);
  value(await publish(price("variant_waits", 9_000)));
  await Promise.all([keepWaitingCallOffs(house.container), keepWaitingCallOffs(house.container)]);
  expect(await priceOf(quote_id)).toBe(2_400n);
  expect((await wholesale.quotes.byId(quote_id))?.version).toBe(2);
  expect((await held(quote_id))?.units.get(house.pool_id)).toBe(10_000);
  expect(await broken()).toEqual([]);
});

test("each side is told once of what the other did, and both that it is in force", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft("variant_told"));
  expect(await told(agreement_id, "proposed")).toEqual(["seller"]);
  expect(await told(agreement_id, "signed")).toEqual(["buyer"]);
  expect(await told(agreement_id, "active")).toEqual(["both"]);
  value(await wholesale.agreements.end(own.buyer, { agreement_id, words: "" }));
  value(await wholesale.agreements.end(own.buyer, { agreement_id, words: "" }));
  expect(await told(agreement_id, "end_asked")).toEqual(["seller"]);
});

test("the statement of a season is drawn up once nothing is open, its sums are exact, and what is owed is noted once by its cooperative", async () => {
  const own = await firm();
  const of = draft("variant_end", { packs: 60_000, share_bp: null, compensation: { bp: 1_000, cap_bp: 500 } });
  const agreement_id = await active(own, of);
  const called = async (packs: number) =>
    (await callOff(house.container, own.buyer, agreement_id, form("variant_end", packs))).quote_id;
  // Far more than there is: it waits until its time is over.
  const vain = await called(50_000);
  await keepWaitingCallOffs(house.container);
  expect(await told(agreement_id, "waits")).toEqual(["both"]);
  const paid = await called(20);
  await order(own, paid);
  // Kept, and let lapse by the company: its own.
  const lapsed = await called(10);
  await seasonEnds(agreement_id);
  await drawUpStatements(house.container);
  expect(await wholesale.statements.of(agreement_id)).toBeUndefined();
  await timeEnds([vain, lapsed]);
  // Its order has not arrived yet.
  await drawUpStatements(house.container);
  expect(await wholesale.statements.of(agreement_id)).toBeUndefined();
  await longAfter(agreement_id);
  await Promise.all([drawUpStatements(house.container), drawUpStatements(house.container)]);
  const statement = await wholesale.statements.of(agreement_id);
  expect(statement?.lines).toEqual([
    {
      variant_id: "variant_end",
      agreed_packs: 60_000,
      delivered_packs: 20,
      short_packs: 50_000,
      not_called_packs: 9_980,
      delivered_minor: 40_000n,
    },
  ]);
  expect(statement).toMatchObject({
    agreed_minor: 120_000_000n,
    delivered_minor: 40_000n,
    lacking_minor: 100_000_000n,
    cap_minor: 6_000_000n,
    // 10 % would be 100,000.00; the cap is 5 % of 1,200,000.00.
    compensation_minor: 6_000_000n,
    paid: null,
  });
  expect(statement?.lacks).toMatchObject([{ quote_id: vain, packs: 50_000, amount_minor: 100_000_000n }]);
  expect(await told(agreement_id, "statement")).toEqual(["both"]);
  for (const table of ["agreement_statement", "agreement_statement_line", "agreement_statement_lack"])
    await expect(house.db.query(`delete from ${table} where agreement_id = $1`, [agreement_id])).rejects.toThrow(
      /append-only/,
    );
  const { pdf } = await readStatementPaper(house.container, own.buyer, agreement_id);
  expect(pdf.equals((await readStatementPaper(house.container, seller(), agreement_id)).pdf)).toBe(true);
  for (const other of [(await firm()).buyer, elsewhere()])
    await expect(readStatementPaper(house.container, other, agreement_id)).rejects.toThrow(/no such agreement/);

  const note = { paid_on: todayOf(), words: "回单 42" };
  const pay = (by = seller(), change: Partial<typeof note> = {}) =>
    wholesale.statements.paid(by, agreement_id, { ...note, ...change }, todayOf());
  expect(reasonOf(await pay(elsewhere()))).toBe("agreement_not_found");
  for (const paid_on of [addDays(todayOf(), 1), addDays(todayOf(), -1)])
    expect(reasonOf(await pay(seller(), { paid_on }))).toBe("invalid_paid_day");
  const twice = await Promise.all([pay(), pay()]);
  expect(twice.map(reasonOf)).toEqual([null, null]);
  expect(reasonOf(await pay(seller(), { words: "other" }))).toBe("paid_already");
  expect(await told(agreement_id, "paid")).toEqual(["buyer"]);
  expect((await wholesale.statements.of(agreement_id))?.paid).toEqual(note);
  expect(await broken()).toEqual([]);
});

test("what the cooperative ended counts as not there, what the company took back does not, and without a term nothing is owed", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft("variant_ends", { packs: 40, share_bp: null }));
  const called = async (packs: number) =>
    (await callOff(house.container, own.buyer, agreement_id, form("variant_ends", packs))).quote_id;
  const [refused, taken_back] = [await called(10), await called(10)];
  for (const [by, quote_id] of [
    [seller(), refused],
    [own.buyer, taken_back],
  ] as const) {
    const upon_version = (await wholesale.quotes.byId(quote_id))?.version ?? 0;
    value(await wholesale.quotes.end(by, { quote_id, as: "withdrawn", upon_version, words: "" }));
    await house.pools.quoteHolds.release({ quote_id, reason: "withdrawn", person: "x" });
  }
  await seasonEnds(agreement_id);
  await drawUpStatements(house.container);
  const statement = await wholesale.statements.of(agreement_id);
  expect(statement?.lines).toMatchObject([{ delivered_packs: 0, short_packs: 10, not_called_packs: 30 }]);
  expect(statement).toMatchObject({ compensation_bp: 0, cap_minor: 0n, compensation_minor: 0n });
  const note = { paid_on: todayOf(), words: "" };
  expect(reasonOf(await wholesale.statements.paid(seller(), agreement_id, note, todayOf()))).toBe("nothing_owed");
  expect(await broken()).toEqual([]);
});

test("a company is told in a word how safe the rest is, and never a figure", async () => {
  const [one, two] = [await firm(), await firm()];
  const small = await active(one, draft("variant_small", { packs: 10, share_bp: null }));
  const word = async (agreement_id: string) =>
    (await safetyOfAgreement(house.container, agreement_id, [house.pool_id])).get(house.pool_id);
  expect(await word(small)).toBe("safe");
  // Far more than there is, of all agreements together: nobody's rest is safe.
  const large = await active(two, draft("variant_large", { packs: 1_000_000, share_bp: null }));
  expect(await word(small)).toBe("at_risk");
  expect(await word(large)).toBe("at_risk");
  const { quote_id } = await callOff(house.container, one.buyer, small, form("variant_small", 10));
  expect(await held(quote_id)).not.toBeNull();
  expect(await word(small)).toBe("done");
});

test("a harvest that is late is expected neither by the desk's bar nor for the company's word, nor for a call-off that is shared", async () => {
  await wholesale.agreements.endDue(addDays(todayOf(), 101));
  const free = (await house.pools.cartHolds.available("", [house.pool_id])).get(house.pool_id) ?? 0;
  // 90 kg more than there are, in whole packs; three harvests of 30 kg and a pack stand behind them.
  const packs = Math.floor(free / 1_000) + 90;
  const by = await firm();
  const agreement_id = await active(by, draft("variant_late", { packs, share_bp: null, shortfall: "in_proportion" }));
  const said = async () => {
    const [pool] = (await cooperativeCoverage(house.container, house.cooperative_id)).filter(
      (one) => one.pool_id === house.pool_id,
    );
    const word = (await safetyOfAgreement(house.container, agreement_id, [house.pool_id])).get(house.pool_id);
    return { word, at_risk: pool?.at_risk_units, late: pool?.late_units };
  };
  const at_risk = packs * 1_000 - free;
  expect(await said()).toEqual({ word: "at_risk", at_risk, late: 0 });
  const declared: string[] = [];
  for (const household_id of [id("household"), id("household"), id("household")]) {
    const forecast = await house.pools.forecasts.declare({
      cooperative_id: house.cooperative_id,
      household_id,
      village_id: "village_1",
      pool_id: house.pool_id,
      units: 31_000,
      ready_from: todayOf(),
      ready_to: todayOf(),
      note: null,
      person: household_id,
      idempotency_key: randomUUID(),
      today: todayOf(),
    });
    declared.push(value(forecast).id);
  }
  // Its last day is today: not late yet.
  expect(await said()).toEqual({ word: "safe", at_risk: 0, late: 0 });
  await house.db.query(`update forecast set ready_from = $2::date, ready_to = $2::date where id = $1`, [
    declared[0],
    addDays(todayOf(), -1),
  ]);
  // Of the two that are left a company hears nothing.
  expect(await said()).toEqual({
    word: "at_risk",
    at_risk: at_risk - 62_000,
    late: Math.min(31_000, at_risk - 62_000),
  });
  const shared = await callOff(house.container, by.buyer, agreement_id, form("variant_late", packs));
  expect(shared).toMatchObject({ kept: false, why: "over_share" });
  await house.db.query(`update forecast set ready_from = $2::date, ready_to = $2::date where id = any($1)`, [
    declared,
    addDays(todayOf(), -1),
  ]);
  expect(await said()).toEqual({ word: "at_risk", at_risk, late: Math.min(93_000, at_risk) });
  for (const forecast_id of declared)
    value(
      await house.pools.forecasts.end({
        id: forecast_id,
        cooperative_id: house.cooperative_id,
        to: "withdrawn",
        person: "m_manager",
      }),
    );
  expect(await said()).toEqual({ word: "at_risk", at_risk, late: 0 });
  await wholesale.agreements.endDue(addDays(todayOf(), 101));
});

test("packs that fell short of an order are missing of it, until its short is undone", async () => {
  const alone = await shortHouse();
  try {
    const lot = await alone.lot(3_000, "household_wang");
    const { order_id } = await alone.order([{ packs: 3 }]);
    const applied = await alone.apply(await alone.enter({ lot_id: lot, units: 2_000 }));
    expect(await alone.pools.shorts.missingOf([order_id])).toEqual([
      { order_id, pool_id: alone.pool_id, pack_units: 1_000, packs: 2 },
    ]);
    await alone.undo(applied);
    expect(await alone.pools.shorts.missingOf([order_id, "order_none"])).toEqual([]);
    expect(await alone.parcels.arrivedOf([order_id])).toEqual(new Set());
  } finally {
    await alone.close();
  }
});
