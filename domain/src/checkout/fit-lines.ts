/** One line of a cart, as far as it draws on a pool. */
export interface WantedLine {
  readonly id: string;
  readonly pool_id: string;
  /** Base units (grams or pieces) of one pack. */
  readonly units_per_pack: number;
  readonly packs: number;
}

export interface FittedLine {
  readonly id: string;
  readonly packs: number;
  /** Packs of it that there are, never more than are wanted. */
  readonly fits: number;
}

/**
 * How much of each line of a cart there is. Lines of one pool draw on the same stock in the order of the cart: the first is served
 * first, in whole packs. `available` is what is free per pool for this cart, in base units, what the cart itself holds included; a pool it
 * does not name has nothing. Answers every line, in their order; what fits never sums to more than there is, and where all
 * is there every line fits whole.
 */
export function fitLines(lines: readonly WantedLine[], available: ReadonlyMap<string, number>): FittedLine[] {
  const left = new Map(available);
  return lines.map(({ id, pool_id, units_per_pack, packs }) => {
    const free = Math.max(0, left.get(pool_id) ?? 0);
    const fits = Math.max(0, Math.min(packs, Math.floor(free / units_per_pack)));
    left.set(pool_id, free - fits * units_per_pack);
    return { id, packs, fits };
  });
}
