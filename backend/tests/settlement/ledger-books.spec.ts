import { describe, expect, it } from "vitest";
import type { Book, Days, EntryLine } from "../../src/modules/settlement/ledger-books";
import { account, givenCooperative, id, reasonOf, settledPeriod, sold, value } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

const YEAR = new Date().getUTCFullYear();
const DAYS: Days = { from: `${YEAR}-01-01`, to: `${YEAR}-12-31`, tz: "UTC" };

/** Two cooperatives, one order of both, a refund of the year, a payout in cash that waits. */
async function given() {
  const [first, second] = [await givenCooperative(house), await givenCooperative(house)] as const;
  const [wang, li] = [id("wang"), id("li")] as const;
  await sold(house, [
    { cooperative_id: first, grams: 3_000, paid_minor: 30_001, lots: [{ household_id: wang, grams: 3_000 }] },
    { cooperative_id: second, grams: 1_000, paid_minor: 9_999, lots: [{ household_id: li, grams: 1_000 }] },
  ]);
  const { patronage } = house.settlement;
  const terms = { cooperative_id: first, currency: "CNY", year: YEAR, tz: "UTC", today: `${YEAR + 1}-01-02` };
  const run = value(
    await patronage.propose({
      ...terms,
      distributable_minor: 1_000n,
      share_bp: 6_000,
      basis: "weight",
      words: "assembly",
      person: "a",
    }),
  );
  const decided = { run_id: run.id, cooperative_id: first, decision: "confirmed" as const, words: "" };
  value(await patronage.decide({ ...decided, person: "b", is_manager: true }));
  const period_id = await settledPeriod(house, first);
  value(await house.settlement.approvePeriod({ period_id, person: "checker", accounts: [account.cash(wang)] }));
  const own: Book = { cooperative_id: first, household_ids: [wang] };
  const others: Book = { cooperative_id: second, household_ids: [li] };
  return { first, second, wang, li, own, others };
}

async function all(book: Book, days = DAYS): Promise<EntryLine[]> {
  const lines: EntryLine[] = [];
  for await (const page of house.settlement.books.entries({ book, days })) lines.push(...page);
  return lines;
}

const sum = (lines: readonly { amount_minor: bigint }[]): bigint =>
  lines.reduce((total, one) => total + one.amount_minor, 0n);

function balanced(lines: readonly EntryLine[]): boolean {
  const entries = new Map<string, bigint>();
  for (const one of lines) entries.set(one.journal_id, (entries.get(one.journal_id) ?? 0n) + one.amount_minor);
  return [...entries.values()].every((one) => one === 0n);
}

