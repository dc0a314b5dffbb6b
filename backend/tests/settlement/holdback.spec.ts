import { describe, expect, it } from "vitest";
import { Holdbacks } from "../../src/modules/settlement/holdbacks";
import { account, id, NONE, settledPeriod, sold, statementsOf, value, violations, yearIn } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

async function cooperative(release: "after_days" | "period_close"): Promise<string> {
  const cooperative_id = id("coop");
  value(
    await house.settlement.publishPolicy({
      cooperative_id,
      currency: "CNY",
      platform_bp: 0,
      cooperative_bp: 0,
      packing_minor_per_kg: 0,
      holdback_bp: 1_000,
      holdback_release: release,
      holdback_days: 14,
      hold_days: 0,
      minimum_payout_minor: 0,
      person: "member_seed",
    }),
  );
  return cooperative_id;
}

const sell = (cooperative_id: string, household_id: string) =>
  sold(house, [{ cooperative_id, grams: 100, paid_minor: 1_005, lots: [{ household_id, grams: 100 }] }]);

const daysPass = (cooperative_id: string) =>
  house.db.query(`update holdback set due_at = due_at - interval '14 days 1 minute' where cooperative_id = $1`, [
    cooperative_id,
  ]);

async function money(household_id: string): Promise<{ owed: number; held: number }> {
  const [of] = await house.settlement.moneyOfHousehold(household_id);
  return { owed: of?.owed_minor ?? 0, held: of?.held_back_minor ?? 0 };
}

async function approve(period_id: string, household_id: string) {
  return house.settlement.approvePeriod({
    period_id,
    person: "member_checker",
    accounts: [account.cash(household_id)],
  });
}

async function lines(household_id: string): Promise<string[]> {
  const { rows } = await house.db.query<{ kind: string; rule: string; amount_minor: string }>(
    `select l.kind, l.rule, l.amount_minor from statement_line l join statement s on s.id = l.statement_id
     where s.household_id = $1 order by s.created_at, l.seq`,
    [household_id],
  );
  return rows.map((line) => `${line.kind} ${line.rule} ${line.amount_minor}`);
}

describe("a holdback of so many days", () => {
  it("is released once when they are over, however many do it at once, and the next statement gives it back", async () => {
    const cooperative_id = await cooperative("after_days");
    const household_id = id("wang");
    await sell(cooperative_id, household_id);
    expect(await money(household_id)).toEqual({ owed: 905, held: 100 });
    expect(await house.settlement.holdbacks.releaseDue()).toBe(0);
    const first = await settledPeriod(house, cooperative_id);
    value(await approve(first, household_id));
    await daysPass(cooperative_id);
    const released = await Promise.all(Array.from({ length: 5 }, () => new Holdbacks(house.knex).releaseDue()));
    expect(released.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect((await money(household_id)).held).toBe(0);
    expect(await violations(house)).toEqual(NONE);

    const second = await settledPeriod(house, cooperative_id, yearIn(1));
    // The checker's comparison with the ledger holds: to the cent.
    value(await approve(second, household_id));
    expect(await lines(household_id)).toEqual([
      "deduction holdback_bp 100",
      "sale share 1005",
      "deduction holdback_released -100",
    ]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("that is released in the period of its own sale stands on the same statement, both ways", async () => {
    const cooperative_id = await cooperative("after_days");
    const household_id = id("li");
    await sell(cooperative_id, household_id);
    await daysPass(cooperative_id);
    await house.settlement.holdbacks.releaseDue();
    value(await approve(await settledPeriod(house, cooperative_id), household_id));
    const [statement] = await statementsOf(house, household_id);
    expect(statement).toMatchObject({ gross_minor: 1_005, deductions_minor: 0, net_minor: 1_005 });
  });
});

describe("a holdback until the next close", () => {
  it("comes back with the settlement after its own, not with it, and not by the clock", async () => {
    const cooperative_id = await cooperative("period_close");
    const household_id = id("zhao");
    await sell(cooperative_id, household_id);
    value(await approve(await settledPeriod(house, cooperative_id), household_id));
    expect(await house.settlement.holdbacks.releaseDue()).toBe(0);
    expect((await money(household_id)).held).toBe(100);
    await sell(cooperative_id, household_id);
    const [from, to] = yearIn(1);
    const next = { cooperative_id, from, to, person: "member_maker" };
    const { id: period_id } = value(await house.settlement.openPeriod(next));
    // The dry run says what closing will give back, though nothing is released yet.
    const { rows } = value(await house.settlement.dryRuns.rowsOf(period_id, cooperative_id));
    expect(rows[0]).toMatchObject({ deductions: { holdback_bp: 100n, holdback_released: -100n }, net_minor: 1_005n });
    value(await house.settlement.requestSettlement({ period_id, person: "member_maker" }));
    value(await house.settlement.settlePeriod({ period_id }));
    value(await approve(period_id, household_id));
    // The first is back, the second is held.
    expect((await money(household_id)).held).toBe(100);
    const [statement] = await statementsOf(house, household_id);
    expect(statement).toMatchObject({ gross_minor: 1_005, deductions_minor: 0, net_minor: 1_005 });
    expect(await violations(house)).toEqual(NONE);
  });
});
