import { addDays, MAX_ACCOUNT_LINES, startOfDay } from "@commonlot/domain";
import { describe, expect, it } from "vitest";
import type { AccountOfCurrency } from "../../src/modules/settlement/transfers/company-account";
import { captureInput, id, NONE, order, reasonOf, value, violations } from "./house";
import { specHouse } from "./spec-house";
import { sheet, transferKit } from "./transfer-house";

// A company's account over some days (docs/adr/0058): read of the rows of its page, in the time zone of the company.

const house = specHouse();
const SHANGHAI = "Asia/Shanghai";
const NEW_YORK = "America/New_York";

/** Orders on account at one cooperative, each placed and owed as its jobs do it. */
async function account(cooperative_id = id("coop"), company_id = id("company")) {
  const kit = await transferKit(house, cooperative_id);
  const owe = async (amount_minor: bigint) => {
    const granted = await kit.grant(amount_minor, { company_id, limit_minor: 10_000_000n });
    const { id: proforma_id } = value(granted);
    await house.settlement.proformas.bind(proforma_id, id("payses"));
    const lots = [{ household_id: id("household"), grams: 1_000 }];
    const given = order([{ cooperative_id, grams: 1_000, paid_minor: amount_minor, lots }]);
    await house.settlement.proformas.ordered(proforma_id, given.order_id);
    const capture = { ...captureInput(given), provider_ref: proforma_id, processor: `transfer:${cooperative_id}` };
    value(await house.settlement.recordCapture(capture));
    return kit.now(proforma_id);
  };
  /** When it was ordered, and by when it is to be paid. */
  const when = (proforma_id: string, ordered_at: Date, due_at: Date) =>
    house.db.query(`update proforma set ended_at = $2, due_at = $3 where id = $1`, [proforma_id, ordered_at, due_at]);
  const pay = async (reference: string, amount: string, at: Date) => {
    const ref = id("R");
    await kit.take(sheet([{ amount, text: reference, ref }]));
    await house.db.query(
      `update transfer_use u set at = $2 from proforma p where p.id = u.proforma_id and p.reference = $1 and u.amount_minor = $3`,
      [reference, at, String(Math.round(Number(amount) * 100))],
    );
  };
  return { ...kit, company_id, owe, when, pay };
}

interface Asked {
  company_id: string;
  cooperative_id?: string;
  tz?: string;
  now?: Date;
}
const over = ({ company_id, cooperative_id, tz = SHANGHAI, now = new Date() }: Asked, from: string, to: string) =>
  house.settlement.receivables.accountOver(
    { company_id, cooperative_id: cooperative_id ?? null },
    { from: startOfDay(tz, from), to: startOfDay(tz, addDays(to, 1)), now, currency: "CNY" },
  );
const one = async (...asked: Parameters<typeof over>): Promise<AccountOfCurrency> => {
  const accounts = value(await over(...asked));
  expect(accounts).toHaveLength(1);
  if (!accounts[0]) throw new Error("no account");
  return accounts[0];
};
const today = () => new Date().toISOString().slice(0, 10);
const at = (tz: string, day: string, ms = 0) => new Date(startOfDay(tz, day).getTime() + ms);

