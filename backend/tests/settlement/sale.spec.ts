import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { captureInput, givenCooperative, id, NONE, order, postInput, reasonOf, sold, value, violations } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

async function balances(order_id: string): Promise<Record<string, number>> {
  const { rows } = await house.db.query<{ kind: string; amount: string }>(
    `select a.kind, sum(p.amount_minor) as amount from posting p join journal j on j.id = p.journal_id join account a on a.id = p.account_id
     where j.order_id = $1 group by a.kind`,
    [order_id],
  );
  return Object.fromEntries(rows.map((row) => [row.kind, Number(row.amount)]).filter(([, amount]) => amount !== 0));
}

const summaryOf = async (currency: string) =>
  (await house.settlement.moneySummary()).find((summary) => summary.currency === currency);

describe("a captured payment", () => {
  it("has a home at once: clearing -> buyer deposit, to the cent, recorded once however often it is told", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([{ cooperative_id, grams: 2500, paid_minor: 8600, tax_minor: 710, lots: [] }]);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        house.settlement.recordCapture({ ...captureInput(given), message_id: "out_same" }),
      ),
    );
    expect(answers.map((answer) => value(answer).recorded).sort()).toEqual([false, false, false, false, true]);
    expect(await balances(given.order_id)).toEqual({ clearing: 8600, buyer_deposit: -8600 });
  });

  it("is refused when its lines do not sum to it, and nothing is written", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([{ cooperative_id, grams: 1, paid_minor: 100, lots: [] }]);
    for (const captured_minor of [99n, 101n]) {
      expect(reasonOf(await house.settlement.recordCapture({ ...captureInput(given), captured_minor }))).toBe(
        "lines_differ_from_capture",
      );
    }
    for (const captured_minor of [-1, 0.5, Number.NaN, "1e3", 2 ** 60]) {
      expect(reasonOf(await house.settlement.recordCapture({ ...captureInput(given), captured_minor }))).toBe(
        "invalid_amount",
      );
    }
    expect((await house.db.query("select 1 from sale where order_id = $1", [given.order_id])).rowCount).toBe(0);
  });

  it("is refused when the same order comes with other amounts", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([{ cooperative_id, grams: 1, paid_minor: 100, lots: [] }]);
    value(await house.settlement.recordCapture(captureInput(given)));
    const other = { ...given, lines: given.lines.map((line) => ({ ...line, paid_minor: 101 })) };
    expect(reasonOf(await house.settlement.recordCapture(captureInput(other)))).toBe("captured_differently");
  });
});

