import { describe, expect, it } from "vitest";
import { payHousehold } from "../../src/workflows/settlement/pay-household";
import { readProcessor } from "../../src/workflows/settlement/read-processor";
import { reversePayout } from "../../src/workflows/settlement/reverse-payout";
import {
  account,
  givenCooperative,
  id,
  NONE,
  reasonOf,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
} from "./house";
import { stripeHouse } from "./spec-house";

/** Two people take a transfer back; the real SDK over HTTP against the Stripe stand-in, whose answers get lost. */
const { house, standin, container } = stripeHouse();

interface Paid {
  payout_id: string;
  household: string;
  cooperative_id: string;
  acct: string;
}

/** Payouts of 918 each, transferred. */
async function paid(households = 1): Promise<Paid[]> {
  const cooperative_id = await givenCooperative(house);
  const people = await Promise.all(
    Array.from({ length: households }, async () => ({
      household: id("household"),
      acct: (
        await standin
          .stripe()
          .accounts.create({ type: "express", country: "HK", capabilities: { transfers: { requested: true } } })
      ).id,
    })),
  );
  for (const { household } of people) {
    await sold(house, [
      { cooperative_id, grams: 100, paid_minor: 1_000, lots: [{ household_id: household, grams: 100 }] },
    ]);
  }
  await standin.stripe().paymentIntents.create({
    amount: 1_000 * households,
    currency: "cny",
    confirm: true,
    payment_method: "pm_card_visa",
  });
  const period_id = await settledPeriod(house, cooperative_id);
  const accounts = people.map(({ household, acct }) => account.stripe(household, acct));
  value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
  const { rows } = await house.db.query<{ id: string; household_id: string }>(
    "select id, household_id from payout where period_id = $1",
    [period_id],
  );
  for (const payout of rows) await payHousehold(container, { payout_id: payout.id }, standin.stripe());
  return rows.map((payout) => ({
    payout_id: payout.id,
    household: payout.household_id,
    cooperative_id,
    acct: people.find((one) => one.household === payout.household_id)!.acct,
  }));
}

async function letGo({ payout_id, cooperative_id }: Paid): Promise<string> {
  const reversal = value(
    await house.settlement.reversals.propose({
      payout_id,
      cooperative_id,
      reason: "wrong household",
      person: "member_1",
    }),
  );
  value(
    await house.settlement.reversals.decide({ id: reversal, cooperative_id, person: "member_2", decision: "approve" }),
  );
  return reversal;
}

const run = (reversal_id: string) => reversePayout(container, { reversal_id, message_id: id("out") }, standin.stripe());
const madeOf = async (payout_id: string) => {
  const { data } = await standin.stripe().transfers.list({ transfer_group: payout_id, limit: 2 });
  return (await standin.stripe().transfers.listReversals(data[0]!.id, { limit: 10 })).data;
};

