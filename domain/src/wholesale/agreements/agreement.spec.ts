import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../../test/expect-result";
import { findTransitionFaults } from "../../shared/transitions";
import { AGREEMENT_TRANSITIONS, decideSign, type AgreementSide, type Signature } from "./agreement";
import { checkAgreementPrice, floorAndShare, priceCallOff, type AgreementPrice } from "./agreement-price";
import { coverageOf, safetyOf } from "./coverage";

const now = new Date("2026-08-01T02:00:00Z");
const PAPER = "a".repeat(64);
const proposed = { state: "proposed", sha256: PAPER, signatures: [] as readonly Signature[] } as const;
const sign = (side: AgreementSide, person: string, agreement: Parameters<typeof decideSign>[0] = proposed) =>
  decideSign(agreement, { side, person, name: " 王芳 ", sha256: PAPER }, true, now);

describe("an agreement", () => {
  it("reaches every state and ends from each", () => {
    const none = { unreachable: [], dead_ends: [], leaky_terminals: [], unknown: [] };
    expect(findTransitionFaults(AGREEMENT_TRANSITIONS)).toEqual(none);
  });

  it("is active from the second signature on, each with name, time and the paper's hash", () => {
    const first = valueOf(sign("buyer", "bo"));
    expect(first.state).toBe("proposed");
    const second = valueOf(sign("seller", "su", { ...proposed, signatures: first.signatures }));
    expect(second).toEqual({
      state: "active",
      signatures: [
        { side: "buyer", person: "bo", name: "王芳", signed_at: now, sha256: PAPER },
        { side: "seller", person: "su", name: "王芳", signed_at: now, sha256: PAPER },
      ],
    });
  });

  it("is signed once a side, by two people, by name, and by who may", () => {
    const { signatures } = valueOf(sign("buyer", "bo"));
    expect(reasonOf(sign("buyer", "an", { ...proposed, signatures }))).toBe("signed_already");
    expect(reasonOf(sign("seller", "bo", { ...proposed, signatures }))).toBe("same_person");
    const nameless = { side: "buyer", person: "bo", name: " ", sha256: PAPER } as const;
    expect(reasonOf(decideSign(proposed, nameless, true, now))).toBe("name_needed");
    expect(reasonOf(decideSign(proposed, { ...nameless, name: "Bo" }, false, now))).toBe("not_your_role");
    for (const state of ["active", "ended", "ended_early", "dropped"] as const)
      expect(reasonOf(sign("buyer", "bo", { ...proposed, state }))).toBe("not_open_to_sign");
  });

  it("that was changed is read again, and what was signed before it counts no more", () => {
    const changed = { ...proposed, sha256: "b".repeat(64), signatures: valueOf(sign("buyer", "bo")).signatures };
    expect(reasonOf(sign("seller", "su", changed))).toBe("paper_changed");
    const again = { side: "seller", person: "su", name: "Su", sha256: "b".repeat(64) } as const;
    const signed = valueOf(decideSign(changed, again, true, now));
    expect([signed.state, signed.signatures.map((one) => one.side)]).toEqual(["proposed", ["seller"]]);
  });
});

const ladder: AgreementPrice = {
  kind: "ladder",
  per_units: 1_000,
  steps: [
    { from: 0, price_minor: 1_200n },
    { from: 5_000_000, price_minor: 1_100n },
    { from: 8_000_000, price_minor: 1_000n },
  ],
};

describe("the price of a call-off", () => {
  it("worked example: three tonnes from 4.5 t on cross a step, and two grams of it cost their cent", () => {
    expect(valueOf(priceCallOff(ladder, 4_500_000, 3_000_000, null))).toEqual({
      parts: [
        { units: 500_000, price_minor: 1_200n, amount_minor: 600_000n },
        { units: 2_500_000, price_minor: 1_100n, amount_minor: 2_750_000n },
      ],
      amount_minor: 3_350_000n,
    });
    expect(valueOf(priceCallOff(ladder, 4_999_999, 2, null)).parts.map((part) => part.units)).toEqual([1, 1]);
    expect(valueOf(priceCallOff(ladder, 5_000_000, 1_000, null)).parts).toHaveLength(1);
    expect(valueOf(priceCallOff({ kind: "fixed", per_units: 1_000, price_minor: 1_200n }, 0, 2_500, null))).toEqual({
      parts: [{ units: 2_500, price_minor: 1_200n, amount_minor: 3_000n }],
      amount_minor: 3_000n,
    });
  });

  it("floor and share: never below the floor, and its part of what the market pays above", () => {
    expect(floorAndShare(1_000n, 3_000, 900n)).toBe(1_000n);
    expect(floorAndShare(1_000n, 3_000, 1_500n)).toBe(1_150n);
    expect(floorAndShare(1_000n, 5_000, 1_001n)).toBe(1_001n);
    const price: AgreementPrice = { kind: "floor_and_share", per_units: 1, floor_minor: 1_000n, share_bp: 3_000 };
    expect(valueOf(priceCallOff(price, 7, 10, 1_500n)).amount_minor).toBe(11_500n);
    expect(reasonOf(priceCallOff(price, 0, 10, null))).toBe("market_price_needed");
  });

  it("many call-offs cost together exactly what one costs, part by part, and each part is of one step", () => {
    const units = fc.integer({ min: 1, max: 2_000_000 });
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 10 }), fc.nat(9_000_000), (offs, before) => {
        let drawn = before;
        let sum = 0n;
        for (const off of offs) {
          const priced = valueOf(priceCallOff(ladder, drawn, off, null));
          expect(priced.parts.reduce((total, part) => total + part.units, 0)).toBe(off);
          expect(priced.parts.reduce((total, part) => total + part.amount_minor, 0n)).toBe(priced.amount_minor);
          for (const part of priced.parts) {
            // Within a minor unit of units * price.
            const exact = BigInt(part.units) * part.price_minor;
            const off_by = part.amount_minor * 1_000n - exact;
            expect(off_by <= 1_000n && off_by >= -1_000n).toBe(true);
          }
          drawn += off;
          sum += priced.amount_minor;
        }
        const whole = valueOf(priceCallOff(ladder, before, drawn - before, null));
        expect(sum).toBe(whole.amount_minor);
      }),
    );
  });

  it("that can't be one is refused when it is agreed", () => {
    expect(valueOf(checkAgreementPrice(ladder))).toEqual(ladder);
    expect(reasonOf(checkAgreementPrice({ ...ladder, per_units: 0 }))).toBe("invalid_per_units");
    expect(reasonOf(checkAgreementPrice({ kind: "ladder", per_units: 1, steps: [] }))).toBe("steps_empty");
    expect(reasonOf(checkAgreementPrice({ kind: "fixed", per_units: 1, price_minor: 0n }))).toBe("invalid_price");
    const shared = { kind: "floor_and_share", per_units: 1, floor_minor: 1n, share_bp: 10_000 } as const;
    expect(checkAgreementPrice(shared).ok).toBe(true);
    expect(reasonOf(checkAgreementPrice({ ...shared, share_bp: 10_001 }))).toBe("invalid_share");
    expect(reasonOf(checkAgreementPrice({ ...shared, floor_minor: 0n }))).toBe("invalid_price");
    expect(() => priceCallOff(ladder, 0, 0.5, null)).toThrow("not units");
  });
});

