import { expect, test } from "vitest";
import { fillCarton } from "./fill-carton";
import { layersOf } from "./layers";

test("a packer is told from the bottom up what lies beside what, every pack once", () => {
  const shapes = [
    { kind: "jar", size_mm: [100, 100, 120] as [number, number, number], keep_upright: true, count: 6 },
    { kind: "bag", size_mm: [150, 100, 60] as [number, number, number], keep_upright: false, count: 4 },
  ];
  const { all, placement } = fillCarton([300, 200, 240], shapes);
  expect(all).toBe(true);
  const layers = layersOf(placement);
  expect(layers[0]).toEqual({ from_mm: 0, rows: [{ kind: "jar", along: 3, across: 2, side_mm: [100, 100, 120] }] });
  expect(layers.map((layer) => layer.from_mm)).toEqual([...layers.map((layer) => layer.from_mm)].sort((a, b) => a - b));
  const packs = (kind: string) =>
    layers
      .flatMap((layer) => layer.rows)
      .reduce((sum, row) => sum + (row.kind === kind ? row.along * row.across : 0), 0);
  expect([packs("jar"), packs("bag")]).toEqual([6, 4]);
});
