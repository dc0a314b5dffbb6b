import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../../test/expect-result";
import { lateRefund } from "../../settlement/late-refund";
import { waterfall } from "../../settlement/waterfall";
import {
  agentEarnings,
  commissionRate,
  freezeCommission,
  leadThatCounts,
  LINK_DAYS,
  type CommissionInput,
  type AgentLead,
} from "./agent";

const now = new Date("2026-11-20T08:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const lead = (agent_id: string, by: AgentLead["by"], days: number): AgentLead => ({ agent_id, by, at: ago(days) });

describe("who brought an order", () => {
  it("is the code typed for it, else the last link within thirty days, else nobody", () => {
    const links = [lead("old", "link", 5), lead("new", "link", 1), lead("gone", "link", LINK_DAYS)];
    expect(leadThatCounts(links, now)?.agent_id).toBe("new");
    expect(leadThatCounts([...links, lead("code", "code", 3)], now)?.agent_id).toBe("code");
    expect(leadThatCounts([lead("gone", "link", LINK_DAYS), lead("later", "link", -1)], now)).toBe(null);
    expect(leadThatCounts([], now)).toBe(null);
  });

  it("is the same in any order of the leads", () => {
    const any = fc.record({
      agent_id: fc.constantFrom("a", "b", "c"),
      by: fc.constantFrom<AgentLead["by"]>("code", "link"),
      days: fc.integer({ min: -2, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(any), fc.array(fc.nat(), { minLength: 1 }), (raw, keys) => {
        const leads = raw.map((one) => lead(one.agent_id, one.by, one.days));
        const first = leadThatCounts(leads, now);
        expect(leadThatCounts(shuffled(leads, keys), now)).toEqual(first);
        if (first?.by === "link") expect(leads.some((one) => one.by === "code" && one.at <= now)).toBe(false);
      }),
    );
  });
});

describe("a commission", () => {
  const freeze = (change: Partial<CommissionInput["agent"]> = {}, policy_agent_bp = 200, buyers = ["bo"]) =>
    freezeCommission({
      agent: { agent_id: "agent_1", active: true, rate_bp: 150, person: "gu", ...change },
      buyers,
      policy_agent_bp,
    });

  it("is what was agreed with the agent, at most what the cooperative gives; without an agent nothing", () => {
    expect(valueOf(freeze())).toEqual({ agent_id: "agent_1", agent_bp: 150 });
    expect(valueOf(freeze({}, 100)).agent_bp).toBe(100);
    expect(valueOf(freeze({}, 0)).agent_bp).toBe(0);
    expect(commissionRate(valueOf(freeze()))).toBe(150);
    expect(commissionRate(null)).toBe(0);
  });

  it("is none of an agent who stopped, who buys, or whose rate is none", () => {
    expect(reasonOf(freeze({ active: false }))).toBe("agent_inactive");
    expect(reasonOf(freeze({ person: "bo" }))).toBe("own_company");
    for (const rate_bp of [-1, 0.5, 10_001, NaN]) expect(reasonOf(freeze({ rate_bp }))).toBe("invalid_rate");
  });
});

describe("an agent's earnings", () => {
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

  it("worked example: two lines, one still on its way, one refunded by half, and a payout", () => {
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
    const lines = [
      { rows, reversed: refund.rows, expected_minor: 0n },
      { rows: null, reversed: [], expected_minor: 300n },
    ];
    expect(agentEarnings(lines, 100n)).toEqual({
      earned_minor: 150n,
      reversed_minor: 75n,
      paid_minor: 100n,
      payable_minor: -25n,
      expected_minor: 300n,
    });
  });

  it("of a line that goes back in parts are none in the end, and never below zero on the way", () => {
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
            const { payable_minor } = agentEarnings([{ rows, reversed, expected_minor: 0n }], 0n);
            expect(payable_minor >= 0n).toBe(true);
          }
          expect(agentEarnings([{ rows, reversed, expected_minor: 0n }], 0n).payable_minor).toBe(0n);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("of a line refunded before it is divided are of what was left", () => {
    const whole = agentEarnings([{ rows: sold(10_040, 150), reversed: [], expected_minor: 0n }], 0n);
    const half = agentEarnings([{ rows: sold(10_040, 150, 5_000), reversed: [], expected_minor: 0n }], 0n);
    expect([whole.earned_minor, half.earned_minor]).toEqual([150n, 75n]);
  });
});
