import { describe, expect, it } from "vitest";
import { claimedOf } from "./claimed";
import {
  account,
  givenCooperative,
  id,
  NONE,
  paidInCash,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
  yearIn,
} from "./house";
import { specHouse } from "./spec-house";

/** Claims that come while a period is being settled, or waits for its second person: nobody waits for them in vain. */
const house = specHouse();

const sell = (cooperative_id: string, households: readonly string[]) =>
  sold(house, [
    {
      cooperative_id,
      grams: 1_000 * households.length,
      paid_minor: 10_000 * households.length,
      lots: households.map((household_id) => ({ household_id, grams: 1_000, lot_id: `lot_${household_id}` })),
    },
  ]);

let years = 0;
/** Each a year of its own: days belong to one period. */
async function requested(cooperative_id: string): Promise<string> {
  years += 1;
  const [from, to] = yearIn(years);
  const opened = await house.settlement.openPeriod({ from, to, cooperative_id, person: "member_maker" });
  const period_id = value(opened).id;
  value(await house.settlement.requestSettlement({ period_id, person: "member_maker" }));
  return period_id;
}
const settle = async (period_id: string) =>
  value(await house.settlement.settlePeriod({ period_id, message_id: id("out") }));
const approve = async (period_id: string, households: readonly string[]) =>
  value(
    await house.settlement.approvePeriod({
      period_id,
      person: "member_checker",
      accounts: households.map((one) => account.cash(one)),
    }),
  );

async function paidOut(cooperative_id: string, households: readonly string[]): Promise<void> {
  const period_id = await requested(cooperative_id);
  await settle(period_id);
  await approve(period_id, households);
  const { rows } = await house.db.query<{ id: string }>("select id from payout_batch where period_id = $1", [
    period_id,
  ]);
  for (const batch of rows) await paidInCash(house, batch.id, cooperative_id);
}

describe("a claim of goods", () => {
  it("takes nothing that a statement says which waits for its second person: it comes later, and everybody is paid", async () => {
    const cooperative_id = await givenCooperative(house);
    const [li, wang] = [id("household"), id("household")] as const;
    const given = await sell(cooperative_id, [li]);
    await sell(cooperative_id, [wang]);
    const period_id = await settledPeriod(house, cooperative_id);
    // Sold since, and stated nowhere: of this it is taken.
    const since = await sold(house, [
      {
        cooperative_id,
        grams: 100,
        paid_minor: 1_100,
        lots: [{ household_id: li, grams: 100, lot_id: `lot_${li}` }],
      },
    ]);
    const stated = (await statementsOf(house, li))[0]!.remaining_minor;
    const free = (await house.settlement.moneyOfHousehold(li))[0]!.owed_minor - stated;
    expect(free).toBeGreaterThan(0);
    const { borne } = await claimedOf(house, { cooperative_id, given, amount: 10_000, cause: "goods" });
    expect(borne.lots).toMatchObject([{ amount_minor: 5_000 }]);
    expect(await house.settlement.clawbacks.ofHousehold(li)).toMatchObject([{ amount_minor: 5_000 - free }]);
    expect(await house.settlement.claims.ofHousehold(li)).toMatchObject([{ amount_minor: free }]);
    expect(await approve(period_id, [li, wang])).toMatchObject({ approved: true });
    const paid = await house.db.query("select amount_minor from payout where period_id = $1", [period_id]);
    expect(paid.rows.map((one: { amount_minor: string }) => Number(one.amount_minor))).toEqual([stated, stated]);
    expect(since.lines).toHaveLength(1);
    expect(await violations(house)).toEqual(NONE);
  });

  it("that comes in the very moment of the settlement is in its statements or after them: its approval is never refused", async () => {
    for (let round = 0; round < 8; round += 1) {
      const cooperative_id = await givenCooperative(house);
      const households = [id("household"), id("household"), id("household")];
      const orders = [await sell(cooperative_id, households), await sell(cooperative_id, households.slice(0, 2))];
      const period_id = await requested(cooperative_id);
      await Promise.all([
        settle(period_id),
        ...orders.map((given) => claimedOf(house, { cooperative_id, given, amount: 9_000, cause: "goods" })),
      ]);
      expect(await approve(period_id, households)).toMatchObject({ approved: true });
    }
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("the locks of households' money", () => {
  it("are taken in one order: clawbacks waived, objections heard, periods settled and goods claimed at once all end", async () => {
    for (let round = 0; round < 12; round += 1) {
      const cooperative_id = await givenCooperative(house);
      const households = [id("household"), id("household"), id("household"), id("household")];
      const first = await sell(cooperative_id, households);
      await paidOut(cooperative_id, households);
      const claims = [
        await claimedOf(house, { cooperative_id, given: first, amount: 8_000, cause: "goods" }),
        await claimedOf(house, { cooperative_id, given: first, amount: 8_000, cause: "goods" }),
      ];
      // A part of each was taken, so that giving back moves money.
      const second = await sell(cooperative_id, households);
      await paidOut(cooperative_id, households);
      await sell(cooperative_id, households);
      const period_id = await requested(cooperative_id);
      const clawbacks = await house.settlement.clawbacks.list({ cooperative_id, limit: 50 });
      expect(clawbacks).toHaveLength(8);
      await Promise.all([
        settle(period_id),
        claimedOf(house, { cooperative_id, given: second, amount: 4_000, cause: "goods" }),
        ...clawbacks
          .filter((one) => one.claim_id === claims[0]!.claim_id)
          .map(async ({ id: clawback }) =>
            value(
              await house.settlement.clawbacks.waive({ id: clawback, cooperative_id, person: "m", reason: "so be it" }),
            ),
          ),
        ...[...households].reverse().map((household_id) =>
          house.settlement.claims.giveBack({
            claim_id: claims[round % 2]!.claim_id,
            attempt: 1,
            number: "CM000001",
            household_id,
          }),
        ),
      ]);
      expect(await approve(period_id, households)).toMatchObject({ approved: true });
    }
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a dry run of a household that owes", () => {
  it("names the net that settling makes, to the cent, also when all it has is what closing the period gives back", async () => {
    const cooperative_id = id("coop");
    value(
      await house.settlement.publishPolicy({
        cooperative_id,
        currency: "CNY",
        platform_bp: 0,
        cooperative_bp: 0,
        packing_minor_per_kg: 0,
        holdback_bp: 1_000,
        holdback_release: "period_close",
        holdback_days: 14,
        hold_days: 0,
        minimum_payout_minor: 0,
        person: "member_seed",
      }),
    );
    const li = id("household");
    const given = await sell(cooperative_id, [li]);
    await paidOut(cooperative_id, [li]);
    await claimedOf(house, { cooperative_id, given, amount: 5_000, cause: "goods" });
    expect(await house.settlement.clawbacks.ofHousehold(li)).toMatchObject([{ left_minor: 2_500 }]);
    const period_id = await requested(cooperative_id);
    const run = async () => value(await house.settlement.dryRuns.rowsOf(period_id, cooperative_id)).rows;
    const draft = await run();
    // 10.00 held back is given back, and 30 % of it goes to what is owed.
    expect(draft).toMatchObject([{ clawback_minor: 300n, net_minor: 700n, remaining_minor: 700n }]);
    await settle(period_id);
    expect(await run()).toEqual(draft);
  });
});
