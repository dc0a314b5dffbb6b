import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { settle, type UnsettledPosting } from "@commonlot/domain";
import { describe, expect, it } from "vitest";
import { claimedOf } from "./claimed";
import {
  account,
  givenCooperative,
  id,
  NONE,
  paidInCash,
  reasonOf,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
  yearIn,
  type GivenOrder,
} from "./house";
import { specHouse } from "./spec-house";

/** What households bear of goods found bad after they were paid: only by rule, only from later payouts, shown in words. */
const house = specHouse();

let years = 0;
/** Settled, approved by a second person and paid in cash; each a year of its own, since days belong to one period. */
async function paidOut(cooperative_id: string, households: string[]): Promise<string> {
  years += 1;
  const period_id = await settledPeriod(house, cooperative_id, yearIn(years));
  value(
    await house.settlement.approvePeriod({
      period_id,
      person: "member_checker",
      accounts: households.map((one) => account.cash(one)),
    }),
  );
  const { rows } = await house.db.query<{ id: string }>("select id from payout_batch where period_id = $1", [
    period_id,
  ]);
  for (const batch of rows) await paidInCash(house, batch.id, cooperative_id);
  return period_id;
}

const sell = (cooperative_id: string, shares: Record<string, number>, paid_minor = 10_000) =>
  sold(house, [
    {
      cooperative_id,
      grams: Object.values(shares).reduce((sum, grams) => sum + grams, 0),
      paid_minor,
      lots: Object.entries(shares).map(([household_id, grams]) => ({
        household_id,
        grams,
        lot_id: `lot_${household_id}`,
      })),
    },
  ]);

const claimed = (
  cooperative_id: string,
  given: GivenOrder,
  amount: number,
  cause: "goods" | "packing",
  lots_bp = 5_000,
) => claimedOf(house, { cooperative_id, given, amount, cause, lots_bp });

const open = async (household: string) => (await house.settlement.clawbacks.ofHousehold(household))[0];
const newest = async (household: string) => (await statementsOf(house, household))[0];
const reserve = async (cooperative_id: string) => (await house.settlement.clawbacks.reserves.of(cooperative_id))[0];

