import fc from "fast-check";
import { expect, test } from "vitest";
import { gridsOf } from "./grid";
import { Knapsack } from "./knapsack";
import type { LoadProblem } from "./problem";

const packs = fc.array(
  fc.record({
    weight_g: fc.integer({ min: 1, max: 12 }),
    volume_ml: fc.integer({ min: 0, max: 9 }),
    count: fc.integer({ min: 1, max: 5 }),
    price: fc.integer({ min: 0, max: 50 }),
  }),
  { minLength: 1, maxLength: 4 },
);
const limits = fc.record({
  goods_g: fc.integer({ min: 12, max: 30 }),
  goods_ml: fc.option(fc.integer({ min: 9, max: 20 })),
});

function problemOf(
  classes: readonly { weight_g: number; volume_ml: number; count: number }[],
  { goods_g, goods_ml }: { goods_g: number; goods_ml: number | null },
): LoadProblem {
  const bands = [{ goods_g, goods_ml: goods_ml ?? Infinity, value_minor: Infinity, cost: 1, sort: 0, box: 0 }];
  return {
    classes: classes.map((pack) => ({ ...pack, value_minor: 0, sort: 0 })),
    bands,
    steps: bands,
    unit: 1,
    apart: [],
  };
}

/** The dearest content, by trying all. */
function dearest(
  classes: readonly { weight_g: number; volume_ml: number; count: number; price: number }[],
  room_g: number,
  room_ml: number,
): number {
  const [pack, ...rest] = classes;
  if (pack === undefined) return 0;
  let best = 0;
  for (let count = 0; count <= pack.count; count++) {
    const left_g = room_g - count * pack.weight_g;
    const left_ml = room_ml - count * pack.volume_ml;
    if (left_g < 0 || left_ml < 0) break;
    best = Math.max(best, count * pack.price + dearest(rest, left_g, left_ml));
  }
  return best;
}

test("the table's best content is the dearest there is, within the packs there are, and is what it says it is worth", () => {
  fc.assert(
    fc.property(packs, limits, (classes, limit) => {
      const problem = problemOf(classes, limit);
      const [grid] = gridsOf(problem, "up");
      const table = new Knapsack(
        grid!,
        classes.map((pack) => pack.count),
      );
      table.solve(classes.map((pack) => pack.price));
      const cell = grid!.cells[0]!;
      expect(table.value[cell]).toBe(dearest(classes, limit.goods_g, limit.goods_ml ?? Infinity));
      const content = table.contentAt(cell);
      const sum = (size: (pack: (typeof classes)[number]) => number): number =>
        classes.reduce((total, pack, at) => total + size(pack) * content[at]!, 0);
      expect(sum((pack) => pack.price)).toBe(table.value[cell]);
      expect(sum((pack) => pack.weight_g)).toBeLessThanOrEqual(limit.goods_g);
      expect(sum((pack) => pack.volume_ml)).toBeLessThanOrEqual(limit.goods_ml ?? Infinity);
      content.forEach((count, at) => expect(count).toBeLessThanOrEqual(classes[at]!.count));
    }),
    { numRuns: 300 },
  );
});

test("the quick table never holds more than fits or than is left", () => {
  fc.assert(
    fc.property(packs, limits, (classes, limit) => {
      const problem = problemOf(classes, limit);
      const [grid] = gridsOf(problem, "up");
      const counts = classes.map((pack) => pack.count);
      const table = new Knapsack(grid!, counts);
      table.solveQuickly(
        classes.map((pack) => pack.price),
        counts,
      );
      const content = table.contentAt(grid!.cells[0]!);
      const weight_g = classes.reduce((total, pack, at) => total + pack.weight_g * content[at]!, 0);
      expect(weight_g).toBeLessThanOrEqual(limit.goods_g);
      content.forEach((count, at) => expect(count).toBeLessThanOrEqual(counts[at]!));
    }),
    { numRuns: 100 },
  );
});

test("a table too fine to fill is made coarser: rounded up, all that fits it fits; rounded down, all that fits is in it", () => {
  const classes = [
    { weight_g: 1_234, volume_ml: 3_331, count: 9_000 },
    { weight_g: 777, volume_ml: 1_999, count: 9_000 },
  ];
  const problem = problemOf(classes, { goods_g: 19_999, goods_ml: 29_999 });
  const [up] = gridsOf(problem, "up");
  const [down] = gridsOf(problem, "down");
  expect([up!.exact, down!.exact]).toEqual([false, false]);
  const { unit_g, second } = up!;
  classes.forEach((pack, at) => {
    expect(up!.size_g[at]! * unit_g).toBeGreaterThanOrEqual(pack.weight_g);
    expect(up!.size_second[at]! * second!.unit).toBeGreaterThanOrEqual(pack.volume_ml);
    expect(down!.size_g[at]! * unit_g).toBeLessThanOrEqual(pack.weight_g);
    expect(down!.size_second[at]! * second!.unit).toBeLessThanOrEqual(pack.volume_ml);
  });
});