describe("dividing a sale", () => {
  it("gives the example of the rules, row by row", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = await sold(house, [
      {
        cooperative_id,
        grams: 2500,
        paid_minor: 8600,
        tax_minor: 710,
        freight_minor: 1200,
        lots: [{ household_id: "household_wang", grams: 2500 }],
      },
    ]);
    const [line] = await house.settlement.waterfallOfOrder(given.order_id);
    expect(line?.posted).toBe(true);
    expect(line?.rows.map(({ party, account, amount_minor }) => [party, account, amount_minor])).toEqual([
      ["tax", "tax", 710],
      ["carrier", "freight", 1200],
      ["cooperative", "packing", 100],
      ["platform", "platform_fee", 197],
      ["cooperative", "cooperative_fee", 329],
      ["household", "household_payable", 6064],
    ]);
    expect(await balances(given.order_id)).toEqual({
      clearing: 8600,
      tax: -710,
      freight: -1200,
      packing: -100,
      platform_fee: -197,
      cooperative_fee: -329,
      household_payable: -6064,
    });
  });

  it("happens once, however many workers do it at once and again", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([
      { cooperative_id, grams: 700, paid_minor: 1000, lots: [{ household_id: "household_b", grams: 700 }] },
    ]);
    value(await house.settlement.recordCapture(captureInput(given)));
    const runs = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        house.settlement.postSale({ ...postInput(given), message_id: `out_${given.order_id}_${index % 2}` }),
      ),
    );
    expect(runs.filter((run) => value(run).posted)).toHaveLength(1);
    expect(
      (await house.db.query("select 1 from journal where kind = 'sale' and order_id = $1", [given.order_id])).rowCount,
    ).toBe(1);
    expect(await violations(house)).toEqual(NONE);
  });

  it("keeps the policy of the day of the capture, whatever is published later", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([
      { cooperative_id, grams: 1000, paid_minor: 10_000, lots: [{ household_id: "household_c", grams: 1000 }] },
    ]);
    value(await house.settlement.recordCapture(captureInput(given)));
    value(
      await house.settlement.publishPolicy({
        cooperative_id,
        currency: "CNY",
        platform_bp: 9000,
        cooperative_bp: 0,
        packing_minor_per_kg: 0,
        hold_days: 0,
        minimum_payout_minor: 0,
        person: "m",
      }),
    );
    value(await house.settlement.postSale(postInput(given)));
    const rows = (await house.settlement.waterfallOfOrder(given.order_id))[0]?.rows ?? [];
    expect(rows.find((row) => row.rule === "platform_bp")?.amount_minor).toBe(298);
  });

  it("waits for a policy when the cooperative had none, with the money safe in the deposit", async () => {
    const given = order([
      { cooperative_id: id("coop"), grams: 10, paid_minor: 50, lots: [{ household_id: "household_d", grams: 10 }] },
    ]);
    value(await house.settlement.recordCapture(captureInput(given)));
    expect(reasonOf(await house.settlement.postSale(postInput(given)))).toBe("no_fee_policy");
    expect(await balances(given.order_id)).toEqual({ clearing: 50, buyer_deposit: -50 });
    const cooperative_id = given.lines[0]!.cooperative_id;
    value(
      await house.settlement.publishPolicy({
        cooperative_id,
        currency: "CNY",
        platform_bp: 0,
        cooperative_bp: 0,
        packing_minor_per_kg: 0,
        hold_days: 0,
        minimum_payout_minor: 0,
        person: "m",
      }),
    );
    expect(value(await house.settlement.postSale(postInput(given))).posted).toBe(true);
  });

  it("a box dearer than its goods is borne by the cooperative, in a row that says so; the money does not stand still", async () => {
    const cooperative_id = await givenCooperative(house);
    const lots = [{ lot_id: "lot_y", household_id: "household_y", grams: 100 }];
    const given = order([{ cooperative_id, grams: 100, paid_minor: 100, lots }]);
    value(await house.settlement.recordCapture(captureInput(given)));
    const line = given.lines[0]!.order_line_id;
    const input = { ...postInput(given), freight: [{ order_line_id: line, freight_minor: 500 }] };
    expect(value(await house.settlement.postSale(input)).posted).toBe(true);
    const [divided] = await house.settlement.waterfallOfOrder(given.order_id);
    expect(divided?.rows.filter((row) => row.amount_minor < 0)).toMatchObject([
      { party: "cooperative", rule: "freight_borne", amount_minor: -400 },
      { party: "cooperative", rule: "packing_borne", amount_minor: -4 },
    ]);
    expect(divided?.rows.reduce((sum, row) => sum + row.amount_minor, 0)).toBe(100);
    expect((await house.settlement.invariants()).filter((one) => one.violations > 0)).toEqual([]);
  });

  it("refuses a lot twice, more than was sold, a stranger's line; writes nothing", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([
      {
        cooperative_id,
        grams: 100,
        paid_minor: 100,
        lots: [{ lot_id: "lot_x", household_id: "household_e", grams: 100 }],
      },
    ]);
    value(await house.settlement.recordCapture(captureInput(given)));
    const input = postInput(given);
    expect(
      reasonOf(
        await house.settlement.postSale({
          ...input,
          allocations: [...input.allocations, ...input.allocations].map((a) => ({ ...a, units: 50, grams: 50 })),
        }),
      ),
    ).toBe("duplicate_lot");
    expect(
      reasonOf(await house.settlement.postSale({ ...input, allocations: [{ ...input.allocations[0]!, units: 101 }] })),
    ).toBe("allocated_over_sold");
    expect(
      reasonOf(
        await house.settlement.postSale({ ...input, freight: [{ order_line_id: "line_other", freight_minor: 1 }] }),
      ),
    ).toBe("unknown_line");
    expect(reasonOf(await house.settlement.postSale({ ...input, order_id: "order_never" }))).toBe("not_captured");
    expect(await balances(given.order_id)).toEqual({ clearing: 100, buyer_deposit: -100 });
  });

  it("shows a buyer roles and numbers, never a household's id", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = await sold(house, [
      {
        cooperative_id,
        grams: 300,
        paid_minor: 3000,
        lots: [
          { household_id: "household_s1", grams: 100 },
          { household_id: "household_s2", grams: 150 },
          { household_id: "household_s1", grams: 50 },
        ],
      },
    ]);
    const answer = await house.settlement.waterfallOfOrder(given.order_id);
    expect(JSON.stringify(answer)).not.toContain("household_s");
    expect(answer[0]?.rows.filter((row) => row.party === "household").map((row) => row.household_number)).toEqual([
      1, 2, 1,
    ]);
  });
});

