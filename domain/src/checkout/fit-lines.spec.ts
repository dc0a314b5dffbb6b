import fc from "fast-check";
import { expect, test } from "vitest";
import { fitBasket, fitLines, type WantedLine } from "./fit-lines";

const wanted = (id: string, packs: number, units_per_pack = 1_000, pool_id = "walnuts"): WantedLine => ({
  id,
  pool_id,
  units_per_pack,
  packs,
});

test("fifty of a pool that has seven: seven", () => {
  expect(fitLines([wanted("a", 50)], new Map([["walnuts", 7_400]]))).toEqual([{ id: "a", packs: 50, fits: 7 }]);
});

test("two pack sizes of one pool draw on the same stock, the first in the cart first", () => {
  const lines = [wanted("bag", 3, 500), wanted("box", 4, 2_000), wanted("eggs", 2, 30, "eggs")];
  const there = new Map([
    ["walnuts", 6_000],
    ["eggs", 59],
  ]);
  expect(fitLines(lines, there).map((line) => line.fits)).toEqual([3, 2, 1]);
});

test("a pool that nothing is known of, or that owes more than it has, gives nothing", () => {
  expect(fitLines([wanted("a", 1)], new Map())[0]?.fits).toBe(0);
  expect(fitLines([wanted("a", 1)], new Map([["walnuts", -5]]))[0]?.fits).toBe(0);
});

const line = fc.record({
  pool_id: fc.constantFrom("a", "b", "c"),
  units_per_pack: fc.integer({ min: 1, max: 20_000 }),
  packs: fc.integer({ min: 0, max: 9_999 }),
});
const cart = fc.array(line, { maxLength: 12 }).map((lines) => lines.map((one, index) => ({ ...one, id: `l${index}` })));
const stock = fc
  .dictionary(fc.constantFrom("a", "b", "c"), fc.integer({ min: -1_000, max: 10_000_000 }))
  .map((units) => new Map(Object.entries(units)));

test("what fits is never more than is wanted, and of no pool more than there is; nothing more would fit in any line", () => {
  fc.assert(
    fc.property(cart, stock, (lines, there) => {
      const fitted = fitLines(lines, there);
      expect(fitted.map((one) => one.id)).toEqual(lines.map((one) => one.id));
      for (const pool_id of ["a", "b", "c"]) {
        const mine = lines.flatMap((one, index) =>
          one.pool_id === pool_id ? [{ ...one, fits: fitted[index]?.fits ?? 0 }] : [],
        );
        const used = mine.reduce((sum, one) => sum + one.fits * one.units_per_pack, 0);
        const free = Math.max(0, there.get(pool_id) ?? 0);
        expect(used).toBeLessThanOrEqual(free);
        for (const one of mine) {
          expect(one.fits).toBeGreaterThanOrEqual(0);
          expect(one.fits).toBeLessThanOrEqual(one.packs);
          if (one.fits < one.packs) expect(free - used).toBeLessThan(one.units_per_pack);
        }
      }
    }),
  );
});

test("what fits, put into the cart, fits whole: pressing twice changes nothing more", () => {
  fc.assert(
    fc.property(cart, stock, (lines, there) => {
      const fitted = fitLines(lines, there);
      const again = fitLines(
        lines.map((one, index) => ({ ...one, packs: fitted[index]?.fits ?? 0 })),
        there,
      );
      expect(again.every((one) => one.fits === one.packs)).toBe(true);
    }),
  );
});

test("what is no longer sold fits not at all, and leaves its stock to the other lines", () => {
  const lines = [wanted("bag", 3, 500), wanted("box", 2, 2_000)];
  const items = [
    ...lines.map(({ id, packs }) => ({ id, packs })),
    { id: "card", packs: 1 },
    { id: "gone card", packs: 2 },
  ];
  const available = new Map([["walnuts", 4_000]]);
  expect(fitBasket(items, lines, { available, unsold: new Set(["bag", "gone card"]) })).toEqual([
    { id: "bag", packs: 3, fits: 0, on_sale: false },
    { id: "box", packs: 2, fits: 2, on_sale: true },
    { id: "gone card", packs: 2, fits: 0, on_sale: false },
  ]);
  expect(fitBasket(items, lines, { available, unsold: new Set() })).toEqual(
    fitLines(lines, available).map((line) => ({ ...line, on_sale: true })),
  );
});
