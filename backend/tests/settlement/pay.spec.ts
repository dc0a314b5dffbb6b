import { describe, expect, it } from "vitest";
import { payHousehold } from "../../src/workflows/settlement/pay-household";
import { account, givenCooperative, id, NONE, settledPeriod, sold, statementsOf, value, violations } from "./house";
import { stripeHouse } from "./spec-house";

/** The real SDK over HTTP against the Stripe stand-in, whose answers get lost. */
const { house, standin, container } = stripeHouse();

/** A captured card charge: money on our Stripe balance. */
async function funded(amount: number): Promise<void> {
  await standin.stripe().paymentIntents.create({
    amount,
    currency: "cny",
    confirm: true,
    payment_method: "pm_card_visa",
  });
}

async function connected(): Promise<string> {
  const made = await standin
    .stripe()
    .accounts.create({ type: "express", country: "HK", capabilities: { transfers: { requested: true } } });
  return made.id;
}

/** An approved payout of 9,164 to a fresh household and account. */
async function payout(fund = true): Promise<{ payout_id: string; household: string; acct: string }> {
  const cooperative_id = await givenCooperative(house);
  const household = id("household");
  const acct = await connected();
  await sold(house, [
    { cooperative_id, grams: 1000, paid_minor: 10_000, lots: [{ household_id: household, grams: 1000 }] },
  ]);
  if (fund) await funded(10_000);
  const period_id = await settledPeriod(house, cooperative_id);
  value(
    await house.settlement.approvePeriod({
      period_id,
      person: "member_checker",
      accounts: [account.stripe(household, acct)],
    }),
  );
  const { rows } = await house.db.query<{ id: string }>("select id from payout where period_id = $1", [period_id]);
  return { payout_id: rows[0]!.id, household, acct };
}

const transfersOf = async (payout_id: string) =>
  (await standin.stripe().transfers.list({ transfer_group: payout_id, limit: 10 })).data;
const pay = (payout_id: string) => payHousehold(container, { payout_id, message_id: id("out") }, standin.stripe());
const stored = async (payout_id: string) => value(await house.settlement.payout(payout_id));

