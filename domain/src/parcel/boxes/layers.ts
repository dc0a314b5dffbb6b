import type { SizeMm } from "../carton";
import type { PlacedBlock, Placement } from "./placement";

/** Packs of one kind side by side on one height: how many along the length and across the width, each with these sides as it lies. */
export interface LayerRow {
  readonly kind: string;
  readonly along: number;
  readonly across: number;
  readonly side_mm: SizeMm;
}

/** What lies on one height, in millimetres above the bottom of the carton. */
export interface Layer {
  readonly from_mm: number;
  readonly rows: readonly LayerRow[];
}

/** A placement as a packer lays it: from the bottom up, on each height from the carton's corner outwards. */
export function layersOf(placement: Placement): Layer[] {
  const found = new Map<number, PlacedBlock[]>();
  for (const block of placement) {
    for (let up = 0; up < block.count[2]; up++) {
      const from_mm = block.at_mm[2] + up * block.side_mm[2];
      found.set(from_mm, [...(found.get(from_mm) ?? []), block]);
    }
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([from_mm, blocks]) => ({
      from_mm,
      rows: [...blocks]
        .sort((a, b) => a.at_mm[1] - b.at_mm[1] || a.at_mm[0] - b.at_mm[0])
        .map(({ kind, count, side_mm }) => ({ kind, along: count[0], across: count[1], side_mm })),
    }));
}
