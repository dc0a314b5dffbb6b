import type { SizeMm } from "../carton";
import type { PackShape, Placement } from "./placement";

interface Cuboid {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * Whether a placement is right, by code that knows nothing of how it was found: every pack there, each inside the carton, none in
 * another, each with its own sides, and upright where it must be. What is wrong as a part of a sentence; null when nothing is.
 */
export function faultOfPlacement(inner_mm: SizeMm, shapes: readonly PackShape[], placement: Placement): string | null {
  const missing = new Map(shapes.map((shape) => [shape.kind, shape.count]));
  const blocks: Cuboid[] = [];
  for (const { kind, at_mm, side_mm, count } of placement) {
    const shape = shapes.find((candidate) => candidate.kind === kind);
    if (shape === undefined) return `"${kind}" lies in it and is not in the parcel`;
    if (![...at_mm, ...side_mm, ...count].every(Number.isSafeInteger)) return "a place is not in whole millimetres";
    if (count.some((packs) => packs < 1) || at_mm.some((place) => place < 0)) return "a place is outside of the carton";
    if (!hasSides(side_mm, shape.size_mm)) return `"${kind}" lies with sides that it does not have`;
    if (shape.keep_upright && side_mm[2] !== shape.size_mm[2]) return `"${kind}" must stay upright and does not`;
    const high = at_mm.map((place, axis) => place + side_mm[axis]! * count[axis]!);
    if (high.some((end, axis) => end > inner_mm[axis]!)) return `"${kind}" reaches out of the carton`;
    blocks.push({ low: at_mm, high });
    missing.set(kind, missing.get(kind)! - count[0] * count[1] * count[2]);
  }
  for (const [kind, packs] of missing) if (packs !== 0) return `${packs} packs of "${kind}" have no place`;
  // Packs of one block lie side by side: only blocks can be in one another.
  const inOne = blocks.some((one, at) => blocks.slice(at + 1).some((other) => overlap(one, other)));
  return inOne ? "two packs are in the same place" : null;
}

function hasSides(side_mm: SizeMm, size_mm: SizeMm): boolean {
  const sorted = (sides: SizeMm): string => [...sides].sort((a, b) => a - b).join("/");
  return sorted(side_mm) === sorted(size_mm);
}

function overlap(one: Cuboid, other: Cuboid): boolean {
  return [0, 1, 2].every((axis) => one.low[axis]! < other.high[axis]! && other.low[axis]! < one.high[axis]!);
}
