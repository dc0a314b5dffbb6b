import { z } from "zod";
import { dayNumber, isoDate } from "../shared/dates";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { netGrams } from "../shared/weight";

/** The largest floor scale at a collection point weighs 3 t; more is kilograms typed as grams. */
export const MAX_SCALE_G = 3_000_000;
/** Walnuts and grain are handed in up to a season after harvest; older than 400 days is a wrong year. */
export const MAX_HARVEST_AGE_DAYS = 400;
/** Honey and tea keep for years; a best-before date further off than ten is a typing error. */
export const MAX_SHELF_LIFE_DAYS = 3_660;

/** A device may have been without network this long; what it sends later is typed anew. */
export const MAX_LATE_DAYS = 7;
/** A device's clock may be ahead of ours by this much. */
export const MAX_CLOCK_AHEAD_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

export const intakeInputSchema = z.strictObject({
  gross_g: z.int().nonnegative(),
  tare_g: z.int().nonnegative(),
  harvested_on: z.iso.date(),
  best_before: z.iso.date().optional(),
  grade: z.string().min(1).max(40),
});

/** What the scale and the weigher say. Weights in grams, days as ISO dates. */
export type IntakeInput = z.input<typeof intakeInputSchema>;

export interface IntakeContext {
  /** The day of the weigh-in at the cooperative, as an ISO date. */
  readonly today: string;
  /** The most that the scale in use weighs, in grams; the largest of ours when left out. */
  readonly scale_limit_g?: number;
  readonly pool: {
    readonly state: "open" | "closed";
    readonly grade: string;
    /** One pack size, when the pool is not blendable. */
    readonly pack_g?: number;
    /** From harvest to best-before, when the weigher gives no date. */
    readonly shelf_life_days?: number;
  };
}

export interface IntakePlan {
  readonly gross_g: number;
  readonly tare_g: number;
  readonly net_g: number;
  /** What the pool may sell of it. */
  readonly sellable_g: number;
  /** net - sellable: less than a pack, kept apart and visible. */
  readonly kept_apart_g: number;
  readonly harvested_on: string;
  readonly best_before: string | null;
  readonly grade: string;
}

export type IntakeRefusal = Refusal<
  | "invalid_input"
  | "invalid_weight"
  | "tare_not_below_gross"
  | "over_scale"
  | "pool_closed"
  | "wrong_grade"
  | "harvested_in_future"
  | "harvested_too_long_ago"
  | "expired"
  | "invalid_best_before"
>;

/**
 * Whether a weighed lot is taken into a pool, and with what weights: net = gross - tare, sellable as of
 * `sellableGrams`. Refuses a closed pool, another grade, more than a scale can weigh, a tare that leaves nothing, a
 * harvest in the future or over 400 days ago, and goods past their best-before date (the day itself still counts).
 */
export function decideIntake(input: IntakeInput, context: IntakeContext): Result<IntakePlan, IntakeRefusal> {
  const parsed = parseInput(intakeInputSchema, input);
  if (!parsed.ok) return parsed;
  const { gross_g, tare_g, harvested_on, grade } = parsed.value;
  const { pool } = context;
  if (pool.state !== "open") return refuse("pool_closed", "This pool is closed and takes no more lots.");
  if (grade !== pool.grade) {
    return refuse("wrong_grade", `This pool takes grade ${pool.grade}, the lot is graded ${grade}.`, "grade");
  }
  const limit_g = Math.min(context.scale_limit_g ?? MAX_SCALE_G, MAX_SCALE_G);
  if (gross_g > limit_g) {
    const whose = context.scale_limit_g === undefined ? "any of our scales" : "this scale";
    return refuse("over_scale", `${gross_g} g is more than ${whose} weighs (${limit_g} g).`, "gross_g");
  }
  const net = netGrams(gross_g, tare_g);
  if (!net.ok) return net;
  const best_before = decideBestBefore(parsed.value, context);
  if (!best_before.ok) return best_before;

  const sellable_g = sellableGrams(net.value, pool.pack_g);
  return ok({
    gross_g,
    tare_g,
    net_g: net.value,
    sellable_g,
    kept_apart_g: net.value - sellable_g,
    harvested_on,
    best_before: best_before.value,
    grade,
  });
}

/**
 * Grams of a lot that its pool may sell: all of them, or whole packs only, `floor(net / pack) * pack`
 * (docs: rules, pools and counters). Throws on weights that are not whole: they never pass the intake.
 */
export function sellableGrams(net_g: number, pack_g?: number): number {
  if (!Number.isSafeInteger(net_g) || net_g < 0) throw new RangeError(`net_g must be whole grams, got ${net_g}`);
  if (pack_g === undefined) return net_g;
  if (!Number.isSafeInteger(pack_g) || pack_g <= 0) throw new RangeError(`pack_g must be whole grams, got ${pack_g}`);
  return net_g - (net_g % pack_g);
}

/**
 * Whether a weigh-in may say that its scale was read at `weighed_ms` when it arrives at `now_ms` (milliseconds since
 * 1970). Refuses what is still to come and what is over a week old: then a clock is wrong, or nobody remembers.
 */
export function decideMoment(weighed_ms: number, now_ms: number): Result<void, Refusal<"weighed_at_wrong">> {
  const late_ms = now_ms - weighed_ms;
  if (late_ms >= -MAX_CLOCK_AHEAD_MS && late_ms <= MAX_LATE_DAYS * DAY_MS) return ok(undefined);
  const message = `The weigh-in is dated ${late_ms < 0 ? "in the future" : `more than ${MAX_LATE_DAYS} days ago`}. Nothing was taken in: set the device's clock, or enter it anew.`;
  return refuse("weighed_at_wrong", message, "weighed_at");
}

function decideBestBefore(
  input: { harvested_on: string; best_before?: string | undefined },
  context: IntakeContext,
): Result<string | null, IntakeRefusal> {
  const today = dayOrThrow(context.today);
  const harvested = dayOrThrow(input.harvested_on);
  if (harvested > today) {
    return refuse("harvested_in_future", `The harvest day ${input.harvested_on} is still to come.`, "harvested_on");
  }
  if (today - harvested > MAX_HARVEST_AGE_DAYS) {
    const message = `The harvest day ${input.harvested_on} is more than ${MAX_HARVEST_AGE_DAYS} days ago.`;
    return refuse("harvested_too_long_ago", message, "harvested_on");
  }
  const { shelf_life_days } = context.pool;
  if (input.best_before === undefined && shelf_life_days === undefined) return ok(null);
  const best = input.best_before === undefined ? harvested + (shelf_life_days ?? 0) : dayOrThrow(input.best_before);
  if (best < harvested || best - harvested > MAX_SHELF_LIFE_DAYS) {
    const message = `Best before ${isoDate(best)} does not fit a harvest on ${input.harvested_on}.`;
    return refuse("invalid_best_before", message, "best_before");
  }
  if (best < today) return refuse("expired", `The goods were best before ${isoDate(best)}.`, "best_before");
  return ok(isoDate(best));
}

function dayOrThrow(iso_date: string): number {
  const day = dayNumber(iso_date);
  if (day === null) throw new RangeError(`"${iso_date}" is not an ISO date`);
  return day;
}
