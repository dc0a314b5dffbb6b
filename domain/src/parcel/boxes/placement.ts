import type { SizeMm } from "../carton";

/** Packs of one kind as boxes: millimetres of length, width and height as they stand upright. */
export interface PackShape {
  readonly kind: string;
  readonly size_mm: SizeMm;
  /** Only turned about the vertical. */
  readonly keep_upright: boolean;
  readonly count: number;
}

/**
 * Equal packs side by side: `count` of them along length, width and height, each with these sides as it lies, the first with its
 * lower corner at `at_mm` from the carton's.
 */
export interface PlacedBlock {
  readonly kind: string;
  readonly at_mm: readonly [number, number, number];
  readonly side_mm: SizeMm;
  readonly count: readonly [number, number, number];
}

/** Where every pack of one parcel lies. */
export type Placement = readonly PlacedBlock[];

/** The ways a pack may lie: six, fewer when sides are equal, and two when it must stay upright. The height is the last side. */
export function turnsOf({ size_mm: [a, b, c], keep_upright }: Pick<PackShape, "size_mm" | "keep_upright">): SizeMm[] {
  const upright: SizeMm[] = [
    [a, b, c],
    [b, a, c],
  ];
  const laid: SizeMm[] = [
    [a, c, b],
    [c, a, b],
    [b, c, a],
    [c, b, a],
  ];
  const turns = keep_upright ? upright : [...upright, ...laid];
  return turns.filter(
    (turn, at) => turns.findIndex((other) => other.every((side, axis) => side === turn[axis])) === at,
  );
}

/** Packs in a block. */
export function packsOfBlock({ count: [x, y, z] }: Pick<PlacedBlock, "count">): number {
  return x * y * z;
}

/** The first so many packs of a placement of one kind: whole blocks, then whole layers, a row of rows, and single packs. */
export function trimmed(placement: Placement, packs: number): Placement {
  const kept: PlacedBlock[] = [];
  let left = packs;
  for (const block of placement) {
    if (left === 0) break;
    const own = Math.min(left, packsOfBlock(block));
    kept.push(...partOf(block, own));
    left -= own;
  }
  return kept;
}

function partOf(block: PlacedBlock, packs: number): PlacedBlock[] {
  const [x, y] = block.count;
  const layers = Math.floor(packs / (x * y));
  const rows = Math.floor((packs - layers * x * y) / x);
  const single = packs - layers * x * y - rows * x;
  const [left, front, low] = block.at_mm;
  const [, width, height] = block.side_mm;
  const on = low + layers * height;
  const parts: PlacedBlock[] = [
    { ...block, count: [x, y, layers] },
    { ...block, at_mm: [left, front, on], count: [x, rows, 1] },
    { ...block, at_mm: [left, front + rows * width, on], count: [single, 1, 1] },
  ];
  return parts.filter((part) => packsOfBlock(part) > 0);
}
