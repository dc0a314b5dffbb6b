import { dayNumber } from "../../shared/dates";
import { MAX_CART_LINES } from "../../pool/hold";
import { MAX_FORECAST_AHEAD_DAYS } from "../../pool/forecast";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";

/** One good of a request, base units (grams or pieces). */
export interface RequestedGood {
  readonly units: number;
  /** What all its pools could ever give: on hand and all that is declared of the season, promised or not. */
  readonly most_units: number;
}

export type RequestRefusal = Refusal<
  | "nothing_asked"
  | "too_many_lines"
  | "invalid_units"
  | "above_all_pools"
  | "invalid_day"
  | "day_past"
  | "too_far_ahead"
>;

/**
 * Whether a quote may be asked for: whole units of at least one good, for a day from today on, at most as far ahead as harvests are
 * declared. Refuses more than all pools together could ever give (`details.most_units`): an offer of that could only be broken. What others
 * are promised today may be asked for all the same: the seller answers. Nothing is held by asking.
 */
export function decideRequest(
  request: { readonly goods: readonly RequestedGood[]; readonly wanted_on: string },
  today: string,
): Result<void, RequestRefusal> {
  const { goods, wanted_on } = request;
  if (goods.length === 0) return refuse("nothing_asked", "Say what you would like to buy, and how much.", "goods");
  if (goods.length > MAX_CART_LINES)
    return refuse("too_many_lines", `A request has at most ${MAX_CART_LINES} goods.`, "goods");
  const [day, now] = [dayNumber(wanted_on), dayNumber(today)];
  if (now === null) throw new RangeError(`not a day: ${today}`);
  if (day === null) return refuse("invalid_day", "Give the day as 2026-12-01.", "wanted_on");
  if (day < now) return refuse("day_past", "This day is past. Give today or a later one.", "wanted_on");
  if (day - now > MAX_FORECAST_AHEAD_DAYS) {
    const message = `Harvests are declared at most ${MAX_FORECAST_AHEAD_DAYS} days ahead. Give an earlier day, or ask for an agreement.`;
    return refuse("too_far_ahead", message, "wanted_on");
  }
  for (const [at, { units, most_units }] of goods.entries()) {
    const field = `goods.${at}.units`;
    if (!Number.isSafeInteger(units) || units <= 0)
      return refuse("invalid_units", "Ask for whole units, more than none.", field);
    if (units <= most_units) continue;
    const message = `All cooperatives together could give at most ${most_units} units this season. Ask for less.`;
    return { ok: false, refusal: { reason: "above_all_pools", message, field, details: { most_units } } };
  }
  return ok(undefined);
}
