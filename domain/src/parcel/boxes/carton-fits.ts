import type { SizeMm } from "../carton";
import { fillCarton, mayFit } from "./fill-carton";
import { trimmed, type PackShape, type Placement } from "./placement";

/** Answers kept: beyond that they are found again. */
const MAX_KNOWN = 50_000;

/** Remembers what was found to lie in which carton, since baskets ask the same again and again. */
export class CartonFits {
  private readonly known = new Map<string, Placement | null>();
  private readonly singles = new Map<string, { placement: Placement; packs: number }>();

  /** How these packs lie in a carton; null when that can't be shown. The kinds in their order. */
  placementIn(inner_mm: SizeMm, shapes: readonly PackShape[]): Placement | null {
    const [only, second] = shapes;
    if (only !== undefined && second === undefined) return this.alike(inner_mm, only);
    if (!mayFit(inner_mm, shapes)) return null;
    const key = keyOf(inner_mm, shapes);
    let found = this.known.get(key);
    if (found === undefined) {
      const { all, placement } = fillCarton(inner_mm, shapes);
      found = all ? placement : null;
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      this.known.set(key, found);
    }
    return found;
  }

  /** Lays in what goes in of these packs, by kind; whoever asks for just that is told how. */
  fill(inner_mm: SizeMm, shapes: readonly PackShape[]): ReadonlyMap<string, number> {
    const { packs, placement } = fillCarton(inner_mm, shapes);
    const inside = shapes.map((shape, at) => ({ ...shape, count: packs[at]! })).filter((shape) => shape.count > 0);
    this.known.set(keyOf(inner_mm, inside), placement);
    return new Map(inside.map(({ kind, count }) => [kind, count]));
  }

  /** Of one kind: the most that were placed, less those that are too many, so that fewer packs always fit where more do. */
  private alike(inner_mm: SizeMm, shape: PackShape): Placement | null {
    const volume = ([a, b, c]: SizeMm): number => a * b * c;
    if (shape.count * volume(shape.size_mm) > volume(inner_mm)) return null;
    const key = JSON.stringify([inner_mm, shape.kind, shape.size_mm, shape.keep_upright]);
    let most = this.singles.get(key);
    if (most === undefined) {
      const count = Math.floor(volume(inner_mm) / volume(shape.size_mm));
      const { placement, packs } = fillCarton(inner_mm, [{ ...shape, count }]);
      most = { placement, packs: packs[0]! };
      this.singles.set(key, most);
    }
    return shape.count <= most.packs ? trimmed(most.placement, shape.count) : null;
  }
}

function keyOf(inner_mm: SizeMm, shapes: readonly PackShape[]): string {
  return JSON.stringify([
    inner_mm,
    shapes.map(({ kind, size_mm, keep_upright, count }) => [kind, size_mm, keep_upright, count]),
  ]);
}