describe("every captured cent", () => {
  it("is attributed exactly, for random orders in CNY, JPY and KWD, at every step", async () => {
    const cooperatives = Object.fromEntries(
      await Promise.all(
        ["CNY", "JPY", "KWD"].map(
          async (currency) =>
            [
              currency,
              [
                await givenCooperative(house, { currency, holdback_bp: 333 }),
                await givenCooperative(house, { currency }),
              ],
            ] as const,
        ),
      ),
    );
    const line = fc.record({
      cooperative: fc.integer({ min: 0, max: 1 }),
      lots: fc.array(
        fc.record({ household: fc.integer({ min: 0, max: 9 }), grams: fc.integer({ min: 1, max: 90_000 }) }),
        { minLength: 1, maxLength: 12 },
      ),
      paid_per_kg: fc.integer({ min: 200, max: 9_999 }),
      odd: fc.integer({ min: 0, max: 99 }),
      tax_bp: fc.integer({ min: 0, max: 1_300 }),
      freight_bp: fc.integer({ min: 0, max: 2_000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("CNY", "JPY", "KWD"),
        fc.array(line, { minLength: 1, maxLength: 4 }),
        async (currency, lines) => {
          const given = order(
            lines.map((one) => {
              const grams = one.lots.reduce((sum, lot) => sum + lot.grams, 0);
              const paid = Math.floor((grams * one.paid_per_kg) / 1000) + one.odd;
              return {
                cooperative_id: cooperatives[currency]![one.cooperative]!,
                grams,
                paid_minor: paid,
                tax_minor: Math.floor((paid * one.tax_bp) / 10_000),
                freight_minor: Math.floor((paid * one.freight_bp) / 10_000),
                lots: one.lots.map((lot) => ({ household_id: `household_r${lot.household}`, grams: lot.grams })),
              };
            }),
            currency,
          );
          fc.pre(captureInput(given).captured_minor > 0n);
          value(await house.settlement.recordCapture(captureInput(given)));
          expect((await summaryOf(currency))?.unattributed_minor).toBe(0);
          value(await house.settlement.postSale(postInput(given)));
          const answer = await house.settlement.waterfallOfOrder(given.order_id);
          for (const shown of answer)
            expect(shown.rows.reduce((sum, row) => sum + row.amount_minor, 0)).toBe(shown.paid_minor);
          const after = await balances(given.order_id);
          expect(Object.values(after).reduce((sum, amount) => sum + amount, 0)).toBe(0);
          expect(after.buyer_deposit).toBeUndefined();
          expect(after.clearing).toBe(Number(captureInput(given).captured_minor));
        },
      ),
      { numRuns: 60 },
    );
    expect(await violations(house)).toEqual(NONE);
    for (const summary of await house.settlement.moneySummary()) expect(summary.unattributed_minor).toBe(0);
  });
});

describe("a refund before the sale is divided", () => {
  it("goes deposit -> clearing when the processor says so, and the rest is divided", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([
      { cooperative_id, grams: 1000, paid_minor: 5000, lots: [{ household_id: "household_f", grams: 1000 }] },
    ]);
    value(await house.settlement.recordCapture(captureInput(given)));
    const ask = {
      order_id: given.order_id,
      lines: [{ order_line_id: given.lines[0]!.order_line_id, amount_minor: 1250 }],
      reason_code: "short",
      person: "member_1",
      dedup_key: `short:${given.order_id}`,
    };
    const intents = await Promise.all([
      house.settlement.refundBeforePosting(ask),
      house.settlement.refundBeforePosting(ask),
    ]);
    expect(new Set(intents.map((intent) => value(intent).id)).size).toBe(1);
    expect(
      reasonOf(await house.settlement.refundBeforePosting({ ...ask, lines: [{ ...ask.lines[0]!, amount_minor: 1 }] })),
    ).toBe("refund_differs");
    const intent = value(intents[0]!);
    expect(
      (await house.db.query("select 1 from outbox_message where job = 'refund' and dedup_key = $1", [intent.id]))
        .rowCount,
    ).toBe(1);

    // Divided while the refund is on its way: the promised part stays in the deposit, then leaves it.
    value(await house.settlement.postSale(postInput(given)));
    expect((await balances(given.order_id)).buyer_deposit).toBe(-1250);
    expect(await violations(house)).toEqual(NONE);
    for (const _ of [1, 2])
      value(
        await house.settlement.recordRefundOutcome({
          refund_intent_id: intent.id,
          state: "created",
          refund_ref: "re_1",
        }),
      );
    const after = await balances(given.order_id);
    expect(after.buyer_deposit).toBeUndefined();
    expect(after.clearing).toBe(3750);
    expect(await violations(house)).toEqual(NONE);
  });

  it("never gives back more than was paid, under concurrent refunds", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = order([{ cooperative_id, grams: 1000, paid_minor: 1000, tax_minor: 90, lots: [] }]);
    value(await house.settlement.recordCapture(captureInput(given)));
    const asked = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        house.settlement.refundBeforePosting({
          order_id: given.order_id,
          lines: [{ order_line_id: given.lines[0]!.order_line_id, amount_minor: 250 }],
          reason_code: "short",
          person: "m",
          dedup_key: `${given.order_id}:${index}`,
        }),
      ),
    );
    expect(asked.filter((answer) => answer.ok)).toHaveLength(4);
    expect(asked.map(reasonOf).filter((reason) => reason !== null)).toEqual(["refund_over_paid", "refund_over_paid"]);
    for (const answer of asked)
      if (answer.ok)
        value(
          await house.settlement.recordRefundOutcome({
            refund_intent_id: answer.value.id,
            state: "created",
            refund_ref: answer.value.id,
          }),
        );
    // Refunded whole: divided into nothing, and nets to zero everywhere.
    value(await house.settlement.postSale({ ...postInput(given), allocations: [] }));
    expect(await balances(given.order_id)).toEqual({});
    expect(await violations(house)).toEqual(NONE);
  });

  it("is refused after the sale is divided, and before it is captured", async () => {
    const cooperative_id = await givenCooperative(house);
    const given = await sold(house, [
      { cooperative_id, grams: 10, paid_minor: 100, lots: [{ household_id: "household_g", grams: 10 }] },
    ]);
    const ask = {
      lines: [{ order_line_id: given.lines[0]!.order_line_id, amount_minor: 1 }],
      reason_code: "short",
      person: "m",
    };
    expect(
      reasonOf(await house.settlement.refundBeforePosting({ ...ask, order_id: given.order_id, dedup_key: id("k") })),
    ).toBe("already_divided");
    expect(
      reasonOf(await house.settlement.refundBeforePosting({ ...ask, order_id: "order_none", dedup_key: id("k") })),
    ).toBe("not_captured");
  });
});
