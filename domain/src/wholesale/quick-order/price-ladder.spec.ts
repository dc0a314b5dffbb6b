import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { quickPrice, type PackPrice } from "./price-ladder";
import { checkVolumeSteps, MAX_VOLUME_STEPS } from "./volume-steps";

const step = (from: number, price: number) => ({ from, price_minor: BigInt(price) });
const price: PackPrice = { steps: [step(0, 5_000), step(20, 4_500), step(100, 4_000)], minimum_packs: 5 };

describe("steps by quantity", () => {
  it("begin at nothing, from more on and cheaper each", () => {
    expect(valueOf(checkVolumeSteps(price.steps))).toHaveLength(3);
    expect(reasonOf(checkVolumeSteps([]))).toBe("steps_empty");
    expect(reasonOf(checkVolumeSteps([step(1, 10)]))).toBe("steps_start");
    expect(reasonOf(checkVolumeSteps([step(0, 0)]))).toBe("steps_price");
    expect(reasonOf(checkVolumeSteps([step(0, 10), step(5, 10)]))).toBe("steps_price");
    expect(reasonOf(checkVolumeSteps([step(0, 10), step(0.5, 9)]))).toBe("steps_quantity");
    expect(reasonOf(checkVolumeSteps([step(0, 10), step(5, 9), step(5, 8)]))).toBe("steps_quantity");
    const many = Array.from({ length: MAX_VOLUME_STEPS + 1 }, (_, at) => step(at, 1_000 - at));
    expect(reasonOf(checkVolumeSteps(many))).toBe("steps_too_long");
  });
});

describe("a line of a quick order", () => {
  it("worked example: 90 packs cost 4,050.00, and ten more 50.00 less", () => {
    expect(valueOf(quickPrice(price, 90))).toEqual({
      step: 1,
      unit_minor: 4_500n,
      amount_minor: 405_000n,
      next: { unit_minor: 4_000n, packs_more: 10, amount_more_minor: -5_000n },
    });
    expect(valueOf(quickPrice(price, 100))).toEqual({
      step: 2,
      unit_minor: 4_000n,
      amount_minor: 400_000n,
      next: null,
    });
  });

  it("below the minimum is refused and says the minimum; part packs and too many too", () => {
    const below = quickPrice(price, 4);
    expect(reasonOf(below)).toBe("below_minimum");
    expect(!below.ok && below.refusal.details).toEqual({ minimum_packs: 5 });
    for (const packs of [0, -1, 1.5, NaN, MAX_PACKS_PER_LINE + 1])
      expect(reasonOf(quickPrice(price, packs)), String(packs)).toBe("invalid_packs");
    expect(reasonOf(quickPrice({ ...price, steps: [] }, 5))).toBe("steps_empty");
  });

  it("never costs more a pack for more packs, and the hint is the truth", () => {
    const steps = fc
      .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 6 })
      .map((from) => [0, ...from.sort((a, b) => a - b)].map((one, at) => step(one, 1_000 - at * 37)));
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 600 }), (ladder, packs) => {
        const of = (count: number) => valueOf(quickPrice({ steps: ladder, minimum_packs: 1 }, count));
        const now = of(packs);
        expect(now.amount_minor).toBe(now.unit_minor * BigInt(packs));
        expect(of(packs + 1).unit_minor <= now.unit_minor).toBe(true);
        if (now.next === null) return;
        const then = of(packs + now.next.packs_more);
        expect(then.unit_minor).toBe(now.next.unit_minor);
        expect(then.amount_minor - now.amount_minor).toBe(now.next.amount_more_minor);
        if (now.next.packs_more > 1) expect(of(packs + now.next.packs_more - 1).step).toBe(now.step);
      }),
    );
  });
});
