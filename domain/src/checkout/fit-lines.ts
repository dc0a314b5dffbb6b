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

export interface BasketLine extends FittedLine {
  /** False: its goods are no longer sold, and nothing of it fits. */
  readonly on_sale: boolean;
}

/**
 * The lines of a basket that something is known of, in its order: how much of each there is (`fitLines`), and those that are no longer sold
 * (`unsold`, by line), which draw on no stock. Lines of goods that no pool holds are left out while they are sold.
 */
export function fitBasket(
  items: readonly { readonly id: string; readonly packs: number }[],
  lines: readonly WantedLine[],
  { available, unsold }: { available: ReadonlyMap<string, number>; unsold: ReadonlySet<string> },
): BasketLine[] {
  const fitted = fitLines(
    lines.filter((line) => !unsold.has(line.id)),
    available,
  );
  return items.flatMap(({ id, packs }): BasketLine[] =>
    unsold.has(id)
      ? [{ id, packs, fits: 0, on_sale: false }]
      : fitted.filter((line) => line.id === id).map((line) => ({ ...line, on_sale: true })),
  );
}
