/** What a source can give when it gives something: whole packs from `least` to `most`. */
export interface Reach {
  readonly least: number;
  readonly most: number;
}

/**
 * The nearest quantities below and above `packs` that some choice of sources gives; null where there is none. Which quantities can be given
 * is kept as ranges that don't touch: there are never more of them than quantities, and as a rule very few.
 */
export function nearestPacks(
  packs: number,
  sources: readonly Reach[],
): { readonly less_packs: number | null; readonly more_packs: number | null } {
  let ranges: Reach[] = [{ least: 0, most: 0 }];
  for (const source of sources) {
    const with_it = ranges.map((one) => ({ least: one.least + source.least, most: one.most + source.most }));
    ranges = joined([...ranges, ...with_it]);
  }
  let less_packs: number | null = null;
  for (const { least, most } of ranges) {
    if (least > packs) return { less_packs, more_packs: least };
    const within = Math.min(most, packs);
    if (within > 0) less_packs = within;
  }
  return { less_packs, more_packs: null };
}

/** Ranges in rising order; those that overlap or follow each other are one. */
function joined(ranges: readonly Reach[]): Reach[] {
  const sorted = [...ranges].sort((a, b) => a.least - b.least);
  const out: Reach[] = [];
  for (const one of sorted) {
    const last = out.at(-1);
    if (last && one.least <= last.most + 1)
      out[out.length - 1] = { least: last.least, most: Math.max(last.most, one.most) };
    else out.push(one);
  }
  return out;
}
