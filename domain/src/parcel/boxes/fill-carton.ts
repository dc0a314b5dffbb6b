import type { SizeMm } from "../carton";
import { fillBySpaces, SPACE_PLANS } from "./fill-spaces";
import { fillAtCorners } from "./fill-corners";
import { packsOfBlock, type PackShape, type Placement } from "./placement";

/** Packs up to which corners are tried too: their work grows with the square. */
const FEW_PACKS = 40;
/** Spaces and corners looked at for one question at most: some milliseconds. */
const MAX_NODES = 60_000;

export interface Filled {
  /** What lies in the carton, and where. */
  readonly placement: Placement;
  /** Packs of each kind that found a place, in the order of the kinds. */
  readonly packs: readonly number[];
  /** Whether all did. */
  readonly all: boolean;
}

/**
 * Lays packs into a carton of these inside measures: as many as one of several simple ways finds a place for, by volume. A
 * placement of all is proof that they fit; when none is found they are "not shown to fit", which is not the same as that they don't.
 * Ways in turn: blocks of equal packs cut off what is left of the carton, guillotine fashion, by several orders of packs and of cuts;
 * for few packs also corner by corner. The same answer for the same question, whatever else was asked.
 */
export function fillCarton(inner_mm: SizeMm, shapes: readonly PackShape[]): Filled {
  const asked = shapes.reduce((sum, shape) => sum + shape.count, 0);
  let best: Filled = { placement: [], packs: shapes.map(() => 0), all: asked === 0 };
  let best_ml = -1;
  const budget = { nodes: MAX_NODES };
  const consider = (placement: Placement): boolean => {
    const packs = shapes.map(({ kind }) =>
      placement.reduce((sum, block) => sum + (block.kind === kind ? packsOfBlock(block) : 0), 0),
    );
    const filled_ml = packs.reduce((sum, count, at) => sum + count * volumeMm(shapes[at]!), 0);
    if (filled_ml > best_ml) {
      best = { placement, packs, all: packs.every((count, at) => count === shapes[at]!.count) };
      best_ml = filled_ml;
    }
    return best.all;
  };
  for (const order of ordersOf(shapes)) {
    for (const plan of SPACE_PLANS) {
      if (consider(fillBySpaces(inner_mm, order, plan, budget)) || budget.nodes <= 0) return best;
    }
  }
  if (asked > FEW_PACKS) return best;
  for (const order of ordersOf(shapes)) {
    for (const axes of CORNER_AXES) {
      if (consider(fillAtCorners(inner_mm, order, axes, budget)) || budget.nodes <= 0) return best;
    }
  }
  return best;
}

/** Which way a corner is nearer than another: by height first, by length first, by width first. */
const CORNER_AXES = [
  [2, 1, 0],
  [0, 1, 2],
  [1, 0, 2],
] as const;

/** The largest first, by volume, by the longest side, by the two largest sides, and by height; equal orders once. */
function ordersOf(shapes: readonly PackShape[]): PackShape[][] {
  const longest = ({ size_mm }: PackShape): number => Math.max(...size_mm);
  const measures = [volumeMm, longest, (one: PackShape) => volumeMm(one) / Math.min(...one.size_mm), heightOf];
  const orders = measures.map((measure) =>
    [...shapes].sort((a, b) => measure(b) - measure(a) || volumeMm(b) - volumeMm(a) || (a.kind < b.kind ? -1 : 1)),
  );
  const key = (order: readonly PackShape[]): string => JSON.stringify(order.map(({ kind }) => kind));
  return orders.filter((order, at) => orders.findIndex((other) => key(other) === key(order)) === at);
}

function volumeMm({ size_mm: [a, b, c] }: PackShape): number {
  return a * b * c;
}

/** What must stand tall comes first. */
function heightOf({ size_mm, keep_upright }: PackShape): number {
  return keep_upright ? size_mm[2] : Math.min(...size_mm);
}

/** Whether the packs may fit at all: each by itself, and all by volume. False is proof that they don't. */
export function mayFit(inner_mm: SizeMm, shapes: readonly PackShape[]): boolean {
  const room = inner_mm[0] * inner_mm[1] * inner_mm[2];
  const taken = shapes.reduce((sum, shape) => sum + volumeMm(shape) * shape.count, 0);
  return taken <= room && shapes.every((shape) => shape.count === 0 || fitsAlone(inner_mm, shape));
}

/** Whether one pack goes into the carton by itself, in some way it may lie. */
export function fitsAlone(inner_mm: SizeMm, shape: Pick<PackShape, "size_mm" | "keep_upright">): boolean {
  const [a, b, c] = shape.size_mm;
  if (shape.keep_upright) {
    const flat =
      Math.min(a, b) <= Math.min(inner_mm[0], inner_mm[1]) && Math.max(a, b) <= Math.max(inner_mm[0], inner_mm[1]);
    return flat && c <= inner_mm[2];
  }
  const pack = [a, b, c].sort((x, y) => x - y);
  const inner = [...inner_mm].sort((x, y) => x - y);
  return pack.every((side, at) => side <= inner[at]!);
}
