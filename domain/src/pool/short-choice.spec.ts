import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOf } from "../../test/expect-result";
import { decideShort } from "./short";
import { choiceLock, policyOfChoice, ruleOfShort, SHORT_CHOICES, type ShortChoice } from "./short-choice";
import { SHORT_POLICIES, staysPromised, type ShortInput, type ShortPolicy } from "./short-types";

const PACK = 1000;
const choice = fc.option(fc.constantFrom(...SHORT_CHOICES), { nil: null });
const pool = fc.record({ policy: fc.constantFrom(...SHORT_POLICIES), has_other: fc.boolean() });

describe("whose word holds", () => {
  it("what is written for one entry goes before the buyer's choice, and that before the pool's policy", () => {
    const says = { policy: "refund", has_other: false } as const;
    expect(ruleOfShort({ entry: "split", choice: "wait", pool: says })).toEqual({ policy: "split", by: "entry" });
    expect(ruleOfShort({ entry: null, choice: "wait", pool: says })).toEqual({ policy: "wait", by: "buyer" });
    expect(ruleOfShort({ entry: null, choice: null, pool: says })).toEqual({ policy: "refund", by: "pool" });
  });

  it("who says nothing gets exactly what the pool says", () => {
    fc.assert(
      fc.property(pool, (says) => {
        expect(ruleOfShort({ entry: null, choice: null, pool: says })).toEqual({ policy: says.policy, by: "pool" });
      }),
    );
  });

  it("whatever the pool says: money back never waits and never asks, waiting always waits, another grade only where there is one", () => {
    fc.assert(
      fc.property(pool, (says) => {
        expect(policyOfChoice("refund", says)).toBe("substitute");
        expect(staysPromised(policyOfChoice("wait", says))).toBe(true);
        expect(policyOfChoice("substitute", says)).toBe(says.has_other ? "other_grade" : "substitute");
      }),
    );
  });

  it("who waits gets a second parcel only where the cooperative sends one by itself", () => {
    expect(policyOfChoice("wait", { policy: "split", has_other: false })).toBe("split");
    expect(policyOfChoice("wait", { policy: "refund", has_other: false })).toBe("wait");
  });
});

/** An order of so many packs for each choice, all of one lot, of which so much is lost; so much else is free in the pool. */
function entry(choices: readonly (ShortChoice | null)[], packs: number, lost: number, free: number): ShortInput {
  const says: { policy: ShortPolicy; has_other: boolean } = { policy: "substitute", has_other: false };
  const lines = choices.map((one, index) => ({
    order: `order_${index}`,
    order_line: `line_${index}`,
    placed_at: `2026-10-${10 + index}`,
    pool: "pool",
    cooperative: "coop",
    pack_units: PACK,
    packs,
    short_packs: 0,
    policy: ruleOfShort({ entry: null, choice: one, pool: says }).policy,
    money: {
      paid_minor: packs * 1000,
      freight_paid_minor: 0,
      tax_minor: 0,
      refunded_goods_minor: 0,
      refunded_freight_minor: 0,
      lost_freight_minor: 0,
      refunded_tax_minor: 0,
    },
    allocations: [{ lot: "lot", household: "hh", units: packs * PACK, frozen: 0 }],
  }));
  return {
    losses: [{ lot: "lot", units: lost }],
    goods: "lost",
    restock: false,
    salt: "short_1",
    pools: [{ pool: "pool", rule: "fefo", blendable: true, pack_units: null, available: free }],
    lots: [
      { lot: "lot", household: "hh", pool: "pool", free: 0 },
      { lot: "other", household: "hh_2", pool: "pool", free },
    ],
    lines,
    destinations: lines.map((line) => ({
      order: line.order,
      destination: `to_${line.order}`,
      items: [{ order_line: line.order_line, packs, short: 0, lost: 0, frozen: 0 }],
    })),
  };
}

describe("orders of one short, each by its own choice", () => {
  it("nobody goes with fewer packs for what another chose, and each is refunded or waits as it chose", () => {
    fc.assert(
      fc.property(
        fc.array(choice, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 8_000 }),
        (choices, packs, part, free) => {
          const lost = Math.max(1, Math.floor(part * choices.length * packs * PACK));
          const plan = valueOf(decideShort(entry(choices, packs, lost, free)));
          const unsaid = valueOf(
            decideShort(
              entry(
                choices.map(() => null),
                packs,
                lost,
                free,
              ),
            ),
          );
          const packsOf = (one: typeof plan) => one.lines.map((line) => [line.order_line, line.packs]);
          // Refunded or kept promised: how many packs are short is the same.
          expect(packsOf(plan)).toEqual(packsOf(unsaid));
          for (const line of plan.lines) {
            const said = choices[Number(line.order_line.slice("line_".length))];
            expect(staysPromised(line.policy)).toBe(said === "wait");
            expect(line.goods_minor).toBe(said === "wait" ? 0n : BigInt(line.packs * 1000));
          }
        },
      ),
    );
  });
});

describe("choosing otherwise after the order", () => {
  it("is possible until goods are missing or packing has begun", () => {
    const open = { standing: true, packed: false, short: false };
    expect(choiceLock(open)).toBeNull();
    expect(choiceLock({ ...open, packed: true })).toBe("packing");
    expect(choiceLock({ ...open, packed: true, short: true })).toBe("missing");
    expect(choiceLock({ standing: false, packed: false, short: true })).toBe("ended");
  });
});