describe("coverage", () => {
  it("worked example: ten tonnes agreed, four drawn, three on hand, two in the field, one at risk", () => {
    const supply = { pool_id: "wudu", committed_units: 10, drawn_units: 4, on_hand_units: 3, expected_units: 2 };
    expect(coverageOf([supply]).total).toEqual({
      committed_units: 10,
      drawn_units: 4,
      on_hand_units: 3,
      expected_units: 2,
      at_risk_units: 1,
    });
    // Another's surplus covers nothing here.
    const rich = { pool_id: "rich", committed_units: 1, drawn_units: 0, on_hand_units: 99, expected_units: 99 };
    expect(coverageOf([supply, rich]).total).toMatchObject({ committed_units: 11, on_hand_units: 4, at_risk_units: 1 });
  });

  it("sums to what was committed, for each and together, in any order", () => {
    const units = fc.nat(1_000_000);
    const supplies = fc.uniqueArray(
      fc
        .record({ id: fc.string(), committed: units, drawn_bp: fc.nat(10_000), on_hand: units, expected: units })
        .map(({ id, committed, drawn_bp, on_hand, expected }) => ({
          pool_id: id,
          committed_units: committed,
          drawn_units: Math.floor((committed * drawn_bp) / 10_000),
          on_hand_units: on_hand,
          expected_units: expected,
        })),
      { selector: (one) => one.pool_id },
    );
    fc.assert(
      fc.property(supplies, fc.array(fc.nat(), { minLength: 1 }), (all, keys) => {
        const { by_pool, total } = coverageOf(all);
        expect(coverageOf(shuffled(all, keys)).by_pool).toEqual(by_pool);
        for (const one of [...by_pool, total]) {
          expect(one.drawn_units + one.on_hand_units + one.expected_units + one.at_risk_units).toBe(
            one.committed_units,
          );
          expect(Math.min(one.on_hand_units, one.expected_units, one.at_risk_units)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe("how safe the rest is", () => {
  const supply = { own_left_units: 10, all_left_units: 40, free_units: 15, expected_units: 25, households: 3 };

  it("is one word: covered, in part, not at all, or nothing is left", () => {
    expect(safetyOf(supply)).toBe("safe");
    expect(safetyOf({ ...supply, expected_units: 24 })).toBe("at_risk");
    expect(safetyOf({ ...supply, free_units: 0, expected_units: 0 })).toBe("not_expected");
    expect(safetyOf({ ...supply, own_left_units: 0 })).toBe("done");
    // A pool that promised more than it has.
    expect(safetyOf({ ...supply, free_units: -5, expected_units: 0 })).toBe("not_expected");
  });

  it("says of three households and more what the desk's coverage bar says", () => {
    const units = fc.nat(1_000);
    fc.assert(
      fc.property(units, fc.nat(1_000), units, units, (own, others, free_units, expected_units) => {
        const all_left_units = own + others;
        fc.pre(own > 0);
        const told = safetyOf({ own_left_units: own, all_left_units, free_units, expected_units, households: 3 });
        const { total } = coverageOf([
          { pool_id: "p", committed_units: all_left_units, drawn_units: 0, on_hand_units: free_units, expected_units },
        ]);
        const bar =
          total.at_risk_units === 0 ? "safe" : total.at_risk_units < all_left_units ? "at_risk" : "not_expected";
        expect(told).toBe(bar);
      }),
    );
  });

  it("doesn't change with what one or two households have in the field", () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), fc.nat(2), (free_units, expected_units, households) => {
        const told = safetyOf({ ...supply, free_units, expected_units, households });
        expect(told).toBe(safetyOf({ ...supply, free_units, expected_units: 0, households: 0 }));
      }),
    );
  });
});
