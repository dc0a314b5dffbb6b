import type { Cycle, Selling } from "./selling.server";

/** Goods that are ordered in an open cycle. `falls`: their price may fall till it closes. */
export interface InCycle {
  readonly cycle: Cycle;
  readonly falls: boolean;
}

/** Of these products those in an open cycle, by product. */
export function inOpenCycles(selling: readonly Selling[]): Record<string, InCycle> {
  const found = selling.flatMap(({ product_id, state, cycle, ladder }): [string, InCycle][] =>
    state === "open" && cycle ? [[product_id, { cycle, falls: ladder !== null && ladder.steps.length > 1 }]] : [],
  );
  return Object.fromEntries(found);
}

/** Each cycle once: its price falls where that of any of its goods does. */
export function eachCycle(goods: readonly InCycle[]): InCycle[] {
  const cycles = new Map<string, InCycle>();
  for (const { cycle, falls } of goods)
    cycles.set(cycle.id, { cycle, falls: falls || cycles.get(cycle.id)?.falls === true });
  return [...cycles.values()];
}
