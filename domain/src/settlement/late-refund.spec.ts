import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chosenLines, lateRefund, lateRefundJournal, overLines, type DividedLine } from "./late-refund";
import { waterfall } from "./waterfall";
import { compareText } from "../shared/order";

const policy = { platform_bp: 300, cooperative_bp: 500, agent_bp: 100, packing_minor_per_kg: 40 };
function divided(paid_minor: number, tax_minor = 0): DividedLine["rows"] {
  const made = waterfall({
    currency: "CNY",
    paid_minor,
    tax_minor,
    freight_minor: 0,
    policy,
    lots: [{ lot: "lot_a", household: "li", grams: 1000 }],
  });
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value.rows;
}
const line = (change: Partial<DividedLine> = {}): DividedLine => ({
  order_line_id: "line",
  rows: divided(10_940, 900),
  paid_minor: 10_940n,
  before_minor: 0n,
  amount_minor: 5_470n,
  tax_minor: 450n,
  ...change,
});
const value = (given: DividedLine) => {
  const made = lateRefund(given);
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
};

describe("a refund of a divided sale", () => {
  it("worked example of the decision record: half goes back, and half of every fee with its tax", () => {
    // 109.40 paid, 9.00 tax, 0.40 packing, 100.00 divided: platform 3.00, cooperative 5.00, agent 1.00.
    const refund = value(line());
    expect(refund).toEqual({
      rows: [
        { account: "tax", party: "tax", amount_minor: 450n },
        { account: "platform_fee", party: "platform", amount_minor: 150n },
        { account: "cooperative_fee", party: "cooperative", amount_minor: 250n },
        { account: "agent_commission", party: "agent", amount_minor: 50n },
      ],
      cost_minor: 4_570n,
    });
    const journal = lateRefundJournal({
      order_id: "order",
      cooperative_id: "coop",
      currency: "CNY",
      refund,
      cost: { kind: "claim", party: "refund_1" },
      memo: "Refund",
    });
    expect(
      journal.ok && journal.value.postings.map((one) => `${one.account.kind}:${one.account.party} ${one.amount_minor}`),
    ).toEqual([
      "tax:coop 450",
      "platform_fee:platform 150",
      "cooperative_fee:coop 250",
      "agent_commission:agent 50",
      "claim:refund_1 4570",
      "buyer_deposit:order -5470",
    ]);
  });

  it("given in many parts gives back of each fee what one refund of all would, and no fee twice", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 200_000 }),
        fc.array(fc.integer({ min: 1, max: 50_000 }), { maxLength: 8 }),
        (paid, parts) => {
          const rows = divided(paid);
          const whole = value(line({ rows, amount_minor: BigInt(paid), tax_minor: 0n, paid_minor: BigInt(paid) }));
          let before_minor = 0n;
          let cost_minor = 0n;
          const given = new Map<string, bigint>();
          for (const part of [...parts, paid]) {
            const left = BigInt(paid) - before_minor;
            const amount_minor = BigInt(part) < left ? BigInt(part) : left;
            if (amount_minor === 0n) break;
            const refund = value(line({ rows, amount_minor, tax_minor: 0n, before_minor, paid_minor: BigInt(paid) }));
            cost_minor += refund.cost_minor;
            // One part may be below zero by the cents that the floors of the parts before it have kept; all together never.
            expect(refund.cost_minor).toBeGreaterThan(BigInt(-refund.rows.length));
            expect(cost_minor >= 0n).toBe(true);
            expect(refund.rows.reduce((sum, one) => sum + one.amount_minor, refund.cost_minor)).toBe(amount_minor);
            for (const one of refund.rows) given.set(one.account, (given.get(one.account) ?? 0n) + one.amount_minor);
            before_minor += amount_minor;
          }
          expect([...given].sort(([a], [b]) => compareText(a, b))).toEqual(
            whole.rows
              .map((one) => [one.account, one.amount_minor])
              .sort(([a], [b]) => compareText(String(a), String(b))),
          );
        },
      ),
      { numRuns: 200, examples: [[166_440, [43_241, 2_963, 7, 1]]] },
    );
  });

  it("of a cent at which three fees are due at once gives three back: two were kept by the floors before", () => {
    const rows = divided(166_440);
    const paid_minor = 166_440n;
    const refund = value(line({ rows, paid_minor, before_minor: 46_211n, amount_minor: 1n, tax_minor: 0n }));
    expect(refund.rows.map((one) => one.amount_minor)).toEqual([1n, 1n, 1n]);
    expect(refund.cost_minor).toBe(-2n);
    const journal = lateRefundJournal({
      order_id: "order",
      cooperative_id: "coop",
      currency: "CNY",
      refund,
      cost: { kind: "claim_loss", party: "coop" },
      memo: "Refund",
    });
    expect(journal).toMatchObject({ ok: true });
  });

  it("refuses nothing, tax above it, and more than is left", () => {
    const why = (change: Partial<DividedLine>) => {
      const made = lateRefund(line(change));
      return made.ok ? "ok" : made.refusal.reason;
    };
    expect(why({ amount_minor: 0n, tax_minor: 0n })).toBe("amount_not_positive");
    expect(why({ tax_minor: 9_999n })).toBe("amount_not_positive");
    expect(why({ amount_minor: 10_941n, tax_minor: 900n })).toBe("refund_over_paid");
    expect(why({ before_minor: 9_000n })).toBe("refund_over_paid");
  });

  it("that names no lines is shared by what is left of each, to the cent", () => {
    const lines = [
      { order_line_id: "b", left_minor: 100n, tax_left_minor: 10n },
      { order_line_id: "a", left_minor: 200n, tax_left_minor: 0n },
      { order_line_id: "c", left_minor: 0n, tax_left_minor: 0n },
    ];
    expect(overLines(100n, lines)).toEqual({
      ok: true,
      value: [
        { order_line_id: "b", amount_minor: 33n, tax_minor: 3n },
        { order_line_id: "a", amount_minor: 67n, tax_minor: 0n },
      ],
    });
    expect(overLines(300n, lines)).toMatchObject({ ok: true, value: [{ tax_minor: 10n }, { amount_minor: 200n }] });
    expect(overLines(301n, lines)).toMatchObject({ ok: false });
    expect(overLines(0n, [])).toMatchObject({ ok: false });
  });

  it("whose lines a person names is those, to the cent, and nothing else", () => {
    const lines = [
      { order_line_id: "a", left_minor: 200n, tax_left_minor: 20n },
      { order_line_id: "b", left_minor: 100n, tax_left_minor: 0n },
    ];
    const why = (amount: bigint, ...chosen: [string, bigint][]) => {
      const made = chosenLines(
        amount,
        chosen.map(([order_line_id, amount_minor]) => ({ order_line_id, amount_minor })),
        lines,
      );
      return made.ok ? made.value.map((one) => one.tax_minor) : made.refusal.reason;
    };
    expect(why(150n, ["a", 55n], ["b", 95n])).toEqual([5n, 0n]);
    expect(why(200n, ["a", 200n])).toEqual([20n]);
    expect(why(150n, ["a", 55n], ["b", 94n])).toBe("refund_differs");
    expect(why(55n, ["c", 55n])).toBe("line_not_found");
    expect(why(110n, ["a", 55n], ["a", 55n])).toBe("duplicate_line");
    expect(why(101n, ["b", 101n])).toBe("refund_over_paid");
    expect(why(0n, ["b", 0n])).toBe("refund_over_paid");
    expect(why(1n)).toBe("refund_differs");
  });
});
