import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bearClaim } from "../parcel/claim-bearer";
import { claimShareJournal } from "./claim-journals";
import { clawbackTakeJournal, clawbackWaiveJournal, takeBack, type OpenClawback } from "./clawback";
import type { Journal } from "./journal";
import type { Result } from "../shared/result";

const open = (id: string, left: bigint, at = "2026-11-01"): OpenClawback => ({
  id,
  lot: `lot_${id}`,
  left_minor: left,
  at,
});
const statement = { net_minor: 10_000n, brought_forward_minor: 0n, free_minor: 10_000n, cap_bp: 3_000 };
const postings = (made: Result<Journal>) => {
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value.postings.map(({ account, amount_minor }) => `${account.kind} ${amount_minor}`);
};

describe("what a payout gives towards what a household owes", () => {
  it("is 30 % of what is earned anew, the oldest first, and what is left stays open", () => {
    expect(takeBack(statement, [open("b", 2_000n, "2026-11-02"), open("a", 2_500n)])).toEqual([
      { id: "a", lot: "lot_a", amount_minor: 2_500n, left_minor: 0n },
      { id: "b", lot: "lot_b", amount_minor: 500n, left_minor: 1_500n },
    ]);
  });

  it("is not taken a second time of what an earlier statement carried over, nor of a debt", () => {
    expect(takeBack({ ...statement, brought_forward_minor: 9_000n }, [open("a", 9_999n)])).toMatchObject([
      { amount_minor: 300n },
    ]);
    expect(
      takeBack({ ...statement, net_minor: 1_000n, brought_forward_minor: -9_000n }, [open("a", 9_999n)]),
    ).toMatchObject([{ amount_minor: 300n }]);
    expect(takeBack({ ...statement, net_minor: 0n }, [open("a", 1n)])).toEqual([]);
    expect(takeBack({ ...statement, cap_bp: 0 }, [open("a", 1n)])).toEqual([]);
  });

  it("never passes the cap, what is owed, what is free; and payouts go on until the household is even", () => {
    const amounts = fc.bigInt({ min: 0n, max: 100_000n });
    fc.assert(
      fc.property(
        fc.array(amounts, { maxLength: 5 }),
        amounts,
        fc.bigInt({ min: -5_000n, max: 50_000n }),
        amounts,
        fc.integer({ min: 0, max: 5_000 }),
        (lefts, net_minor, brought_forward_minor, free_minor, cap_bp) => {
          const owed = lefts.map((left, index) => open(`c${index}`, left, `2026-11-0${(index % 3) + 1}`));
          const input = { net_minor, brought_forward_minor, free_minor, cap_bp };
          const takes = takeBack(input, owed);
          const sum = takes.reduce((total, one) => total + one.amount_minor, 0n);
          const earned = net_minor - brought_forward_minor < net_minor ? net_minor - brought_forward_minor : net_minor;
          expect(sum * 10_000n <= (earned > 0n ? earned : 0n) * BigInt(cap_bp)).toBe(true);
          expect(sum <= free_minor).toBe(true);
          for (const take of takes) {
            const before = owed.find((one) => one.id === take.id)?.left_minor ?? 0n;
            expect(take.amount_minor > 0n && take.left_minor >= 0n).toBe(true);
            expect(take.amount_minor + take.left_minor).toBe(before);
          }
          expect(takeBack(input, [...owed].reverse())).toEqual(takes);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the books of a clawback", () => {
  const of = { cooperative_id: "coop", currency: "CNY", memo: "CM000001" };

  it("worked example of the decision record: paid out already, the reserve stands in, two payouts make it even", () => {
    const shares = bearClaim({
      cost_minor: 4_000,
      cause: "goods",
      limit_minor: null,
      lots_bp: 5_000,
      claws_back: true,
      lots: [
        { lot: "lot_a", household: "li", weight: 3, most_minor: 0 },
        { lot: "lot_b", household: "wang", weight: 1, most_minor: 200 },
      ],
    });
    if (!shares.ok) throw new Error(shares.refusal.message);
    expect(shares.value).toMatchObject({
      cooperative_minor: 2_000n,
      lots: [
        { household: "li", amount_minor: 0n, later_minor: 1_500n },
        { household: "wang", amount_minor: 200n, later_minor: 300n },
      ],
    });
    expect(postings(claimShareJournal({ ...of, claim_id: "claim_1", shares: shares.value }))).toEqual([
      "claim_loss 2000",
      "household_payable 200",
      "household_clawback 1500",
      "household_clawback 300",
      "reserve 1800",
      "reserve_bridge -1800",
      "claim -4000",
    ]);
    const take = { ...of, household: "li", lot: "lot_a", amount_minor: 900n };
    expect(postings(clawbackTakeJournal(take))).toEqual([
      "household_payable 900",
      "household_clawback -900",
      "reserve_bridge 900",
      "reserve -900",
    ]);
    expect(postings(clawbackWaiveJournal({ ...take, amount_minor: 600n }))).toEqual([
      "reserve_bridge 600",
      "household_clawback -600",
    ]);
  });

  it("without a cap above nothing the cooperative bears what the household is not owed any more", () => {
    const cost = { cost_minor: 100, cause: "goods", limit_minor: null, lots_bp: 5_000 } as const;
    const lots = [{ lot: "a", household: "li", weight: 1, most_minor: 10 }];
    const shares = bearClaim({ ...cost, lots });
    expect(shares).toMatchObject({ ok: true, value: { cooperative_minor: 90n, lots: [{ later_minor: 0n }] } });
  });
});