describe("a company's account over some days", () => {
  it("has what stood before, each line with what it leaves, and what is late by its age, to the cent", async () => {
    const { company_id, owe, when, pay } = await account();
    const [first, second] = [await owe(10_007n), await owe(20_011n)];
    await when(first.id, at(SHANGHAI, "2026-03-05", 1), at(SHANGHAI, "2026-04-04"));
    await pay(first.reference, "40.03", at(SHANGHAI, "2026-03-20"));
    await when(second.id, at(SHANGHAI, "2026-04-10"), at(SHANGHAI, "2026-05-10"));
    await pay(first.reference, "10.02", at(SHANGHAI, "2026-04-11"));

    const april = await one({ company_id }, "2026-04-01", "2026-04-30");
    expect(april).toMatchObject({
      currency: "CNY",
      opening_minor: 6_004n,
      debits_minor: 20_011n,
      credits_minor: 1_002n,
      closing_minor: 25_013n,
      // The first was 27 days late when April was over.
      ages: { not_due: 20_011n, up_to_30: 5_002n, up_to_60: 0n, up_to_90: 0n, later: 0n },
    });
    expect(april.lines.map(({ what, balance_minor }) => [what, balance_minor])).toEqual([
      ["owed", 26_015n],
      ["paid", 25_013n],
    ]);
    const june = await one({ company_id }, "2026-06-01", "2026-06-30");
    expect(june).toMatchObject({ opening_minor: 25_013n, closing_minor: 25_013n, lines: [] });
    expect(june.ages).toMatchObject({ not_due: 0n, up_to_60: 20_011n, up_to_90: 5_002n });
    // Whatever the days, an end is the beginning of what comes after.
    const march = await one({ company_id }, "2026-03-01", "2026-03-31");
    expect([march.opening_minor, march.closing_minor]).toEqual([0n, april.opening_minor]);
    const whole = await one({ company_id }, "2026-01-01", "2026-12-31");
    const page = await house.settlement.receivables.account({ company_id, cooperative_id: null }, { limit: 50 });
    expect(whole.lines.map((line) => line.id)).toEqual(page.map((entry) => entry.id).reverse());
    const [owed] = await house.settlement.receivables.owedBy({ company_id, cooperative_id: null });
    expect(owed?.open_minor).toBe(whole.closing_minor);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("begins and ends with the days of the company's own calendar, at the ends of months too", async () => {
    const { company_id, owe, when } = await account();
    const moments = [
      at(SHANGHAI, "2026-11-01", -1),
      at(SHANGHAI, "2026-11-01"),
      // The clocks of New York were put back on that 1 November: a day of 25 hours.
      at(NEW_YORK, "2026-11-02", -1),
      at(NEW_YORK, "2026-11-02"),
      at(SHANGHAI, "2026-12-01", -1),
    ];
    // 1, 2, 4, 8 and 16: every sum says which of them are in it. All are owed before the first of them is late.
    const owed: string[] = [];
    for (const index of moments.keys()) owed.push((await owe(2n ** BigInt(index))).id);
    for (const [index, moment] of moments.entries()) await when(owed[index] ?? "", moment, at(SHANGHAI, "2027-01-01"));
    const debits = async (tz: string, from: string, to: string) =>
      (await one({ company_id, tz, now: new Date("2027-01-01T00:00:00Z") }, from, to)).debits_minor;
    expect(await debits(SHANGHAI, "2026-10-01", "2026-10-31")).toBe(1n);
    expect(await debits(SHANGHAI, "2026-11-01", "2026-11-30")).toBe(30n);
    // It is October in New York still when November begins in Shanghai.
    expect(await debits(NEW_YORK, "2026-10-01", "2026-10-31")).toBe(3n);
    expect(await debits(NEW_YORK, "2026-11-01", "2026-11-01")).toBe(4n);
    expect(await debits(NEW_YORK, "2026-11-02", "2026-11-02")).toBe(8n);
  });

  it("is empty in words where nothing moved, and of nothing in the company's currency", async () => {
    const { company_id, owe, when } = await account();
    const asked = await owe(10_000n);
    await when(asked.id, at(SHANGHAI, "2026-03-05"), at(SHANGHAI, "2026-04-04"));
    const before = await one({ company_id }, "2026-01-01", "2026-01-31");
    expect(before).toMatchObject({ currency: "CNY", opening_minor: 0n, closing_minor: 0n, lines: [] });
    const after = await one({ company_id }, "2026-05-01", "2026-05-01");
    expect(after).toMatchObject({ opening_minor: 10_000n, closing_minor: 10_000n, lines: [] });
    expect(value(await over({ company_id: id("company") }, "2026-01-01", "2026-12-31"))).toMatchObject([
      { currency: "CNY", opening_minor: 0n, closing_minor: 0n, lines: [] },
    ]);
  });

  it("is at a desk of what the company owes this cooperative, and not there for another one or of another company", async () => {
    const here = await account();
    const there = await account(id("coop"), here.company_id);
    await here.owe(10_000n);
    await there.owe(7_000n);
    const { receivables } = house.settlement;
    const { company_id, cooperative_id } = here;
    const days = [addDays(today(), -1), addDays(today(), 1)] as const;
    expect((await one({ company_id, cooperative_id }, ...days)).closing_minor).toBe(10_000n);
    expect((await one({ company_id }, ...days)).closing_minor).toBe(17_000n);
    expect(await receivables.owedBy({ company_id, cooperative_id })).toMatchObject([{ open_minor: 10_000n }]);
    expect(await receivables.account({ company_id, cooperative_id }, { limit: 50 })).toHaveLength(1);
    expect(await receivables.hasAccount({ company_id, cooperative_id })).toBe(true);
    expect(await receivables.hasAccount({ company_id, cooperative_id: id("coop") })).toBe(false);
    expect(await receivables.hasAccount({ company_id: id("company"), cooperative_id })).toBe(false);
  });

  it("read while a payment comes in has it on both sides of the sum or on none", async () => {
    const { company_id, owe, take } = await account();
    const asked = await owe(10_000n);
    const read = () => one({ company_id }, addDays(today(), -1), addDays(today(), 1));
    const [, ...seen] = await Promise.all([
      take(sheet([{ amount: "40.00", text: asked.reference, ref: id("C") }])),
      ...Array.from({ length: 8 }, read),
    ]);
    for (const each of seen) {
      expect([10_000n, 6_000n]).toContain(each.closing_minor);
      expect(each.ages.not_due).toBe(each.closing_minor);
    }
    expect((await read()).closing_minor).toBe(6_000n);
  });

  it("of more lines than a paper takes is refused with what to do, and whole in parts", async () => {
    const { company_id, owe, when } = await account();
    const asked = await owe(100n);
    await when(asked.id, at(SHANGHAI, "2026-03-05"), at(SHANGHAI, "2026-12-04"));
    await house.db.query(
      `insert into proforma select x.* from proforma p cross join generate_series(1, $2::int) n
       cross join lateral jsonb_populate_record(p, jsonb_build_object('id', p.id || n, 'number', 5000000 + n, 'reference', p.reference || n,
         'cart_id', p.cart_id || n, 'order_id', p.order_id || n, 'session_id', null,
         'ended_at', p.ended_at + make_interval(secs => n))) x where p.id = $1`,
      [asked.id, MAX_ACCOUNT_LINES],
    );
    const refused = await over({ company_id }, "2026-01-01", "2026-12-31");
    expect(reasonOf(refused)).toBe("account_too_long");
    expect(!refused.ok && refused.refusal.field).toBe("from");
    await house.db.query(`delete from proforma where id = $1`, [`${asked.id}${MAX_ACCOUNT_LINES}`]);
    const whole = await one({ company_id }, "2026-01-01", "2026-12-31");
    expect(whole.lines).toHaveLength(MAX_ACCOUNT_LINES);
    expect(whole.closing_minor).toBe(100n * BigInt(MAX_ACCOUNT_LINES));
    await house.db.query(`delete from proforma where company_id = $1 and id <> $2`, [company_id, asked.id]);
  });
});