describe("a transfer that was wrong", () => {
  it("is taken back once, by two people, and the household is owed it again", async () => {
    const [one] = await paid();
    const { payout_id, cooperative_id, household } = one!;
    const asked = { payout_id, cooperative_id, reason: "wrong household", person: "member_1" };
    const reversal = value(await house.settlement.reversals.propose(asked));
    expect(reasonOf(await house.settlement.reversals.propose(asked))).toBe("reversal_waits");
    const decide = (person: string, of = cooperative_id) =>
      house.settlement.reversals.decide({ id: reversal, cooperative_id: of, person, decision: "approve" });
    expect(reasonOf(await decide("member_1"))).toBe("same_person");
    expect(reasonOf(await decide("member_2", "coop_other"))).toBe("not_found");
    expect(await madeOf(payout_id)).toHaveLength(0);
    value(await decide("member_2"));
    expect(reasonOf(await decide("member_3"))).toBe("reversal_decided");

    expect(await run(reversal)).toBe("created");
    expect(await run(reversal)).toBe("created");
    expect(await madeOf(payout_id)).toMatchObject([{ amount: 918 }]);
    expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({ owed_minor: 918, paid_minor: 0 });
    const [statement] = await statementsOf(house, household);
    expect(statement).toMatchObject({ remaining_minor: 918, not_paid_because: "payout_reversed" });
    expect(await violations(house)).toEqual(NONE);
  });

  it("is one of the processor's movements, and matches its journal", async () => {
    const { read_to } = await house.settlement.processor.cursor();
    expect(read_to).toBeNull();
    await readProcessor(container, standin.stripe());
    const listed = await house.settlement.processor.transactions({ limit: 50 });
    const back = listed.filter((one) => one.class === "transfer_reversal");
    expect(back.length).toBeGreaterThan(0);
    for (const one of back)
      expect(one).toMatchObject({ matched: true, journal_kind: "reverse_payout", amount_minor: 918 });
    expect(await violations(house)).toEqual(NONE);
  });

  it("that the household's account no longer holds stays paid, with the reason for a person", async () => {
    const [one] = await paid();
    await standin.stripe().payouts.create({ amount: 918, currency: "cny" }, { stripeAccount: one!.acct });
    const reversal = await letGo(one!);
    expect(await run(reversal)).toBe("failed");
    expect(await house.settlement.reversals.one(reversal)).toMatchObject({ answer_code: "balance_not_available" });
    expect(value(await house.settlement.payout(one!.payout_id)).state).toBe("created");
    // What failed may be asked for again.
    value(await house.settlement.reversals.propose({ ...one!, reason: "they have paid in", person: "member_1" }));
    expect(await violations(house)).toEqual(NONE);
  });

  it("with a fifth of the answers lost, keys forgotten and runs side by side, is taken back once each", async () => {
    const all = await paid(20);
    const reversals = await Promise.all(all.map(letGo));
    await standin.faults({ seed: 5, rules: [{ match: "POST /v1/transfers", fault: "lose_answer", probability: 0.2 }] });
    let calls = 0;
    let open = reversals;
    for (let round = 0; round < 20 && open.length > 0; round++) {
      const twice = open.flatMap((one) => [one, one]);
      calls += twice.length;
      await Promise.allSettled(twice.map(run));
      await standin.control("POST", "/forget-keys");
      const states = await Promise.all(open.map(async (one) => (await house.settlement.reversals.one(one))?.state));
      open = open.filter((_, at) => states[at] !== "created");
    }
    expect(calls).toBeGreaterThanOrEqual(40);
    expect(open).toEqual([]);
    for (const { payout_id } of all) expect(await madeOf(payout_id)).toHaveLength(1);
    expect(await violations(house)).toEqual(NONE);
  });

  it("waits for its payout's own outcome in one order, whoever comes first: 50 times at once nobody is a deadlock's victim", async () => {
    const { settlement } = house;
    const cooperative_id = await givenCooperative(house);
    const households = Array.from({ length: 50 }, () => id("household"));
    await sold(house, [
      {
        cooperative_id,
        grams: 5_000,
        paid_minor: 500_000,
        lots: households.map((household_id) => ({ household_id, grams: 100 })),
      },
    ]);
    const period_id = await settledPeriod(house, cooperative_id);
    const accounts = households.map((household_id) => account.stripe(household_id, id("acct")));
    value(await settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
    const { rows } = await house.db.query<{ id: string }>("select id from payout where period_id = $1", [period_id]);
    const paid_out = (payout_id: string) =>
      settlement.recordPayoutOutcome({ payout_id, state: "created", provider_ref: `tr_${payout_id}` });
    const both = await Promise.all(
      rows.map(async ({ id: payout_id }) => {
        value(await paid_out(payout_id));
        const asked = { payout_id, cooperative_id, reason: "wrong household", person: "member_1" };
        const reversal_id = value(await settlement.reversals.propose(asked));
        const let_go = { id: reversal_id, cooperative_id, person: "member_2", decision: "approve" as const };
        value(await settlement.reversals.decide(let_go));
        return { payout_id, reversal_id, asked };
      }),
    );
    const answers = await Promise.all(
      both.flatMap(({ payout_id, reversal_id, asked }) => {
        const back = { reversal_id, state: "created" as const, provider_ref: `trr_${reversal_id}` };
        return [
          settlement.reversals.outcome({ ...back, message_id: id("out") }),
          settlement.recordPayoutOutcome({
            payout_id,
            state: "created",
            provider_ref: `tr_${payout_id}`,
            message_id: id("out"),
          }),
          settlement.reversals.propose(asked),
          settlement.reversals.outcome({ ...back, message_id: id("out") }),
        ];
      }),
    );
    // Asked for once more while it is taken back: told that it waits, or that there is nothing to take back any more.
    const refused = new Set(answers.flatMap((one) => (one.ok ? [] : [one.refusal.reason])));
    expect([...refused].filter((one) => one !== "reversal_waits" && one !== "not_transferred")).toEqual([]);
    const { rows: ended } = await house.db.query<{ state: string; count: number }>(
      "select state, count(*)::int as count from payout where period_id = $1 group by 1",
      [period_id],
    );
    expect(ended).toEqual([{ state: "failed", count: 50 }]);
    expect(await violations(house)).toEqual(NONE);
  });
});
