import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { lateRefund } from "../../settlement/late-refund";
import { waterfall } from "../../settlement/waterfall";
import { freezeCommission, type CommissionInput } from "./agent";

describe("a commission", () => {
  const freeze = (change: Partial<CommissionInput["agent"]> = {}, policy_agent_bp = 200, buyers = ["bo"]) =>
    freezeCommission({
      agent: { agent_id: "agent_1", active: true, rate_bp: 150, person: "gu", ...change },
      buyers,
      policy_agent_bp,
    });

  it("is what was agreed with the agent, at most what the cooperative gives", () => {
    expect(valueOf(freeze())).toEqual({ agent_id: "agent_1", agent_bp: 150 });
    expect(valueOf(freeze({}, 100)).agent_bp).toBe(100);
    expect(valueOf(freeze({}, 0)).agent_bp).toBe(0);
  });

  it("is none of an agent who stopped, who buys, or whose rate is none", () => {
    expect(reasonOf(freeze({ active: false }))).toBe("agent_inactive");
    expect(reasonOf(freeze({ person: "bo" }))).toBe("own_company");
    for (const rate_bp of [-1, 0.5, 10_001, NaN]) expect(reasonOf(freeze({ rate_bp }))).toBe("invalid_rate");
  });
});

describe("a commission in the books", () => {
  const policy = { platform_bp: 300, cooperative_bp: 500, packing_minor_per_kg: 40 };
  const sold = (paid_minor: number, agent_bp: number, refund_minor = 0) =>
    valueOf(
      waterfall({
        currency: "CNY",
        paid_minor,
        refund_minor,
        policy: { ...policy, agent_bp },
        lots: [{ lot: "lot", household: "li", grams: 1_000 }],
      }),
    ).rows;
  const commissionIn = (rows: readonly { account: string; amount_minor: bigint }[]) =>
    rows.reduce((sum, row) => (row.account === "agent_commission" ? sum + row.amount_minor : sum), 0n);

  it("worked example: of a line that is refunded by half, half goes back", () => {
    // 100.40 paid, 0.40 packing, 100.00 divided at 1.5 %: 1.50, and half of it goes back.
    const rows = sold(10_040, 150);
    const refund = valueOf(
      lateRefund({
        order_line_id: "l",
        rows,
        paid_minor: 10_040n,
        before_minor: 0n,
        amount_minor: 5_020n,
        tax_minor: 0n,
      }),
    );
    expect([commissionIn(rows), commissionIn(refund.rows)]).toEqual([150n, 75n]);
  });

  it("of a line that goes back in parts has gone back whole in the end, and never more on the way", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 500_000 }),
        fc.integer({ min: 0, max: 9_000 }),
        fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 6 }),
        (paid, agent_bp, parts) => {
          const rows = sold(paid, agent_bp);
          const reversed: {
            account: "tax" | "platform_fee" | "cooperative_fee" | "agent_commission";
            amount_minor: bigint;
          }[] = [];
          let before_minor = 0n;
          for (const part of [...parts, paid]) {
            const left = BigInt(paid) - before_minor;
            const amount_minor = BigInt(part) < left ? BigInt(part) : left;
            if (amount_minor === 0n) break;
            const line = {
              order_line_id: "l",
              rows,
              paid_minor: BigInt(paid),
              before_minor,
              amount_minor,
              tax_minor: 0n,
            };
            reversed.push(...valueOf(lateRefund(line)).rows);
            before_minor += amount_minor;
            expect(commissionIn(reversed) <= commissionIn(rows)).toBe(true);
          }
          expect(commissionIn(reversed)).toBe(commissionIn(rows));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("of a line refunded before it is divided is of what was left", () => {
    expect([sold(10_040, 150), sold(10_040, 150, 5_000)].map(commissionIn)).toEqual([150n, 75n]);
  });
});