describe("a household that was paid before its goods were found bad", () => {
  it("is asked for no money: a part of each later payout goes there, capped, until it is even, and its statement says so", async () => {
    const cooperative_id = await givenCooperative(house);
    const li = id("household");
    const first = await sell(cooperative_id, { [li]: 1000 });
    await paidOut(cooperative_id, [li]);
    const { borne } = await claimed(cooperative_id, first, 10_000, "goods");
    expect(borne).toMatchObject({ cost_minor: 10_000, cooperative_minor: 5_000, lots: [{ amount_minor: 5_000 }] });
    expect(await open(li)).toMatchObject({ amount_minor: 5_000, left_minor: 5_000, state: "open", takes: [] });
    expect(await reserve(cooperative_id)).toMatchObject({ reserve_minor: -5_000, lent_minor: 5_000 });
    expect((await house.settlement.moneyOfHousehold(li))[0]).toMatchObject({ owed_minor: 0 });
    expect(await violations(house)).toEqual(NONE);

    // 9,164 earned: 30 % of it is 2,749.
    await sell(cooperative_id, { [li]: 1000 });
    const second = await paidOut(cooperative_id, [li]);
    const statement = await newest(li);
    expect(statement).toMatchObject({ deductions_minor: 2_749, net_minor: 9_164 - 2_749, paid_minor: 9_164 - 2_749 });
    expect(statement?.others).toContainEqual(
      expect.objectContaining({ kind: "deduction", rule: "clawback", amount_minor: -2_749, lot_ids: [`lot_${li}`] }),
    );
    expect(await open(li)).toMatchObject({
      left_minor: 2_251,
      takes: [{ period_id: second, amount_minor: 2_749, given_back: false }],
    });

    // What is left is less than the cap: the household is even, and the reserve has all of it back.
    await sell(cooperative_id, { [li]: 1000 });
    await paidOut(cooperative_id, [li]);
    expect(await newest(li)).toMatchObject({ deductions_minor: 2_251 });
    expect(await open(li)).toMatchObject({ left_minor: 0, state: "done" });
    expect(await reserve(cooperative_id)).toMatchObject({ reserve_minor: 0, lent_minor: 0 });
    await sell(cooperative_id, { [li]: 1000 });
    await paidOut(cooperative_id, [li]);
    expect(await newest(li)).toMatchObject({ deductions_minor: 0 });
    expect(await violations(house)).toEqual(NONE);
  });

  it("shares it with the other lots of the parcel by weight; who is still owed bears it now, a neighbour's lot never", async () => {
    const cooperative_id = await givenCooperative(house);
    const [li, wang, zhao] = [id("household"), id("household"), id("household")] as [string, string, string];
    const first = await sell(cooperative_id, { [li]: 3000, [wang]: 1000 });
    await sell(cooperative_id, { [zhao]: 1000 });
    await paidOut(cooperative_id, [li, wang, zhao]);
    await sell(cooperative_id, { [wang]: 1000 });
    await claimed(cooperative_id, first, 4_000, "goods");
    expect(await open(li)).toMatchObject({ amount_minor: 1_500 });
    expect(await open(wang)).toBeUndefined();
    expect(await house.settlement.claims.ofHousehold(wang)).toMatchObject([{ amount_minor: 500 }]);
    expect(await open(zhao)).toBeUndefined();
    await paidOut(cooperative_id, [li, wang, zhao]);
    expect(await newest(wang)).toMatchObject({ deductions_minor: 500, remaining_minor: 0 });
    expect(await violations(house)).toEqual(NONE);
  });

  it("bears nothing of what was packed wrongly, nothing where the policy says nothing, nothing where the cap is nothing", async () => {
    const cooperative_id = await givenCooperative(house);
    const li = id("household");
    const first = await sell(cooperative_id, { [li]: 1000 });
    await paidOut(cooperative_id, [li]);
    expect((await claimed(cooperative_id, first, 1_000, "packing")).borne.lots).toEqual([]);
    expect((await claimed(cooperative_id, first, 1_000, "goods", 0)).borne.lots).toEqual([]);
    const { caps } = house.settlement.clawbacks;
    const proposal = { cooperative_id, cap_bp: 0, reason: "the general meeting said so", person: "member_manager" };
    const { id: cap } = value(await caps.propose(proposal));
    expect(reasonOf(await caps.propose(proposal))).toBe("proposal_waits");
    const decision = { id: cap, cooperative_id, decision: "approve" as const };
    expect(reasonOf(await caps.decide({ ...decision, person: "member_manager" }))).toBe("same_person");
    expect(reasonOf(await caps.decide({ ...decision, cooperative_id: "coop_x", person: "m" }))).toBe("not_found");
    expect(await caps.inForce(cooperative_id)).toBe(3_000);
    value(await caps.decide({ ...decision, person: "member_second" }));
    expect(await caps.inForce(cooperative_id)).toBe(0);
    expect((await claimed(cooperative_id, first, 1_000, "goods")).borne).toMatchObject({
      cooperative_minor: 1_000,
      lots: [],
    });
    expect(reasonOf(await caps.propose({ ...proposal, cap_bp: 5_001 }))).toBe("invalid_cap");
    expect(await violations(house)).toEqual(NONE);
  });

  it("whose objection is upheld owes nothing more and gets back what was taken, once, on its next statement", async () => {
    const cooperative_id = await givenCooperative(house);
    const li = id("household");
    const first = await sell(cooperative_id, { [li]: 1000 });
    await paidOut(cooperative_id, [li]);
    await claimed(cooperative_id, first, 10_000, "goods");
    await sell(cooperative_id, { [li]: 1000 });
    await paidOut(cooperative_id, [li]);
    const clawback = (await open(li))!;
    const waive = { id: clawback.id, cooperative_id, person: "member_manager", reason: "the photo showed another lot" };
    expect(reasonOf(await house.settlement.clawbacks.waive({ ...waive, cooperative_id: "coop_x" }))).toBe("not_found");
    const answers = await Promise.all([1, 2, 3].map(() => house.settlement.clawbacks.waive(waive)));
    expect(answers.map(value)).toEqual(["waived", "waived", "waived"]);
    expect((await house.settlement.moneyOfHousehold(li))[0]).toMatchObject({ owed_minor: 2_749 });
    // The reserve has borne it.
    expect(await reserve(cooperative_id)).toMatchObject({ reserve_minor: -5_000, lent_minor: 0 });
    expect(await violations(house)).toEqual(NONE);
    await paidOut(cooperative_id, [li]);
    expect(await newest(li)).toMatchObject({ deductions_minor: -2_749, paid_minor: 2_749 });
    expect(await newest(li)).toMatchObject({ lots: [], others: [{ kind: "deduction", rule: "clawback_returned" }] });
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("the reserve", () => {
  it("is filled from the cooperative's own fees, never above them, and moved once however often it is sent", async () => {
    const cooperative_id = await givenCooperative(house);
    await sell(cooperative_id, { [id("household")]: 1000 });
    const { reserves } = house.settlement.clawbacks;
    const fees = (await reserve(cooperative_id))!.fees_minor;
    expect(fees).toBeGreaterThan(100);
    const move = {
      cooperative_id,
      currency: "cny",
      amount_minor: 100n,
      words: "for spoilt goods",
      person: "member_accountant",
      idempotency_key: randomUUID(),
    };
    for (const answer of await Promise.all([1, 2, 3].map(() => reserves.move(move)))) value(answer);
    expect(await reserve(cooperative_id)).toMatchObject({ reserve_minor: 100, fees_minor: fees - 100 });
    expect(reasonOf(await reserves.move({ ...move, amount_minor: 99n }))).toBe("idempotency_conflict");
    const fresh = { ...move, idempotency_key: randomUUID() };
    expect(reasonOf(await reserves.move({ ...fresh, amount_minor: BigInt(fees) }))).toBe("reserve_not_enough");
    expect(reasonOf(await reserves.move({ ...fresh, amount_minor: -101n }))).toBe("reserve_not_enough");
    value(await reserves.move({ ...fresh, amount_minor: -100n }));
    expect(await reserve(cooperative_id)).toMatchObject({ reserve_minor: 0, fees_minor: fees });
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("any history of sales, claims, upheld objections and settlements", () => {
  it("keeps every invariant; statements are what the domain's rule says of the same postings, and what the ledger says", async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant("sell" as const), to: fc.nat(2), paid: fc.integer({ min: 200, max: 50_000 }) }),
      fc.record({ act: fc.constant("claim" as const), of: fc.nat(9), part: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ act: fc.constant("settle" as const) }),
      fc.record({ act: fc.constant("waive" as const), of: fc.nat(9) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const cooperative_id = await givenCooperative(house, { holdback_bp: 500 });
        const households = [id("household"), id("household"), id("household")];
        const orders: { given: GivenOrder; left: number }[] = [];
        const periods: string[] = [];
        for (const one of steps) {
          if (one.act === "sell") {
            const [a, b] = [households[one.to]!, households[(one.to + 1) % 3]!];
            orders.push({ given: await sell(cooperative_id, { [a]: 700, [b]: 300 }, one.paid), left: one.paid });
          } else if (one.act === "claim" && orders.length > 0) {
            const order = orders[one.of % orders.length]!;
            const amount = Math.floor((order.left * one.part) / 100);
            if (amount === 0) continue;
            order.left -= amount;
            await claimed(cooperative_id, order.given, amount, "goods");
          } else if (one.act === "waive") {
            const found = await house.settlement.clawbacks.list({ cooperative_id, limit: 50 });
            const clawback = found[one.of % Math.max(found.length, 1)];
            if (clawback)
              value(
                await house.settlement.clawbacks.waive({ id: clawback.id, cooperative_id, person: "m", reason: "so" }),
              );
          } else if (one.act === "settle") periods.push(await paidOut(cooperative_id, households));
        }
        periods.push(await paidOut(cooperative_id, households));
        expect(await violations(house)).toEqual(NONE);
        for (const period_id of periods) await asTheDomainSays(period_id);
      }),
      { numRuns: 6 },
    );
  });

  it("a statement that is off by one cent is never approved", async () => {
    const cooperative_id = await givenCooperative(house);
    const li = id("household");
    const first = await sell(cooperative_id, { [li]: 1000 });
    await paidOut(cooperative_id, [li]);
    await claimed(cooperative_id, first, 10_000, "goods");
    await sell(cooperative_id, { [li]: 1000 });
    const period_id = await settledPeriod(house, cooperative_id, yearIn(0));
    const approve = () =>
      house.settlement.approvePeriod({ period_id, person: "member_checker", accounts: [account.cash(li)] });
    const plant = (sql: string) => house.db.query(sql, [period_id]);
    await plant("update statement set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where period_id = $1");
    expect(reasonOf(await approve())).toBe("differs_from_ledger");
    await plant(
      "update statement set deductions_minor = deductions_minor + 1, net_minor = net_minor - 1 where period_id = $1",
    );
    expect(reasonOf(await approve())).toBe("differs_from_ledger");
    await plant(
      "update statement set gross_minor = gross_minor - 1, deductions_minor = deductions_minor - 1 where period_id = $1",
    );
    expect(value(await approve())).toMatchObject({ approved: true });
  });
});

/** Every statement of a period beside what `settle` of the domain makes of its lines. */
async function asTheDomainSays(period_id: string): Promise<void> {
  const { rows } = await house.db.query<{
    household_id: string;
    kind: "sale" | "deduction" | "advance" | "brought_forward";
    amount_minor: string;
    posting_id: string;
    net_minor: string;
    gross_minor: string;
    deductions_minor: string;
  }>(
    `select s.household_id, t.kind, t.amount_minor, t.statement_id || ':' || t.seq as posting_id, s.net_minor, s.gross_minor, s.deductions_minor
     from statement s join statement_line t on t.statement_id = s.id where s.period_id = $1`,
    [period_id],
  );
  const households = [...new Set(rows.map((row) => row.household_id))];
  const made = settle(
    { period_id, currency: "CNY" },
    households.map((household) => {
      const mine = rows.filter((row) => row.household_id === household);
      return {
        household,
        brought_forward_minor: mine
          .filter((row) => row.kind === "brought_forward")
          .reduce((sum, row) => sum + BigInt(row.amount_minor), 0n),
        postings: mine
          .filter((row) => row.kind !== "brought_forward")
          .map(({ posting_id, kind, amount_minor }) => ({
            posting_id,
            kind: kind as UnsettledPosting["kind"],
            amount_minor: BigInt(amount_minor),
            memo: "",
          })),
      };
    }),
  );
  if (!made.ok) throw new Error(made.refusal.message);
  for (const statement of made.value) {
    const stored = rows.find((row) => row.household_id === statement.household);
    expect([stored?.gross_minor, stored?.deductions_minor, stored?.net_minor].map(Number)).toEqual(
      [statement.gross_minor, statement.deductions_minor, statement.net_minor].map(Number),
    );
  }
}
