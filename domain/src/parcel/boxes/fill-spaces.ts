import type { SizeMm } from "../carton";
import { packsOfBlock, turnsOf, type PackShape, type PlacedBlock, type Placement } from "./placement";

type Point = [number, number, number];

/** What is left of a carton in one piece. */
interface Space {
  readonly at: Point;
  readonly side: Point;
}

export interface SpacePlan {
  /** Along which axis the first slab beside a block is cut, then the next; null: so that the largest space is left. */
  readonly cut: readonly [number, number, number] | null;
  /** Whether a space is filled by the first kind that fits, in their order, or by the one that fills the most of it. */
  readonly by: "order" | "fill";
}

const CUTS = [null, [2, 1, 0], [2, 0, 1], [0, 1, 2], [1, 0, 2], [0, 2, 1], [1, 2, 0]] as const;
export const SPACE_PLANS: readonly SpacePlan[] = (["order", "fill"] as const).flatMap((by) =>
  CUTS.map((cut) => ({ cut, by })),
);

/**
 * Fills a carton block by block: each space takes the largest block of equal packs in the best turn, and what is left beside it
 * becomes up to three spaces more. Small spaces first, so that nothing large is broken for what fits elsewhere.
 */
export function fillBySpaces(
  inner_mm: SizeMm,
  shapes: readonly PackShape[],
  { cut, by }: SpacePlan,
  budget: { nodes: number },
): Placement {
  const left = shapes.map((shape) => shape.count);
  const turns = shapes.map(turnsOf);
  const placement: PlacedBlock[] = [];
  const spaces: Space[] = [{ at: [0, 0, 0], side: [...inner_mm] }];
  while (spaces.length > 0 && left.some((count) => count > 0)) {
    const space = takeSmallest(spaces);
    let best: { block: PlacedBlock; at: number; volume: number } | null = null;
    for (let at = 0; at < shapes.length && !(by === "order" && best !== null); at++) {
      if (left[at] === 0) continue;
      for (const turn of turns[at]!) {
        budget.nodes--;
        const count = blockIn(space.side, turn, left[at]!);
        if (count === null) continue;
        const block = { kind: shapes[at]!.kind, at_mm: space.at, side_mm: turn, count };
        const volume = packsOfBlock(block) * turn[0] * turn[1] * turn[2];
        if (best === null || volume > best.volume) best = { block, at, volume };
      }
    }
    if (budget.nodes <= 0) break;
    if (best === null) continue;
    placement.push(best.block);
    left[best.at]! -= packsOfBlock(best.block);
    spaces.push(...beside(space, best.block, cut));
  }
  return placement;
}

/** The most packs of one kind in this turn, in whole layers, rows or single; null when not even one fits. */
function blockIn(side: Point, turn: SizeMm, most: number): Point | null {
  const fitting = turn.map((each, axis) => Math.floor(side[axis]! / each)) as Point;
  const [x, y, z] = fitting;
  if (x === 0 || y === 0 || z === 0) return null;
  if (x * y * z <= most) return fitting;
  if (x * y <= most) return [x, y, Math.floor(most / (x * y))];
  return x <= most ? [x, Math.floor(most / x), 1] : [most, 1, 1];
}

/** The spaces that a block leaves: a whole slab along the first axis, then what is left of it along the second and the third. */
function beside({ at, side }: Space, block: PlacedBlock, cut: SpacePlan["cut"]): Space[] {
  const taken = block.side_mm.map((each, axis) => each * block.count[axis]!) as Point;
  const spaces: Space[] = [];
  const rest: Point = [...side];
  for (const axis of cut ?? widestFirst(side, taken)) {
    if (rest[axis]! > taken[axis]!) {
      const beside_at: Point = [...at];
      const beside_side: Point = [...rest];
      beside_at[axis]! += taken[axis]!;
      beside_side[axis]! -= taken[axis]!;
      spaces.push({ at: beside_at, side: beside_side });
    }
    rest[axis] = taken[axis]!;
  }
  return spaces;
}

/** The axis along which the most is left is cut first: its slab is the largest there can be. */
function widestFirst(side: Point, taken: Point): number[] {
  const slab = (axis: number): number => (side[axis]! - taken[axis]!) / side[axis]!;
  return [0, 1, 2].sort((a, b) => slab(b) - slab(a) || b - a);
}

function takeSmallest(spaces: Space[]): Space {
  let smallest = 0;
  for (let at = 1; at < spaces.length; at++) {
    if (volume(spaces[at]!) < volume(spaces[smallest]!)) smallest = at;
  }
  return spaces.splice(smallest, 1)[0]!;
}

function volume({ side }: Space): number {
  return side[0] * side[1] * side[2];
}
