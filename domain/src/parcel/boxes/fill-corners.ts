import type { SizeMm } from "../carton";
import { turnsOf, type PackShape, type PlacedBlock, type Placement } from "./placement";

type Point = readonly [number, number, number];

/**
 * Fills a carton pack by pack: each at the corner nearest to the carton's own, in the turn that keeps it nearest, where nothing is
 * in the way (extreme points, Crainic, Perboli and Tadei 2008). `axes`: which distance counts first. Finds what no guillotine cut does.
 */
export function fillAtCorners(
  inner_mm: SizeMm,
  shapes: readonly PackShape[],
  axes: readonly [number, number, number],
  budget: { nodes: number },
): Placement {
  const placed: PlacedBlock[] = [];
  let corners: Point[] = [[0, 0, 0]];
  for (const shape of shapes) {
    const turns = turnsOf(shape);
    for (let pack = 0; pack < shape.count; pack++) {
      let best: { at: Point; turn: SizeMm } | null = null;
      for (const at of corners) {
        for (const turn of turns) {
          budget.nodes--;
          if (turn.some((side, axis) => at[axis]! + side > inner_mm[axis]!)) continue;
          if (placed.some((other) => isInTheWay(other, at, turn))) continue;
          if (best === null || isNearer({ at, turn }, best, axes)) best = { at, turn };
        }
      }
      if (budget.nodes <= 0) return placed;
      // The next of this kind would not fit either.
      if (best === null) break;
      placed.push({ kind: shape.kind, at_mm: best.at, side_mm: best.turn, count: [1, 1, 1] });
      corners = withCorners(corners, placed, best);
    }
  }
  return placed;
}

function isInTheWay(other: PlacedBlock, at: Point, turn: SizeMm): boolean {
  return [0, 1, 2].every(
    (axis) => other.at_mm[axis]! < at[axis]! + turn[axis]! && at[axis]! < other.at_mm[axis]! + other.side_mm[axis]!,
  );
}

interface Spot {
  readonly at: Point;
  readonly turn: SizeMm;
}

function isNearer(a: Spot, b: Spot, axes: readonly number[]): boolean {
  for (const axis of axes) {
    const nearer = a.at[axis]! + a.turn[axis]! - (b.at[axis]! + b.turn[axis]!);
    if (nearer !== 0) return nearer < 0;
  }
  return false;
}

/** The corners that a pack opens: along each of its sides, slid back until something is in the way. */
function withCorners(corners: readonly Point[], placed: readonly PlacedBlock[], { at, turn }: Spot): Point[] {
  const found = new Map(corners.map((corner) => [corner.join("/"), corner]));
  found.delete(at.join("/"));
  for (const axis of [0, 1, 2]) {
    for (const back of [0, 1, 2]) {
      const corner: [number, number, number] = [at[0], at[1], at[2]];
      corner[axis]! += turn[axis]!;
      if (back !== axis) corner[back] = slidBack(corner, back, placed);
      found.set(corner.join("/"), corner);
    }
  }
  return [...found.values()];
}

/** How far a point slides along an axis towards the carton's wall. */
function slidBack(from: Point, back: number, placed: readonly PlacedBlock[]): number {
  const others = [0, 1, 2].filter((axis) => axis !== back);
  return placed.reduce((nearest, { at_mm, side_mm }) => {
    const end = at_mm[back]! + side_mm[back]!;
    const along = others.every((axis) => at_mm[axis]! <= from[axis]! && from[axis]! < at_mm[axis]! + side_mm[axis]!);
    return along && end <= from[back]! ? Math.max(nearest, end) : nearest;
  }, 0);
}
