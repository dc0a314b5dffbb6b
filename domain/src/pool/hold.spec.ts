import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { MAX_CART_LINES, MAX_PACKS_PER_LINE, MAX_UNITS_PER_PACK, decideHoldDelta, sumLinesPerPool } from "./hold";
import { mirroredStock } from "./mirror";

test("lines of one cart are summed per pool, pools in sorted order", () => {
  const sums = valueOf(
    sumLinesPerPool([
      { pool_id: "pool_b", units_per_pack: 500, packs: 3 },
      { pool_id: "pool_a", units_per_pack: 2_500, packs: 1 },
      { pool_id: "pool_b", units_per_pack: 20_000, packs: 2 },
      { pool_id: "pool_c", units_per_pack: 500, packs: 0 },
    ]),
  );
  expect([...sums]).toEqual([
    ["pool_a", 2_500],
    ["pool_b", 41_500],
  ]);
});

test("fractions, negatives and huge quantities are refused", () => {
  const line = { pool_id: "p", units_per_pack: 500, packs: 1 };
  for (const packs of [1.5, -1, NaN, Infinity, MAX_PACKS_PER_LINE + 1]) {
    expect(reasonOf(sumLinesPerPool([line, { ...line, packs }]))).toBe("invalid_packs");
  }
  for (const units_per_pack of [0, -500, 0.5, MAX_UNITS_PER_PACK + 1]) {
    expect(reasonOf(sumLinesPerPool([{ ...line, units_per_pack }]))).toBe("invalid_pack_size");
  }
  expect(reasonOf(sumLinesPerPool(Array.from({ length: MAX_CART_LINES + 1 }, () => line)))).toBe("too_many_lines");
  expect(
    valueOf(sumLinesPerPool([{ pool_id: "p", units_per_pack: MAX_UNITS_PER_PACK, packs: MAX_PACKS_PER_LINE }])).get(
      "p",
    ),
  ).toBe(1e12);
});

const holds = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), fc.integer({ min: 0, max: 1_000 }));

test("the deltas turn what is held into what is wanted, pools sorted, and nothing else moves", () => {
  fc.assert(
    fc.property(holds, holds, (previous, wanted) => {
      const held = new Map(Object.entries(previous));
      const deltas = decideHoldDelta(held, new Map(Object.entries(wanted)));
      for (const { pool_id, delta_units } of deltas) {
        expect(delta_units).not.toBe(0);
        held.set(pool_id, (held.get(pool_id) ?? 0) + delta_units);
      }
      for (const pool of "abcde") expect(held.get(pool) ?? 0).toBe(wanted[pool] ?? 0);
      const pools = deltas.map((delta) => delta.pool_id);
      expect(pools).toEqual([...new Set(pools)].sort());
    }),
  );
});

test("a hold taken again changes nothing", () => {
  const held = new Map([["a", 5]]);
  expect(decideHoldDelta(held, new Map([["a", 5]]))).toEqual([]);
  expect(decideHoldDelta(held, new Map())).toEqual([{ pool_id: "a", delta_units: -5 }]);
});

test("the mirror shows what is free, never less than nothing", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (on_hand, held, reserved) => {
      expect(mirroredStock(on_hand, held, reserved) - reserved).toBe(on_hand > held ? on_hand - held : 0);
    }),
  );
  expect(() => mirroredStock(1.5, 0, 0)).toThrow("on_hand");
  expect(() => mirroredStock(1, -1, 0)).toThrow("held");
});
