import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FREIGHT_RULES, type FeeTermsInput } from "@commonlot/domain";
import type { LotPrice } from "../../src/modules/settlement/price-rows";
import { HOME_TZ } from "../../src/lib/today";
import { captureInput, givenCooperative, id, order, postInput, priceOf, reasonOf, sold, value, yearIn } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

/** As `givenCooperative` publishes them. */
const TERMS: FeeTermsInput = {
  platform_bp: 300,
  cooperative_bp: 500,
  agent_bp: 0,
  packing_minor_per_kg: 40,
  freight_rule: "pooled",
  tax_treatment: "set_apart",
  holdback_bp: 0,
  holdback_release: "after_days",
  holdback_days: 30,
  hold_days: 0,
  minimum_payout_minor: 0,
  seller: "cooperative",
};

const simulate = (cooperative_id: string, terms: Partial<FeeTermsInput> = {}, more: object = {}) =>
  house.settlement.feeSimulation.simulate({
    cooperative_id,
    currency: "CNY",
    product_id: null,
    terms: { ...TERMS, ...terms },
    from: yearIn(0)[0],
    to: yearIn(0)[1],
    tz: HOME_TZ,
    ...more,
  });

/** Sales of every kind: freight over and under, boxes dearer than goods, lots that get nothing, prices of tickets and of a period. */
async function aMonth(): Promise<{ cooperative_id: string; wang: string; li: string }> {
  const cooperative_id = await givenCooperative(house);
  const [wang, li, zhao] = [id("wang"), id("li"), id("zhao")];
  const lot = (household_id: string, grams: number) => ({ household_id, grams, lot_id: id("lot") });
  await sold(house, [
    {
      cooperative_id,
      grams: 2500,
      paid_minor: 8600,
      tax_minor: 710,
      freight_minor: 1200,
      lots: [lot(wang, 2000), lot(li, 500)],
    },
    { cooperative_id, grams: 700, paid_minor: 300, freight_minor: 500, lots: [lot(zhao, 700)] },
  ]);
  // One lot of fifty grams beside fifty of one: half of the small ones get nothing.
  await sold(house, [
    {
      cooperative_id,
      grams: 100,
      paid_minor: 60,
      lots: [lot(wang, 50), ...Array.from({ length: 50 }, () => lot(li, 1))],
    },
  ]);
  const fixed = [lot(wang, 3000), lot(zhao, 2000)];
  await priced(cooperative_id, fixed, {
    price_mode: "fixed",
    intake_price_minor: 1200,
    intake_currency: "CNY",
    intake_per: "kg",
  });
  const pool_id = id("pool");
  value(
    await house.settlement.pricePools.open({
      cooperative_id,
      name: "2026",
      currency: "CNY",
      from: "2026-03-01",
      to: "2026-03-31",
      advance_bp: 6000,
      members: [{ pool_id, factor_bp: 10_000 }],
      person: "maker",
    }),
  );
  await priced(cooperative_id, [lot(li, 4000)], { price_mode: "pool_average", pool_id });
  return { cooperative_id, wang, li };
}

async function priced(
  cooperative_id: string,
  lots: { household_id: string; grams: number; lot_id: string }[],
  price: Partial<LotPrice>,
): Promise<void> {
  const grams = lots.reduce((sum, lot) => sum + lot.grams, 0);
  const given = order([{ cooperative_id, grams, paid_minor: 8600, freight_minor: 800, lots }]);
  value(await house.settlement.recordCapture(captureInput(given)));
  const prices = lots.map((lot) => priceOf(lot, price));
  value(await house.settlement.postSale({ ...postInput(given), prices }));
}

