import { dayNumber } from "../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";

/** A harvest may be declared this far ahead: a season and a half. */
export const MAX_FORECAST_AHEAD_DAYS = 550;
/** The days in which one declared harvest may come in: longer ones are several harvests. */
export const MAX_FORECAST_SPAN_DAYS = 120;
/** Base units of one declaration at most: two hundred tonnes in grams. */
export const MAX_FORECAST_UNITS = 200_000_000;
/** Ratios are in basis points: 10,000 is all that was declared. */
export const FULL_RATIO_BP = 10_000;

/** A declared harvest's states: it comes in, or is taken back. Neither is stock; only lots are. */
export const FORECAST_TRANSITIONS = defineTransitions({
  thing: "forecast",
  initial: "declared",
  terminal: ["delivered", "withdrawn"],
  next: { declared: ["delivered", "withdrawn"], delivered: [], withdrawn: [] },
});
export type ForecastState = "declared" | "delivered" | "withdrawn";

export type ForecastRefusal = Refusal<"invalid_units" | "invalid_days" | "ready_in_past" | "too_far_ahead">;

/** Whether a harvest may be declared: whole units, from a day that is not past to one within the season. */
export function decideForecast(
  input: { readonly units: number; readonly ready_from: string; readonly ready_to: string },
  today: string,
): Result<void, ForecastRefusal> {
  if (!Number.isSafeInteger(input.units) || input.units <= 0 || input.units > MAX_FORECAST_UNITS) {
    return refuse("invalid_units", `Declare 1 to ${MAX_FORECAST_UNITS} units.`, "units");
  }
  const from = dayNumber(input.ready_from);
  const to = dayNumber(input.ready_to);
  const now = dayNumber(today);
  if (from === null || to === null || now === null || to < from || to - from > MAX_FORECAST_SPAN_DAYS) {
    const message = `Give the first and the last day the goods may come, at most ${MAX_FORECAST_SPAN_DAYS} days apart.`;
    return refuse("invalid_days", message, "ready_to");
  }
  if (to < now)
    return refuse("ready_in_past", "The last day is past. Hand the goods in, or give a later day.", "ready_to");
  if (from - now > MAX_FORECAST_AHEAD_DAYS) {
    return refuse("too_far_ahead", `Declare a harvest at most ${MAX_FORECAST_AHEAD_DAYS} days ahead.`, "ready_from");
  }
  return ok(undefined);
}

/**
 * How much of what a household declared it brought so far, in basis points, at most all of it; null without a past.
 * A household that brings more than it declares does not make the next harvest larger.
 */
export function deliveredRatio(past: { readonly declared: number; readonly delivered: number }): number | null {
  if (past.declared <= 0) return null;
  const ratio = (BigInt(past.delivered) * BigInt(FULL_RATIO_BP)) / BigInt(past.declared);
  return Math.min(FULL_RATIO_BP, Number(ratio));
}

/**
 * Units to expect of a declaration: `floor(units * ratio / 10,000)`; all of them when nothing is known of the household.
 * An expectation is shown as one, and promises nothing.
 */
export function expectedUnits(units: number, ratio_bp: number | null): number {
  return Number((BigInt(units) * BigInt(ratio_bp ?? FULL_RATIO_BP)) / BigInt(FULL_RATIO_BP));
}

/** A declared harvest that has not ended. */
export interface OpenHarvest {
  readonly household_id: string;
  /** The last day on which it was to come in, ISO. */
  readonly ready_to: string;
  /** Declared and not brought yet, base units. */
  readonly units: number;
  /** What the household brought of what it declared before (`deliveredRatio`). */
  readonly ratio_bp: number | null;
}

export interface ExpectedOfHarvests {
  /** Still to come in time: the sum of each `expectedUnits`. */
  readonly expected_units: number;
  /** How many households stand behind that. */
  readonly households: number;
  /** The same of harvests whose last day is past: they may still come, and nothing is promised on them. */
  readonly late_units: number;
}

/**
 * What to expect of declared harvests on a day. One whose last day is past is late: it counts as expected for nobody, whether it is weighed
 * for a company, for the desk or for a call-off, until its household declares another day or brings it.
 */
export function expectedOfHarvests(harvests: readonly OpenHarvest[], today: string): ExpectedOfHarvests {
  const households = new Set<string>();
  let [expected_units, late_units] = [0, 0];
  for (const { household_id, ready_to, units, ratio_bp } of harvests) {
    const expected = expectedUnits(units, ratio_bp);
    if (expected === 0) continue;
    if (ready_to < today) {
      late_units += expected;
      continue;
    }
    expected_units += expected;
    households.add(household_id);
  }
  return { expected_units, households: households.size, late_units };
}
