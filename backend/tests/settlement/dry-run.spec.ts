import { describe, expect, it } from "vitest";
import type { AccountInput } from "../../src/modules/cooperative/types";
import { dryRunMoney, dryRunOf, pageOf } from "../../src/workflows/settlement/dry-run";
import { id, NONE, paidInCash, reasonOf, sold, value, violations, yearIn } from "./house";
import { registerHouse } from "./register-house";

/** What a settlement would be, before anybody asks for it: real households, real accounts, nothing written. */
const { house, cooperatives, container, registered } = registerHouse();

let made = 0;
/** A cooperative of the register with a fee policy, and so many of its households. */
async function village(count: number): Promise<{ cooperative_id: string; households: string[] }> {
  made += 1;
  const card_prefix = `D${String.fromCharCode(64 + made)}`;
  const cooperative_id = await registered(`dry${made}`, card_prefix, { holdback_bp: 1_000 });
  const households: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const phone = `+8613${String(made).padStart(2, "0")}${String(n).padStart(7, "0")}`;
    const one = await cooperatives.registerHousehold({
      cooperative_id,
      village_id: "village_1",
      name: "王秀英",
      phone,
    });
    households.push(value(one).household_id);
  }
  return { cooperative_id, households };
}

/** A card number by its check digit: `n` of the house. */
function card(n: number): string {
  const digits = `622200${String(n).padStart(9, "0")}`;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const bank = (household_id: string, account: string): AccountInput => ({
  household_id,
  holder: "王秀英",
  rail: "bank_file",
  account,
  bank: { system: "CNAPS", member_id: "102100099996" },
});
const cash = (household_id: string): AccountInput => ({ household_id, holder: "王秀英", rail: "cash" });
const sell = (cooperative_id: string, household_id: string, paid_minor: number) =>
  sold(house, [{ cooperative_id, grams: 1000, paid_minor, lots: [{ household_id, grams: 1000 }] }]);

let years = 0;
/** Each a year of its own: days belong to one period. */
async function opened(cooperative_id: string): Promise<string> {
  years += 1;
  const [from, to] = yearIn(years);
  return value(await house.settlement.openPeriod({ from, to, cooperative_id, person: "member_maker" })).id;
}
async function settled(period_id: string): Promise<void> {
  value(await house.settlement.requestSettlement({ period_id, person: "member_maker" }));
  value(await house.settlement.settlePeriod({ period_id, message_id: id("out") }));
}
async function paidOut(period_id: string): Promise<void> {
  const households = value(await house.settlement.householdsToPay(period_id));
  const accounts = await cooperatives.payoutAccounts(households);
  value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
  const { rows } = await house.db.query<{ id: string; rail: string; cooperative_id: string }>(
    "select id, rail, cooperative_id from payout_batch where period_id = $1",
    [period_id],
  );
  for (const batch of rows) {
    if (batch.rail === "cash") await paidInCash(house, batch.id, batch.cooperative_id);
    else value(await house.settlement.markBatchExported({ batch_id: batch.id, sha256: "x" }));
  }
}

/** Everything that settling would write, counted. */
async function written(): Promise<string> {
  const tables = ["statement", "statement_line", "journal", "posting", "clawback_take", "payout", "outbox_message"];
  const counts = await Promise.all(tables.map((table) => house.db.query(`select count(*) as n from ${table}`)));
  const taken = await house.db.query("select count(*) as n from sale_line where period_id is not null");
  return JSON.stringify([...counts, taken].map(({ rows }) => rows[0]));
}

describe("a dry run", () => {
  it("writes nothing, and says to the cent what settling then makes, each deduction with its rule", async () => {
    const { cooperative_id, households } = await village(3);
    value(await cooperatives.setPayoutAccounts(households.map(cash)));
    for (const [index, household] of households.entries()) await sell(cooperative_id, household, 10_000 + index * 777);
    const period_id = await opened(cooperative_id);
    const before = await written();
    const draft = await dryRunOf(container, period_id, cooperative_id);
    expect(await written()).toBe(before);
    expect(draft).toMatchObject({ draft: true, counts: [] });
    const lines = value(
      await house.settlement.dryRuns.lines({ period_id, cooperative_id, household_id: households[0]!, limit: 50 }),
    );
    expect(lines.map(({ kind, rule, amount_minor }) => ({ kind, rule, amount_minor }))).toEqual([
      { kind: "deduction", rule: "holdback_bp", amount_minor: 916 },
      { kind: "sale", rule: "share", amount_minor: 9_164 },
    ]);
    expect(lines[1]?.of_line?.deductions.map((one) => one.rule)).toEqual(["packing", "platform_bp", "cooperative_bp"]);
    const [went] = value(await house.settlement.dryRuns.moneyWent(period_id, cooperative_id));
    expect(went?.paid_minor).toBe(10_000 * 3 + 777 * 3);
    expect(went?.parts.reduce((sum, one) => sum + one.amount_minor, 0)).toBe(went?.paid_minor);
    expect(went?.parts[0]?.account).toBe("households");

    await settled(period_id);
    const run = await dryRunOf(container, period_id, cooperative_id);
    expect(run.draft).toBe(false);
    const figures = (rows: typeof run.rows) =>
      rows.map(({ household_id, gross_minor, deductions, advances_minor, net_minor, remaining_minor, flags, lots }) =>
        [
          household_id,
          lots,
          gross_minor,
          deductions.holdback_bp,
          advances_minor,
          net_minor,
          remaining_minor,
          flags,
        ].join(),
      );
    expect(figures(run.rows)).toEqual(figures(draft.rows));
    expect(value(await house.settlement.dryRuns.moneyWent(period_id, cooperative_id))).toEqual([went]);
    const found = await house.settlement.dryRuns.rowsOf(period_id, "coop_other");
    expect(reasonOf(found)).toBe("not_found");
    await paidOut(period_id);
    expect((await dryRunOf(container, period_id, cooperative_id)).rows.map((one) => one.remaining_minor)).toEqual([
      0n,
      0n,
      0n,
    ]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("counts no cent twice that is on its way: cash that waits, a bank file before and after it is written, and what is paid", async () => {
    const { cooperative_id, households } = await village(4);
    const [waits, carried, by_bank] = households as [string, string, string];
    value(await cooperatives.setPayoutAccounts([cash(waits), cash(carried), bank(by_bank, card(201))]));
    for (const one of households) await sell(cooperative_id, one, 10_000);
    const period_id = await opened(cooperative_id);
    await settled(period_id);
    const share = 8_248n;
    const before = (await moneyNow()).on_its_way_minor;
    // Of this house: what it has in its other tests is on its way beside.
    async function moneyNow() {
      const run = await dryRunOf(container, period_id, cooperative_id);
      return (await dryRunMoney(container, run)).cash[0]!;
    }
    const of_this = async () => {
      const { to_pay_minor, on_its_way_minor, held_minor } = await moneyNow();
      return { to_pay: to_pay_minor, way: on_its_way_minor - before, held: held_minor };
    };
    const start = await of_this();
    expect(start).toMatchObject({ to_pay: 4n * share, way: 0n });
    const accounts = await cooperatives.payoutAccounts(households);
    value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
    // Approved: one household has no account and is still to be paid.
    expect(await of_this()).toEqual({ to_pay: share, way: 3n * share, held: start.held });
    const { rows: batches } = await house.db.query<{ id: string; rail: string }>(
      "select id, rail from payout_batch where period_id = $1",
      [period_id],
    );
    const batch = (rail: string) => batches.find((one) => one.rail === rail)!.id;
    value(await house.settlement.markBatchExported({ batch_id: batch("bank_file"), sha256: "x" }));
    expect(await of_this()).toEqual({ to_pay: share, way: 2n * share, held: start.held - share });
    // Not collected: to be paid again, with the next settlement.
    const lines = await house.settlement.cash.lines(batch("cash"), cooperative_id);
    const payout_ids = lines.filter((line) => line.household_id === carried).map((line) => line.payout_id);
    const act = { batch_id: batch("cash"), cooperative_id, person: "payer", payout_ids };
    value(await house.settlement.cash.carryOver({ ...act, reason: "not_collected", words: "" }));
    expect(await of_this()).toEqual({ to_pay: 2n * share, way: share, held: start.held - share });
    await paidInCash(house, batch("cash"), cooperative_id);
    expect(await of_this()).toEqual({ to_pay: 2n * share, way: 0n, held: start.held - 2n * share });
    expect(await violations(house)).toEqual(NONE);
  });

  it("flags what a person should look at twice: a spike, an account that is new, shared or changing, nothing, below zero", async () => {
    const { cooperative_id, households } = await village(6);
    const [usual, spike, shares, sharer, changes, empty] = households as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    value(
      await cooperatives.setPayoutAccounts([
        cash(usual),
        cash(spike),
        bank(shares, card(101)),
        bank(sharer, card(102)),
        bank(changes, card(103)),
      ]),
    );
    for (let month = 0; month < 3; month += 1) {
      for (const one of households) await sell(cooperative_id, one, one === spike ? 1_000 : 10_000);
      const period_id = await opened(cooperative_id);
      await settled(period_id);
      await paidOut(period_id);
    }
    // Since then: a good harvest, a number that is a neighbour's, one that changes, and one that has no account.
    for (const one of households) await sell(cooperative_id, one, 10_000);
    const by = {
      actor: { kind: "coop_member" as const, id: "m", name: "李" },
      agreed: { kind: "present" as const, note: "" },
    };
    const change = (household: string, number: string, now: Date) =>
      cooperatives.accounts.change({
        account: bank(household, number),
        old_stops: false,
        change: { by, proof: "agreed" },
        now,
      });
    value(await change(sharer, card(101), new Date()));
    // Four days ago.
    await house.db.query(
      "update household_account set usable_from = now() - interval '1 day' where household_id = $1 and replaced_at is null",
      [sharer],
    );
    value(await change(changes, card(104), new Date()));
    const period_id = await opened(cooperative_id);
    const run = await dryRunOf(container, period_id, cooperative_id);
    const flags = Object.fromEntries(run.rows.map((one) => [one.household_id, one.flags]));
    expect(flags).toEqual({
      [usual]: [],
      [spike]: ["spike"],
      [shares]: ["shared_account"],
      [sharer]: ["new_account", "shared_account"],
      [changes]: ["changed_account"],
      [empty]: ["no_account"],
    });
    expect(run.rows[0]?.flags.length).toBe(2);
    expect(Object.fromEntries(run.counts.map((one) => [one.flag, one.households]))).toEqual({
      spike: 1,
      new_account: 1,
      shared_account: 2,
      changed_account: 1,
      no_account: 1,
    });
    // No number of an account is in it.
    expect(JSON.stringify(run, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one))).not.toContain(
      "622200000000",
    );
    // The house holds what buyers paid: enough, until somebody takes it away.
    expect((await dryRunMoney(container, run)).cash[0]).toMatchObject({ currency: "CNY", gap_minor: 0n });
    // Page by page it is the whole list, also when the household where a page ended has left it.
    const seen: string[] = [];
    for (let cursor: string | undefined, rows = run.rows; ;) {
      const page = pageOf({ rows }, { cursor, limit: 2 });
      seen.push(...page.rows.map((one) => one.household_id));
      if (page.next === null) break;
      cursor = page.next;
      rows = run.rows.filter((one) => one !== page.rows.at(-1));
    }
    expect(seen).toEqual(run.rows.map((one) => one.household_id));
    const shared = pageOf(run, { flag: "shared_account", limit: 1 });
    expect(shared.rows).toMatchObject([{ household_id: sharer }]);
    expect(pageOf(run, { flag: "shared_account", limit: 1, cursor: shared.next! })).toMatchObject({
      rows: [{ household_id: shares }],
      next: null,
    });
  });
});