describe("a payout by Stripe", () => {
  it("is one transfer of exactly what is owed, under the payout's id, and told again it is still one", async () => {
    const { payout_id, household, acct } = await payout();
    expect(await pay(payout_id)).toBe("created");
    expect(await pay(payout_id)).toBe("created");
    expect(await transfersOf(payout_id)).toMatchObject([
      { amount: 9164, currency: "cny", destination: acct, transfer_group: payout_id },
    ]);
    expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({
      owed_minor: 0,
      on_its_way_minor: 0,
      paid_minor: 9164,
    });
  });

  it("whose answer is lost is unknown, is looked up and adopted: one transfer, even when Stripe forgot the key", async () => {
    const { payout_id, household } = await payout();
    await standin.faults({ rules: [{ match: "POST /v1/transfers", fault: "lose_answer", times: 2 }] });
    await expect(pay(payout_id)).rejects.toThrow();
    expect(await stored(payout_id)).toMatchObject({ state: "unknown", reason_code: "no_answer" });
    expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({
      on_its_way_minor: 9164,
      paid_minor: 0,
    });
    await standin.control("POST", "/forget-keys");
    expect(await pay(payout_id)).toBe("created");
    expect(await transfersOf(payout_id)).toHaveLength(1);
    expect((await stored(payout_id)).provider_ref).toBe((await transfersOf(payout_id))[0]!.id);
    expect(await violations(house)).toEqual(NONE);
  });

  it("killed between the transfer and our commit is found by the next run: one transfer", async () => {
    const { payout_id, acct } = await payout();
    // What a run leaves that was killed there: the intent is stored, the transfer made, the outcome never written.
    const intent = value(await house.settlement.beginPayout(payout_id));
    await standin
      .stripe()
      .transfers.create(
        { amount: 9164, currency: "cny", destination: acct, transfer_group: payout_id },
        { idempotencyKey: intent!.idempotency_key },
      );
    expect((await stored(payout_id)).state).toBe("intended");
    expect(await pay(payout_id)).toBe("created");
    expect(await transfersOf(payout_id)).toHaveLength(1);
  });

  it("by eight workers at once, with half the answers lost, is one transfer and one journal", async () => {
    const { payout_id } = await payout();
    await standin.faults({ seed: 7, rules: [{ match: "POST /v1/transfers", fault: "lose_answer", probability: 0.5 }] });
    const runs = await Promise.allSettled(Array.from({ length: 8 }, () => pay(payout_id)));
    expect(runs.length).toBe(8);
    await standin.control("DELETE", "/faults");
    expect(await pay(payout_id)).toBe("created");
    expect(await transfersOf(payout_id)).toHaveLength(1);
    expect(
      (await house.db.query("select 1 from journal where kind = 'payout' and source_id = $1", [payout_id])).rowCount,
    ).toBe(1);
    expect(await violations(house)).toEqual(NONE);
  });

  it("survives 500, 429 and 409, and ends as one transfer", async () => {
    const { payout_id } = await payout();
    for (const fault of ["fail_500", "fail_429", "fail_409"] as const) {
      await standin.faults({ rules: [{ match: "POST /v1/transfers", fault, times: 1 }] });
      await expect(pay(payout_id), fault).rejects.toThrow();
    }
    expect(await pay(payout_id)).toBe("created");
    expect(await transfersOf(payout_id)).toHaveLength(1);
  });

  it("to a restricted account fails with the reason, and the household has its money again", async () => {
    for (const restriction of ["transfers_not_allowed", "account_invalid"] as const) {
      const { payout_id, household, acct } = await payout();
      await standin.faults({ restricted_accounts: { [acct]: restriction } });
      expect(await pay(payout_id)).toBe("failed");
      const [statement] = await statementsOf(house, household);
      expect(statement).toMatchObject({ remaining_minor: 9164, not_paid_because: "payout_failed" });
      expect(statement?.payouts[0]?.reason_code).toMatch(/account_(restricted|closed)/);
      expect(statement?.payouts[0]?.reason).toBeTruthy();
      expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({
        owed_minor: 9164,
        on_its_way_minor: 0,
      });
    }
    expect(await violations(house)).toEqual(NONE);
  });

  it("without balance waits, is asked for again later with a new key, and then is one transfer", async () => {
    // All we have goes elsewhere first.
    const balance = await standin.stripe().balance.retrieve();
    const available = balance.available.find((one) => one.currency === "cny")?.amount ?? 0;
    if (available > 0)
      await standin.stripe().transfers.create({ amount: available, currency: "cny", destination: await connected() });
    const { payout_id } = await payout(false);
    expect(await pay(payout_id)).toBe("intended");
    const waiting = await stored(payout_id);
    expect(waiting).toMatchObject({ state: "intended", reason_code: "balance_not_available" });
    expect(waiting.idempotency_key).not.toBe(payout_id);
    const { rows } = await house.db.query(
      "select due_at > now() + interval '5 minutes' as later from outbox_message where job = 'pay' and dedup_key like $1",
      [`${payout_id}:after-%`],
    );
    expect(rows).toEqual([{ later: true }]);
    await funded(20_000);
    expect(await pay(payout_id)).toBe("created");
    expect(await transfersOf(payout_id)).toHaveLength(1);
  });

  it("of many households goes out as far as the settled balance reaches; the others wait, told why, and none is lost or doubled", async () => {
    const free = async () =>
      (await standin.stripe().balance.retrieve()).available.find((one) => one.currency === "cny")?.amount ?? 0;
    const over = await free();
    if (over > 0)
      await standin.stripe().transfers.create({ amount: over, currency: "cny", destination: await connected() });
    const payouts: string[] = [];
    for (let n = 0; n < 4; n += 1) payouts.push((await payout(false)).payout_id);
    await funded(2 * 9_164 + 100);
    // Twice each, side by side; a fifth of the answers is lost, and the keys are forgotten between the rounds.
    const round = async () => {
      await Promise.allSettled([...payouts, ...payouts].map(pay));
      await standin.control("POST", "/forget-keys");
      return Promise.all(payouts.map(stored));
    };
    await standin.faults({ seed: 3, rules: [{ match: "POST /v1/transfers", fault: "lose_answer", probability: 0.2 }] });
    for (let n = 0; n < 3; n += 1) await round();
    await standin.control("DELETE", "/faults");
    const now = await round();
    expect(now.filter((one) => one.state === "created")).toHaveLength(2);
    expect(await free()).toBe(100);
    const waiting = now.filter((one) => one.state !== "created");
    expect(waiting.map((one) => one.reason_code)).toEqual(["balance_not_available", "balance_not_available"]);
    for (const { id: payout_id, batch_id, cooperative_id, household_id } of waiting) {
      const { lines } = value(await house.settlement.batch(batch_id, cooperative_id));
      expect(lines).toMatchObject([{ reason_code: "balance_not_available", provider_ref: null }]);
      expect((await house.settlement.moneyOfHousehold(household_id))[0]).toMatchObject({ on_its_way_minor: 9164 });
      const { rowCount } = await house.db.query(
        "select 1 from outbox_message where job = 'pay' and done_at is null and due_at > now() and payload->>'payout_id' = $1",
        [payout_id],
      );
      expect(rowCount).toBeGreaterThan(0);
    }
    await funded(2 * 9_164);
    expect((await round()).every((one) => one.state === "created")).toBe(true);
    for (const payout_id of payouts) expect(await transfersOf(payout_id)).toHaveLength(1);
    expect(await free()).toBe(100);
    expect(await violations(house)).toEqual(NONE);
  });

  it("whose transfer was made with another amount is not adopted: a person must look", async () => {
    const { payout_id, acct } = await payout();
    await standin
      .stripe()
      .transfers.create({ amount: 1, currency: "cny", destination: acct, transfer_group: payout_id });
    await expect(pay(payout_id)).rejects.toThrow(/does not match/);
    expect(await transfersOf(payout_id)).toHaveLength(1);
  });
});
