import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { MAX_SHRINK_PPM_PER_DAY, PPM, shrinkOfDay } from "./shrink";

const day = { ppm_per_day: 500, carry: 0, available: 1_000_000, salt: "pool_1:2026-11-01" };

test("drying walnuts: 500 ppm of a day, shared by what each lot has", () => {
  const plan = valueOf(
    shrinkOfDay({
      ...day,
      lots: [
        { lot: "a", free: 100_000 },
        { lot: "b", free: 60_000 },
        { lot: "c", free: 0 },
      ],
    }),
  );
  expect(plan).toEqual({
    lost: 80,
    left_out: 0,
    carry: 0,
    shares: [
      { lot: "a", units: 50 },
      { lot: "b", units: 30 },
    ],
  });
});

test("a small pool loses its gram every so many days, not never and not daily", () => {
  let carry = 0;
  let lost = 0;
  for (let i = 0; i < 10; i++) {
    const plan = valueOf(shrinkOfDay({ ...day, carry, lots: [{ lot: "a", free: 600 }] }));
    carry = plan.carry;
    lost += plan.lost;
  }
  // 600 g * 500 ppm * 10 days = 3 g
  expect(lost).toBe(3);
  expect(carry).toBe(0);
});

test("what is promised does not shrink; the rest is said", () => {
  const plan = valueOf(shrinkOfDay({ ...day, available: 30, lots: [{ lot: "a", free: 160_000 }] }));
  expect(plan).toMatchObject({ lost: 80, left_out: 50, shares: [{ lot: "a", units: 30 }] });
});

test("strange rates are refused", () => {
  for (const ppm_per_day of [0, -1, 0.5, MAX_SHRINK_PPM_PER_DAY + 1]) {
    expect(reasonOf(shrinkOfDay({ ...day, ppm_per_day, lots: [] }))).toBe("invalid_rate");
  }
  expect(reasonOf(shrinkOfDay({ ...day, carry: PPM, lots: [] }))).toBe("invalid_carry");
});

test("exact: lost units and the carried rest are the rate times what was there; no lot gives more than it has", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3_000_000 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: MAX_SHRINK_PPM_PER_DAY }),
      fc.integer({ min: 0, max: PPM - 1 }),
      fc.integer({ min: 0, max: 10_000_000 }),
      (free, ppm_per_day, carry, available) => {
        const lots = free.map((units, index) => ({ lot: `lot_${index}`, free: units }));
        const plan = valueOf(shrinkOfDay({ ppm_per_day, carry, available, salt: "s", lots }));
        const sum = free.reduce((all, units) => all + units, 0);
        expect(BigInt(plan.lost) * BigInt(PPM) + BigInt(plan.carry)).toBe(
          BigInt(sum) * BigInt(ppm_per_day) + BigInt(carry),
        );
        expect(plan.shares.reduce((all, share) => all + share.units, 0)).toBe(plan.lost - plan.left_out);
        for (const share of plan.shares) {
          expect(share.units).toBeLessThanOrEqual(lots.find((one) => one.lot === share.lot)?.free ?? 0);
        }
      },
    ),
  );
});
