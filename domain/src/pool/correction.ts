import { formatKg } from "../shared/weight";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";
import { dayNumber } from "../shared/dates";

/** A household may say "this is not right" until the third day after the weigh-in has ended (docs: experience). */
export const OBJECTION_DAYS = 3;

/** A correction is entered by one person and takes effect when a second one signs it. */
export const CORRECTION_TRANSITIONS = defineTransitions({
  thing: "correction",
  initial: "proposed",
  terminal: ["signed", "dropped"],
  next: { proposed: ["signed", "dropped"], signed: [], dropped: [] },
});
export type CorrectionState = "proposed" | "signed" | "dropped";

/** A household objects; the cooperative answers, by a correction or by an explanation. Nothing is left unanswered. */
export const OBJECTION_TRANSITIONS = defineTransitions({
  thing: "objection",
  initial: "open",
  terminal: ["corrected", "explained"],
  next: { open: ["corrected", "explained"], corrected: [], explained: [] },
});
export type ObjectionState = "open" | "corrected" | "explained";

/** What a lot and its pool hold now, in base units (grams or pieces). */
export interface CorrectableLot {
  readonly unit: "g" | "piece";
  /** What counts of the lot: the ticket and the corrections signed so far. */
  readonly units: number;
  readonly sellable_units: number;
  /** Less than a pack of a pool that is not blendable. */
  readonly kept_apart_units: number;
  /** Allocated to orders, whether sent or not. */
  readonly allocated: number;
  readonly wasted: number;
  /** The one pack size of a pool that is not blendable; null otherwise. */
  readonly pack_units: number | null;
  /** Of the pool: on hand - held. */
  readonly pool_free: number;
}

export interface CorrectionPlan {
  readonly units: number;
  readonly sellable_units: number;
  /** Added to what the pool may sell; 0 when only the part kept apart changes. The two make the whole delta. */
  readonly sellable_delta: number;
  readonly kept_apart_delta: number;
}

export type CorrectionRefusal = Refusal<
  "no_change" | "nothing_left" | "correction_below_allocated" | "correction_below_held"
>;

/**
 * What a signed delta (base units, never 0) makes of a lot. Refuses to take away what is promised: what is allocated,
 * sent or written off of this lot, and what the pool has promised to buyers whose order has no lots yet. The sentence
 * says how much may be taken off and what to do about the rest. Throws on numbers that are not whole.
 */
export function decideCorrection(lot: CorrectableLot, delta_units: number): Result<CorrectionPlan, CorrectionRefusal> {
  if (!Number.isSafeInteger(delta_units)) throw new RangeError(`delta_units must be whole, got ${delta_units}`);
  if (delta_units === 0) {
    return refuse("no_change", "This is the weight that stands already: there is nothing to correct.", "units");
  }
  const units = lot.units + delta_units;
  if (units <= 0) {
    const message = "A correction leaves something of the lot. Goods that are not there at all are entered as a short.";
    return refuse("nothing_left", message, "units");
  }
  const kept_apart_units = restOfPacks(lot.kept_apart_units + delta_units, lot.pack_units);
  const kept_apart_delta = kept_apart_units - lot.kept_apart_units;
  const sellable_delta = delta_units - kept_apart_delta;
  const sellable_units = lot.sellable_units + sellable_delta;
  const bound = lot.allocated + lot.wasted;
  if (sellable_units < bound) {
    const message = `${say(bound, lot.unit)} of this lot are allocated, sent or written off already, so no more than ${say(lot.sellable_units - bound, lot.unit)} can be taken off it. Nothing was changed; enter the rest as a short.`;
    return refuse("correction_below_allocated", message, "units");
  }
  if (-sellable_delta > lot.pool_free) {
    const message = `The pool has only ${say(lot.pool_free, lot.unit)} that are not promised to buyers. Nothing was changed; wait until their orders have their lots, or enter a short.`;
    return refuse("correction_below_held", message, "units");
  }
  return ok({ units, sellable_units, sellable_delta, kept_apart_delta });
}

export type ObjectionRefusal = Refusal<"objection_too_late">;

/**
 * Whether a household may still object on `today` to what was weighed on `weighed_on` (ISO days at the cooperative): the
 * day itself and three more, whole days, so that an evening's receipt is not worth less than a morning's. Hands back the
 * last day. Throws on what is no calendar day.
 */
export function decideObjection(weighed_on: string, today: string): Result<{ days_left: number }, ObjectionRefusal> {
  const weighed = dayNumber(weighed_on);
  const now = dayNumber(today);
  if (weighed === null || now === null) throw new RangeError(`not ISO dates: "${weighed_on}", "${today}"`);
  const days_left = weighed + OBJECTION_DAYS - now;
  if (days_left < 0) {
    const message = `The ${OBJECTION_DAYS} days to object to this weigh-in are over. Call the cooperative: a mistake can still be corrected by two of its people.`;
    return refuse("objection_too_late", message);
  }
  return ok({ days_left });
}

/** What is less than a pack of so many units, also when they are fewer than none: then packs are taken off. */
function restOfPacks(units: number, pack_units: number | null): number {
  return pack_units === null ? 0 : ((units % pack_units) + pack_units) % pack_units;
}

function say(units: number, unit: "g" | "piece"): string {
  return unit === "g" ? `${formatKg(units)} kg` : `${units} pieces`;
}