describe("other rates tried on what was sold", () => {
  it("the rates in force give no difference, to the cent, for sales of every kind; nothing is written", async () => {
    const { cooperative_id } = await aMonth();
    const counted = async () =>
      (await house.db.query(`select (select count(*) from posting) as p, (select count(*) from journal) as j`)).rows;
    const before = await counted();
    const same = value(await simulate(cooperative_id));
    expect(same).toMatchObject({ lines: 5, left_as_they_are: 0, paid: 8600 + 300 + 60 + 8600 + 8600, tax: 710 });
    for (const one of [...Object.values(same.shares), ...same.households.values()]) expect(one.after).toBe(one.before);
    expect(await counted()).toEqual(before);
    // Before is what the ledger says.
    const { rows } = await house.db.query<{ sum: string }>(
      `select -sum(p.amount_minor) as sum from posting p join account a on a.id = p.account_id where a.party = $1 and a.kind in ('cooperative_fee', 'packing')`,
      [cooperative_id],
    );
    expect(same.shares.cooperative.before).toBe(Number(rows[0]?.sum));
  });

  it("for any rates: both sides are what was paid, and households are what theirs are together", async () => {
    const { cooperative_id } = await aMonth();
    const bp = fc.integer({ min: 0, max: 3_333 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          platform_bp: bp,
          cooperative_bp: bp,
          agent_bp: bp,
          packing_minor_per_kg: fc.integer({ min: 0, max: 200 }),
          holdback_bp: fc.integer({ min: 0, max: 10_000 }),
          freight_rule: fc.constantFrom(...FREIGHT_RULES),
        }),
        async (terms) => {
          const { shares, households, paid, tax, refunded, left_as_they_are } = value(
            await simulate(cooperative_id, terms),
          );
          expect(left_as_they_are).toBe(0);
          for (const side of ["before", "after"] as const) {
            expect(Object.values(shares).reduce((sum, one) => sum + one[side], tax + refunded)).toBe(paid);
            expect([...households.values()].reduce((sum, one) => sum + one[side], 0)).toBe(shares.households[side]);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("what it tells is what is paid when the same is sold by the new rates", async () => {
    const dearer = { cooperative_bp: 900, packing_minor_per_kg: 55 };
    const [old_coop, new_coop] = [await givenCooperative(house), id("coop")];
    value(
      await house.settlement.publishPolicy({
        ...TERMS,
        ...dearer,
        cooperative_id: new_coop,
        currency: "CNY",
        person: "maker",
      }),
    );
    const wang = id("wang");
    for (const cooperative_id of [old_coop, new_coop]) {
      await sold(house, [
        { cooperative_id, grams: 730, paid_minor: 4_999, lots: [{ household_id: wang, grams: 730 }] },
      ]);
    }
    const told = value(await simulate(old_coop, dearer)).shares;
    const is = value(await simulate(new_coop, dearer)).shares;
    expect(told.households.after).toBe(is.households.before);
    expect(told.cooperative.after).toBe(is.cooperative.before);
  });

  it("rates of one product touch its lines only", async () => {
    const cooperative_id = await givenCooperative(house);
    const sell = async (product_id: string | null) => {
      const given = order([
        { cooperative_id, grams: 100, paid_minor: 1_000, lots: [{ household_id: id("h"), grams: 100 }] },
      ]);
      const input = captureInput(given);
      value(
        await house.settlement.recordCapture({ ...input, lines: input.lines.map((line) => ({ ...line, product_id })) }),
      );
      value(await house.settlement.postSale(postInput(given)));
    };
    await sell("prod_honey");
    await sell(null);
    const told = value(await simulate(cooperative_id, { cooperative_bp: 1_500 }, { product_id: "prod_honey" }));
    expect(told.shares.cooperative.after - told.shares.cooperative.before).toBe(100);
  });

  it("a line whose costs were not kept, or that is no longer what was divided, stands as it is and is counted", async () => {
    const { cooperative_id } = await aMonth();
    await house.db.query(
      `update sale_line set refund_minor = 10 where id = (select id from sale_line where cooperative_id = $1 and paid_minor = 8600 order by id limit 1)`,
      [cooperative_id],
    );
    const told = value(await simulate(cooperative_id, { cooperative_bp: 1_500 }));
    expect(told.left_as_they_are).toBe(1);
  });

  it("refuses days that are none, backwards, too many", async () => {
    const days = (from: string, to: string) => simulate("coop_x", {}, { from, to });
    expect(reasonOf(await days("2026-02-30", "2026-03-01"))).toBe("invalid_date");
    expect(reasonOf(await days("2026-03-02", "2026-03-01"))).toBe("invalid_period");
    expect(reasonOf(await days("2020-03-02", "2026-03-01"))).toBe("invalid_period");
    expect(value(await days("2026-03-02", "2026-03-03")).lines).toBe(0);
  });
});
