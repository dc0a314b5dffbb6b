import { describe, expect, it } from "vitest";
import {
  account,
  captureInput,
  givenCooperative,
  id,
  NONE,
  order,
  postInput,
  priceOf,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
  type GivenLine,
} from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

/** Sold, given back in part, and divided. */
async function refunded(line: GivenLine, refund: { amount_minor: number; tax_minor?: number }, freight_paid = 0) {
  const given = order([line]);
  const captured = captureInput(given);
  const lines = captured.lines.map((one) => ({ ...one, freight_paid_minor: freight_paid }));
  value(await house.settlement.recordCapture({ ...captured, lines }));
  const { order_line_id } = given.lines[0]!;
  const intent = value(
    await house.settlement.refundBeforePosting({
      order_id: given.order_id,
      lines: [{ order_line_id, ...refund }],
      reason_code: "quality",
      person: "member_desk",
      dedup_key: id("refund"),
    }),
  );
  const done = { refund_intent_id: intent.id, state: "created" as const, refund_ref: id("re") };
  value(await house.settlement.recordRefundOutcome(done));
  value(await house.settlement.postSale(postInput(given)));
  return given;
}

describe("a lot that filled an order and got nothing of it", () => {
  it("stands on its household's statement with 0 and the reason, and changes no sum", async () => {
    const cooperative_id = await givenCooperative(house);
    const [wang, li, zhao, sun] = [id("wang"), id("li"), id("zhao"), id("sun")] as const;
    const lots = [wang, li].map((household_id, at) => ({ lot_id: `lot_${at}_${wang}`, household_id, grams: 1 }));
    // One fen for two lots of a gram: the second by its name gets none of it.
    await sold(house, [{ cooperative_id, grams: 2, paid_minor: 1, lots }]);
    // Given back whole.
    await refunded(
      { cooperative_id, grams: 500, paid_minor: 4_000, lots: [{ household_id: zhao, grams: 500 }] },
      { amount_minor: 4_000 },
    );
    // A price of 0 on the ticket.
    const free = { lot_id: id("lot"), household_id: sun, grams: 700 };
    const given = order([{ cooperative_id, grams: 700, paid_minor: 900, lots: [free] }]);
    value(await house.settlement.recordCapture(captureInput(given)));
    const ticket = { intake_price_minor: 0, intake_currency: "CNY", intake_per: "kg" as const };
    const prices = [priceOf(free, { price_mode: "fixed", ...ticket })];
    value(await house.settlement.postSale({ ...postInput(given), prices }));
    const period_id = await settledPeriod(house, cooperative_id);
    for (const [household, reason] of [
      [li, "不到最小的钱"],
      [zhao, "没有剩下"],
      [sun, "定的价是 0"],
    ] as const) {
      const [statement] = await statementsOf(house, household);
      expect(statement).toMatchObject({ gross_minor: 0, net_minor: 0, lots: [{ share_minor: 0 }], others: [] });
      expect(statement?.lots[0]?.why.zh).toContain(reason);
      expect(statement?.lots[0]?.grams).toBeGreaterThan(0);
    }
    expect((await statementsOf(house, wang))[0]).toMatchObject({ gross_minor: 1, lots: [{ share_minor: 1 }] });
    const run = value(await house.settlement.dryRuns.rowsOf(period_id, cooperative_id));
    expect(run.rows.map((one) => Number(one.net_minor)).sort()).toEqual([0, 0, 0, 1]);
    const accounts = [wang, li, zhao, sun].map((one) => account.cash(one));
    expect(value(await house.settlement.approvePeriod({ period_id, person: "checker", accounts })).approved).toBe(true);
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a line whose goods were refunded whole, and its freight not", () => {
  it("is divided: its carrier is paid, the freight's tax is kept, its household gets 0 with the reason", async () => {
    const cooperative_id = await givenCooperative(house);
    const wang = id("wang");
    // 100.00 paid, 5.00 of it for the carriage, 9.00 tax in all; 95.00 goes back, and nobody has named the tax of it.
    const goods = { cooperative_id, grams: 1_000, paid_minor: 10_000, tax_minor: 900, freight_minor: 700 };
    const given = await refunded(
      { ...goods, lots: [{ household_id: wang, grams: 1_000 }] },
      { amount_minor: 9_500 },
      500,
    );
    const [line] = await house.settlement.waterfallOfOrder(given.order_id);
    const rows = new Map(line?.rows.map((row) => [row.rule, row.amount_minor]));
    expect([rows.get("refund"), rows.get("tax"), rows.get("freight")]).toEqual([9_500, 45, 700]);
    expect([...rows.values()].reduce((sum, one) => sum + one, 0)).toBe(10_000);
    await settledPeriod(house, cooperative_id);
    const [statement] = await statementsOf(house, wang);
    expect(statement).toMatchObject({ gross_minor: 0, lots: [{ share_minor: 0, grams: 1_000 }] });
    expect(await violations(house)).toEqual(NONE);
  });
});