describe("the ledger in an accountant's codes", () => {
  it("gives each cooperative its own accounts to the cent, every entry balanced, and nothing of another's", async () => {
    const { first, wang, li, own, others } = await given();
    const [mine, theirs] = [await all(own), await all(others)];
    expect([balanced(mine), balanced(theirs)]).toEqual([true, true]);
    for (const [kind, party] of [
      ["cooperative_fee", first],
      ["packing", first],
      ["surplus_shared", first],
      ["household_payable", wang],
    ]) {
      const { rows } = await house.db.query<{ sum: string }>(
        `select coalesce(sum(p.amount_minor), 0) as sum from account a join posting p on p.account_id = a.id where a.kind = $1 and a.party = $2`,
        [kind, party],
      );
      expect([kind, sum(mine.filter((one) => one.kind === kind))]).toEqual([kind, BigInt(rows[0]?.sum ?? 0)]);
    }
    expect(mine.some((one) => one.party === li)).toBe(false);
    expect(theirs.some((one) => one.party === wang || one.party === first)).toBe(false);
    expect(new Set(mine.map((one) => one.kind))).toContain("with_platform");
  });

  it("gives the operator every posting of the ledger, and a trial balance of the same figures", async () => {
    await given();
    const lines = await all({ whole: true });
    const { rows } = await house.db.query<{ count: string; debit: string }>(
      `select count(*) as count, sum(amount_minor) filter (where amount_minor > 0) as debit from posting`,
    );
    expect(lines).toHaveLength(Number(rows[0]?.count));
    expect(balanced(lines)).toBe(true);
    const balance = await house.settlement.books.balances({ book: { whole: true }, days: DAYS });
    const total = (part: (one: (typeof balance)[number]) => bigint) =>
      balance.reduce((all_of, one) => all_of + part(one), 0n);
    expect(total((one) => one.debit_minor)).toBe(BigInt(rows[0]?.debit ?? 0));
    expect(total((one) => one.debit_minor)).toBe(total((one) => one.credit_minor));
    expect(total((one) => one.closing_minor)).toBe(0n);
  });

  it("a trial balance agrees with its entries, account by account, and what was before the days is its opening", async () => {
    const { own } = await given();
    const lines = await all(own);
    for (const one of await house.settlement.books.balances({ book: own, days: DAYS })) {
      expect([one.kind, one.closing_minor]).toEqual([one.kind, sum(lines.filter((line) => line.kind === one.kind))]);
      expect(one.opening_minor).toBe(0n);
    }
    const later = { ...DAYS, from: `${YEAR + 1}-01-01`, to: `${YEAR + 1}-01-31` };
    expect(await all(own, later)).toEqual([]);
    const after = await house.settlement.books.balances({ book: own, days: later });
    expect(after.every((one) => one.opening_minor === one.closing_minor && one.debit_minor === 0n)).toBe(true);
    expect(after.reduce((total, one) => total + one.opening_minor, 0n)).toBe(0n);
  });

  it("has what was paid out in rows of its own, by rail, and nothing of it with the platform", async () => {
    const cooperative_id = await givenCooperative(house);
    const [bank, till, card] = [id("bank"), id("till"), id("card")] as const;
    const lots = [bank, till, card].map((household_id, at) => ({ household_id, grams: 1_000 * (at + 1) }));
    await sold(house, [{ cooperative_id, grams: 6_000, paid_minor: 60_000, lots }]);
    const { settlement } = house;
    const period_id = await settledPeriod(house, cooperative_id);
    const book: Book = { cooperative_id, household_ids: [bank, till, card] };
    const row = async (kind: string) =>
      (await settlement.books.balances({ book, days: DAYS })).find((one) => one.kind === kind)?.closing_minor ?? 0n;
    const platform = await row("with_platform");
    value(
      await settlement.approvePeriod({
        period_id,
        person: "checker",
        accounts: [account.bank(bank), account.cash(till), account.stripe(card, "acct_1")],
      }),
    );
    const due = async (rail: string) => {
      const { rows } = await house.db.query<{ id: string; amount_minor: string }>(
        `select id, amount_minor from payout where cooperative_id = $1 and rail = $2`,
        [cooperative_id, rail],
      );
      return { id: rows[0]?.id ?? "", amount: BigInt(rows[0]?.amount_minor ?? 0) };
    };
    const [by_file, in_cash, by_transfer] = [await due("bank_file"), await due("cash"), await due("stripe")];
    const steps = async () =>
      (await settlement.books.onTheWay(book)).map(({ step, amount_minor, booked }) => [step, amount_minor, booked]);
    expect(await steps()).toEqual([
      ["cash_at_desk", in_cash.amount, false],
      ["bank_not_written", by_file.amount, false],
      ["transfer_waiting", by_transfer.amount, false],
    ]);
    const batches = await settlement.batches(cooperative_id);
    const batch_id = batches.find((one) => one.rail === "bank_file")?.id ?? "";
    const file = value(await settlement.bankFile(batch_id));
    value(await settlement.markBatchExported({ batch_id, sha256: file.sha256 }));
    value(await settlement.recordPayoutOutcome({ payout_id: by_transfer.id, state: "unknown" }));
    expect(await steps()).toEqual([
      ["cash_at_desk", in_cash.amount, false],
      ["bank_not_answered", by_file.amount, true],
      ["transfer_unknown", by_transfer.amount, false],
    ]);
    value(await settlement.recordPayoutOutcome({ payout_id: by_transfer.id, state: "created", provider_ref: "tr_1" }));
    expect(await row("payout_clearing")).toBe(-by_file.amount);
    expect(await row("payout_transfer")).toBe(-by_transfer.amount);
    expect(await row("payout_cash")).toBe(0n);
    expect(await row("with_platform")).toBe(platform);
    const lines = await all(book);
    expect(balanced(lines)).toBe(true);
    for (const one of await settlement.books.balances({ book, days: DAYS }))
      expect([one.kind, one.closing_minor]).toEqual([one.kind, sum(lines.filter((line) => line.kind === one.kind))]);
    // The operator's rows are of the same accounts, and sum to the ledger's.
    const { rows } = await house.db.query<{ sum: string }>(
      `select sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id where a.kind = 'payout_clearing'`,
    );
    const whole = await settlement.books.balances({ book: { whole: true }, days: DAYS });
    const paid_out = whole.filter((one) => ["payout_clearing", "payout_cash", "payout_transfer"].includes(one.kind));
    expect(paid_out.reduce((total, one) => total + one.closing_minor, 0n)).toBe(BigInt(rows[0]?.sum ?? 0));
  });

  it("is cut by the days of the place: the same moment is another day elsewhere", async () => {
    const { own } = await given();
    const east = { tz: "Pacific/Kiritimati" };
    const { rows } = await house.db.query<{ here: string; there: string }>(
      `select (now() at time zone 'UTC')::date::text as here, (now() at time zone $1)::date::text as there`,
      [east.tz],
    );
    const { here = "", there = "" } = rows[0] ?? {};
    expect((await all(own, { from: there, to: there, ...east }))[0]?.day).toBe(there);
    if (here !== there) expect(await all(own, { from: here, to: here, ...east })).toEqual([]);
  });

  it("a reader who leaves gives the connection back, and a code is set by name, never as a formula or twice", async () => {
    const { first, own } = await given();
    for (let turn = 0; turn < 12; turn += 1) {
      for await (const page of house.settlement.books.entries({ book: own, days: DAYS })) {
        expect(page.length).toBeGreaterThan(0);
        break;
      }
    }
    const { books } = house.settlement;
    // Two may download at once; a third is told to wait, and none of the connections that sales need is taken.
    const readers = [1, 2, 3].map(() => books.entries({ book: own, days: DAYS }));
    const begun = await Promise.allSettled(readers.map((one) => one.next()));
    expect(begun.map((one) => one.status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    for (const one of readers) await one.return(undefined);
    expect((await all(own)).length).toBeGreaterThan(0);
    const set = (kind: string, code: string, name: string) =>
      books.setCode({ book: first, kind, code, name, person: "member_accountant" });
    expect(reasonOf(await set("bank", "=1+1", "银行"))).toBe("invalid_code");
    expect(reasonOf(await set("bank", "501.01", "银行"))).toBe("code_taken");
    value(await set("bank", "1002", "基本户"));
    value(await set("carrier_paid", "1002", "基本户"));
    const chart = value(await set("bank", "1002.1", "基本户一"));
    expect(chart.find((one) => one.kind === "bank")).toMatchObject({ code: "1002.1", set: true });
    expect((await books.chart("coop_other")).find((one) => one.kind === "bank")).toMatchObject({ set: false });
    expect((await books.balances({ book: own, days: DAYS })).every((one) => one.code !== "")).toBe(true);
  });
});

describe("who reads account numbers or takes the ledger along", () => {
  it("stands in the list and among what people did, and can't be taken out", async () => {
    const { first } = await given();
    const read = { book: first, person: "member_accountant", why: "给银行", page: "batches/batch_1" };
    await house.settlement.reads.note({ ...read, kind: "bank_file_read", subject: "PB000001" });
    await house.settlement.reads.note({ ...read, kind: "ledger_exported", subject: "2026-01-01/2026-12-31" });
    const [latest] = await house.settlement.reads.list({ book: first, limit: 1 });
    expect(latest).toMatchObject({ kind: "ledger_exported", person: "member_accountant", why: "给银行" });
    const acts = await house.settlement.activity({
      cooperative_id: first,
      before: { at: "infinity", id: "" },
      limit: 2,
    });
    expect(acts.map((one) => one.act)).toEqual(["ledger_exported", "bank_file_read"]);
    await expect(house.db.query(`delete from money_read`)).rejects.toThrow("append-only");
  });
});
