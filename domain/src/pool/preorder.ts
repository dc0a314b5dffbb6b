import { dayNumber } from "../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";

/** Packs of one pre-order at most: a household's larder, not a shop's. */
export const MAX_PREORDER_PACKS = 50;
/** Goods that are all there are kept for their buyer this long. */
export const KEPT_HOURS = 72;
/** Who asked by e-mail has their place so long before they must have said yes. */
export const ASKED_MINUTES = 30;
/** Days after the last day of the forecasts on which the queue still waits: a harvest is late, or weighed in late. */
export const PATIENCE_DAYS = 3;

/**
 * A place in the queue for goods that are still in the field. No money is taken before the goods are there. What was in a basket and
 * came to nothing goes back to its place.
 */
export const PREORDER_TRANSITIONS = defineTransitions({
  thing: "pre-order",
  initial: "asked",
  terminal: ["ordered", "withdrawn", "lapsed"],
  next: {
    asked: ["waiting", "withdrawn", "lapsed"],
    waiting: ["kept", "withdrawn", "lapsed"],
    kept: ["basket", "withdrawn", "lapsed"],
    basket: ["ordered", "waiting", "kept", "withdrawn", "lapsed"],
    ordered: [],
    withdrawn: [],
    lapsed: [],
  },
});
export type PreorderState = "asked" | "waiting" | "kept" | "basket" | "ordered" | "withdrawn" | "lapsed";

export type PreorderRefusal = Refusal<"invalid_packs" | "buy_now" | "nothing_expected" | "preorders_full">;

/** A pool as whoever wants to pre-order finds it; units are base units. */
export interface PoolAhead {
  /** Free to be bought now, after the queue was served. */
  readonly free_units: number;
  /** Expected of the open forecasts whose days are not past; null when there are none. */
  readonly expected_units: number | null;
  /** What all others in the queue want, and what of it is kept for them already. */
  readonly wanted_units: number;
  readonly kept_units: number;
  /** Of so few households that what is free would tell what one of them has in the field. */
  readonly withheld: boolean;
}

/** Packs of one size that may still be pre-ordered. */
export function packsAhead(pool: PoolAhead, units_per_pack: number): number {
  if (pool.expected_units === null) return 0;
  return Math.max(0, Math.floor((pool.expected_units + pool.kept_units - pool.wanted_units) / units_per_pack));
}

/** Whether so many packs may be pre-ordered: what is there is bought, and nobody is promised more than is expected. */
export function decidePreorder(
  pool: PoolAhead,
  wanted: { readonly packs: number; readonly units_per_pack: number },
): Result<void, PreorderRefusal> {
  const { packs, units_per_pack } = wanted;
  if (!Number.isSafeInteger(packs) || packs < 1 || packs > MAX_PREORDER_PACKS)
    return refuse("invalid_packs", `Pre-order 1 to ${MAX_PREORDER_PACKS} whole packs.`, "packs");
  if (pool.free_units >= packs * units_per_pack)
    return refuse("buy_now", "There is enough of this to buy now. Nothing was pre-ordered.");
  if (pool.expected_units === null)
    return refuse(
      "nothing_expected",
      "No household has said that it will bring more of this. Nothing was pre-ordered.",
    );
  const free = packsAhead(pool, units_per_pack);
  if (packs <= free) return ok(undefined);
  if (pool.withheld) return refuse("preorders_full", "Not so many packs are free to pre-order. Take fewer.", "packs");
  const message =
    free === 0
      ? "All that is expected is pre-ordered already."
      : `Of what is expected ${free} packs are still free to pre-order.`;
  return { ok: false, refusal: { reason: "preorders_full", message, field: "packs", details: { free } } };
}

/** One of the queue, in its turn. */
export interface Queued {
  readonly id: string;
  readonly state: "waiting" | "kept" | "basket";
  readonly packs: number;
  readonly units_per_pack: number;
  /** Kept for it already. Those of a basket are its cart's. */
  readonly held_units: number;
  /** Its time to pay is over. */
  readonly late: boolean;
  /** Of a basket: its cart holds nothing any more, and is no order. */
  readonly dropped: boolean;
}

/** What becomes of one of the queue; those that stay as they are are left out. */
export interface Served {
  readonly id: string;
  readonly to: "waiting" | "kept" | "lapsed";
  readonly held_units: number;
}

/**
 * Serves the queue with what is free, the first first: the next gets something only when all before it have all. Who has all is kept, and
 * so is, when nothing more comes (`over`), who has some packs; who has none lapses, as does who did not pay in time. Units under a whole
 * pack wait with the first who lacks more, and go on when its waiting ends.
 */
export function serveQueue(
  pool: { readonly free_units: number; readonly over: boolean },
  queue: readonly Queued[],
): Served[] {
  const served: Served[] = [];
  let free = Math.max(0, pool.free_units);
  const waiting: Queued[] = [];
  for (const one of queue) {
    const dropped = one.state === "basket" && one.dropped;
    if (one.late && (one.state === "kept" || dropped)) {
      free += one.held_units;
      served.push({ id: one.id, to: "lapsed", held_units: 0 });
    } else if (one.state === "waiting" || dropped) waiting.push(one);
  }
  for (const one of waiting) {
    const wanted = one.packs * one.units_per_pack;
    // Of who wants less than before, the rest goes on.
    const held = Math.min(wanted, one.held_units + free);
    free -= held - one.held_units;
    if (held >= wanted) served.push({ id: one.id, to: "kept", held_units: held });
    else if (pool.over) {
      const whole = Math.floor(held / one.units_per_pack) * one.units_per_pack;
      free += held - whole;
      served.push({ id: one.id, to: whole > 0 ? "kept" : "lapsed", held_units: whole });
    } else if (held !== one.held_units || one.state !== "waiting")
      served.push({ id: one.id, to: "waiting", held_units: held });
  }
  return served;
}

/** Whether nothing more is to be waited for: the last day any forecast named or was ended on is long enough ago. */
export function isForecastOver(last_day: string | null, today: string): boolean {
  const [last, now] = [dayNumber(last_day ?? ""), dayNumber(today)];
  return last === null || now === null || now > last + PATIENCE_DAYS;
}
