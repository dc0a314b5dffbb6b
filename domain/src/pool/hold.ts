import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";

/** Lines of one cart at most: a bulk order of many produces has dozens; thousands would only hold locks long. */
export const MAX_CART_LINES = 1_000;
/** Packs of one line at most: twenty tonnes in 20 g sachets. More is a slip of the finger. */
export const MAX_PACKS_PER_LINE = 1_000_000;
/** Base units of one pack at most: a one-tonne bag in grams. */
export const MAX_UNITS_PER_PACK = 1_000_000;

export interface CartLine {
  readonly pool_id: string;
  /** Base units (grams or pieces) in one pack. */
  readonly units_per_pack: number;
  readonly packs: number;
}

export interface HoldDelta {
  readonly pool_id: string;
  /** To add to what is held; negative gives back. Never 0. */
  readonly delta_units: number;
}

export type HoldRefusal = Refusal<"too_many_lines" | "invalid_packs" | "invalid_pack_size">;

/**
 * A hold's states (docs: rules, checkout). A soft one was asked for when payment started and ends by clock. A pending one
 * belongs to a completion and ends only by compensation or reconcile, never by clock; a confirmed one is released by a
 * cancelled order or a short, and consumed when all its goods have shipped. A buyer who tries again begins anew.
 */
export const HOLD_TRANSITIONS = defineTransitions({
  thing: "hold",
  initial: "soft",
  terminal: ["released", "consumed"],
  next: {
    soft: ["pending", "released"],
    pending: ["confirmed", "released"],
    confirmed: ["released", "consumed"],
    released: [],
    consumed: [],
  },
});

export type HoldState = "soft" | "pending" | "confirmed" | "released" | "consumed";

/**
 * Base units wanted of each pool, by pool id, summed over the lines of one cart. A line of 0 packs adds nothing.
 * Refuses fractional, negative and huge packs: Medusa accepts 1.5 packs, a pool does not.
 */
export function sumLinesPerPool(lines: readonly CartLine[]): Result<Map<string, number>, HoldRefusal> {
  if (lines.length > MAX_CART_LINES) {
    return refuse("too_many_lines", `A cart may have ${MAX_CART_LINES} lines, this one has ${lines.length}.`, "lines");
  }
  const sums = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    if (!isCount(line.packs, 0, MAX_PACKS_PER_LINE)) {
      const message = `The quantity must be whole packs from 0 to ${MAX_PACKS_PER_LINE}, not ${line.packs}.`;
      return refuse("invalid_packs", message, `lines.${index}.packs`);
    }
    if (!isCount(line.units_per_pack, 1, MAX_UNITS_PER_PACK)) {
      const message = `A pack must hold 1 to ${MAX_UNITS_PER_PACK} whole units, not ${line.units_per_pack}.`;
      return refuse("invalid_pack_size", message, `lines.${index}.units_per_pack`);
    }
    const units = line.units_per_pack * line.packs;
    if (units > 0) sums.set(line.pool_id, (sums.get(line.pool_id) ?? 0) + units);
  }
  return ok(new Map([...sums].sort(([a], [b]) => compareText(a, b))));
}

/**
 * What to change so that a cart holds `wanted` where it held `previous` (pool id -> base units). Sorted by pool id,
 * so that two carts lock their pools in the same order and cannot deadlock; pools that stay are left out.
 */
export function decideHoldDelta(
  previous: ReadonlyMap<string, number>,
  wanted: ReadonlyMap<string, number>,
): HoldDelta[] {
  const pools = [...new Set([...previous.keys(), ...wanted.keys()])].sort(compareText);
  return pools
    .map((pool_id) => ({ pool_id, delta_units: (wanted.get(pool_id) ?? 0) - (previous.get(pool_id) ?? 0) }))
    .filter((delta) => delta.delta_units !== 0);
}

function isCount(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
