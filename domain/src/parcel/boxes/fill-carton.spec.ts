import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SizeMm } from "../carton";
import { fillCarton, fitsAlone, mayFit } from "./fill-carton";
import { turnsOf, type PackShape } from "./placement";
import { faultOfPlacement } from "./verify-placement";

const shape = (size_mm: SizeMm, count: number, keep_upright = false, kind = "a"): PackShape => ({
  kind,
  size_mm,
  keep_upright,
  count,
});

/** Cuts a carton into boxes by whole cuts: packs that are known to fill it to the last millimetre. */
function cutUp(side: SizeMm, cuts: readonly { axis: number; part: number }[]): SizeMm[] {
  let pieces: SizeMm[] = [side];
  for (const { axis, part } of cuts) {
    const at = pieces.findIndex((piece) => piece[axis]! > 20);
    if (at < 0) break;
    const piece = pieces[at]!;
    const first = Math.max(10, Math.min(piece[axis]! - 10, Math.round((piece[axis]! * part) / 10)));
    const [a, b] = [[...piece] as SizeMm, [...piece] as SizeMm];
    a[axis] = first;
    b[axis] = piece[axis]! - first;
    pieces = [...pieces.slice(0, at), ...pieces.slice(at + 1), a, b];
  }
  return pieces;
}

const side = fc.integer({ min: 20, max: 400 });
const anyShapes = fc
  .array(
    fc.record({ size: fc.tuple(side, side, side), count: fc.integer({ min: 0, max: 12 }), upright: fc.boolean() }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => all.map(({ size, count, upright }, at) => shape(size, count, upright, `k${at}`)));

describe("packs as boxes in a carton", () => {
  test("any packs, any carton: what is said to lie in it does, by separate code, and upright where it must", () => {
    fc.assert(
      fc.property(fc.tuple(side, side, side), anyShapes, (inner, shapes) => {
        const filled = fillCarton(inner, shapes);
        const inside = shapes.map((one, at) => ({ ...one, count: filled.packs[at]! }));
        expect(faultOfPlacement(inner, inside, filled.placement)).toBeNull();
        expect(filled.all).toBe(filled.packs.every((count, at) => count === shapes[at]!.count));
        if (filled.all) expect(mayFit(inner, shapes)).toBe(true);
        expect(fillCarton(inner, shapes)).toEqual(filled);
      }),
      { numRuns: 300 },
    );
  });

  test("a carton cut into packs takes most of them back, and twenty-seven cubes all", () => {
    let whole = 0;
    let tried = 0;
    fc.assert(
      fc.property(
        fc.array(fc.record({ axis: fc.nat(2), part: fc.integer({ min: 2, max: 8 }) }), { minLength: 1, maxLength: 4 }),
        (cuts) => {
          const inner: SizeMm = [400, 300, 200];
          const shapes = cutUp(inner, cuts).map((size, at) => shape(size, 1, false, `k${at}`));
          tried++;
          if (fillCarton(inner, shapes).all) whole++;
        },
      ),
      { numRuns: 100, seed: 7 },
    );
    expect(whole / tried).toBeGreaterThan(0.9);
    expect(fillCarton([300, 300, 300], [shape([100, 100, 100], 27)]).all).toBe(true);
  });

  test("a bottle that must stand does not lie down, and one pack too long fits no way", () => {
    const bottle = shape([80, 80, 300], 1, true);
    expect(fillCarton([320, 200, 200], [bottle]).all).toBe(false);
    expect(fillCarton([320, 200, 200], [{ ...bottle, keep_upright: false }]).all).toBe(true);
    expect(fitsAlone([320, 200, 200], bottle)).toBe(false);
    expect(mayFit([320, 200, 310], [bottle])).toBe(true);
    expect(fillCarton([200, 200, 200], [shape([201, 10, 10], 1)]).packs).toEqual([0]);
  });

  test("the same litres are not the same fit: eight long loaves in a cube of their volume do not go in", () => {
    // 8 x 1 l = 8 l, and yet loaves of 400 mm do not go into a cube of 200 mm.
    const loaves = shape([400, 50, 50], 8);
    expect(mayFit([200, 200, 200], [loaves])).toBe(false);
    expect(fillCarton([400, 100, 200], [loaves]).all).toBe(true);
  });

  test("finds what no straight cut does: four planks around a hole", () => {
    const planks = [shape([200, 100, 50], 4)];
    expect(fillCarton([300, 300, 50], planks).all).toBe(true);
  });
});

describe("a placement that was tampered with is found out", () => {
  const inner: SizeMm = [300, 200, 200];
  const shapes = [shape([100, 100, 200], 4, true), shape([100, 50, 50], 6, false, "b")];
  const { placement, all } = fillCarton(inner, shapes);

  test("and the honest one stands", () => {
    expect(all).toBe(true);
    expect(faultOfPlacement(inner, shapes, placement)).toBeNull();
  });

  test.each([
    ["a pack left out", placement.slice(1)],
    ["a block twice", [...placement, placement[0]!]],
    ["moved into another", placement.map((block) => ({ ...block, at_mm: [0, 0, 0] as const }))],
    [
      "moved through the wall",
      placement.map((block, at) => (at === 0 ? { ...block, at_mm: [250, 0, 0] as const } : block)),
    ],
    ["before the wall", placement.map((block, at) => (at === 0 ? { ...block, at_mm: [-1, 0, 0] as const } : block))],
    [
      "laid down",
      placement.map((block) =>
        block.kind === "a"
          ? { ...block, side_mm: [block.side_mm[2], block.side_mm[1], block.side_mm[0]] as SizeMm }
          : block,
      ),
    ],
    ["shrunk", placement.map((block) => ({ ...block, side_mm: [50, 50, 50] as SizeMm }))],
    ["another's pack", placement.map((block) => ({ ...block, kind: "c" }))],
    ["half a millimetre", placement.map((block) => ({ ...block, at_mm: [0.5, 0, 0] as const }))],
  ])("%s", (_, tampered) => {
    expect(faultOfPlacement(inner, shapes, tampered)).not.toBeNull();
  });
});

test("a pack has six turns, three when two sides are equal, one as a cube, two when it stays upright", () => {
  expect(turnsOf({ size_mm: [1, 2, 3], keep_upright: false })).toHaveLength(6);
  expect(turnsOf({ size_mm: [1, 1, 3], keep_upright: false })).toHaveLength(3);
  expect(turnsOf({ size_mm: [2, 2, 2], keep_upright: false })).toHaveLength(1);
  expect(turnsOf({ size_mm: [1, 2, 3], keep_upright: true })).toEqual([
    [1, 2, 3],
    [2, 1, 3],
  ]);
});
