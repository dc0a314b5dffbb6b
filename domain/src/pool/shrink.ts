import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { tieOrder } from "../shared/tie-order";

/** Parts per million of a whole. */
export const PPM = 1_000_000;
/** The fastest shrink we believe: fresh leaves lose a fifth of their weight in a day. More is a slip of the finger. */
export const MAX_SHRINK_PPM_PER_DAY = 200_000;

export interface ShrinkLot {
  readonly lot: string;
  /** Units no order waits for. */
  readonly free: number;
}

export interface ShrinkInput {
  /** What a unit loses in a day, parts per million: 500 is half a gram of each kilogram. */
  readonly ppm_per_day: number;
  /** Lots that were there before the day began. */
  readonly lots: readonly ShrinkLot[];
  /** What is left over of the days before, in millionths of a unit: 0 <= carry < 1,000,000. */
  readonly carry: number;
  /** Beside what is promised: no more than this may go. */
  readonly available: number;
  /** Stable text of the pool and the day: orders equal remainders. */
  readonly salt: string;
}

export interface ShrinkPlan {
  /** Units lost by rule this day. */
  readonly lost: number;
  /** Of these, what could not be written off since it is promised; counted at the next stock-taking. */
  readonly left_out: number;
  readonly carry: number;
  /** Per lot, positive, sorted by lot; they sum to lost - left_out. */
  readonly shares: readonly { readonly lot: string; readonly units: number }[];
}

export type ShrinkRefusal = Refusal<"invalid_rate" | "invalid_carry">;

/**
 * One day's drying of a pool: `(ppm * sum of free units + carry) / 1,000,000`, whole units now and the rest carried to the
 * next day, so that a small pool loses its gram every third day and not never. Shared over the open lots pro rata to their
 * free units, by largest remainder. What is promised does not shrink here: a parcel is packed by weight.
 * Source of the rate: the cooperative's own trial, kept as the rule's reason.
 */
export function shrinkOfDay(input: ShrinkInput): Result<ShrinkPlan, ShrinkRefusal> {
  const { ppm_per_day, carry } = input;
  if (!Number.isSafeInteger(ppm_per_day) || ppm_per_day <= 0 || ppm_per_day > MAX_SHRINK_PPM_PER_DAY) {
    const message = `A shrink is 1 to ${MAX_SHRINK_PPM_PER_DAY} parts per million a day.`;
    return refuse("invalid_rate", message, "ppm_per_day");
  }
  if (!Number.isSafeInteger(carry) || carry < 0 || carry >= PPM) {
    return refuse("invalid_carry", `The carried rest must be from 0 to ${PPM - 1}.`, "carry");
  }
  const lots = input.lots.filter((lot) => lot.free > 0).sort((a, b) => compareText(a.lot, b.lot));
  const free = lots.reduce((sum, lot) => sum + lot.free, 0);
  const exact = BigInt(free) * BigInt(ppm_per_day) + BigInt(carry);
  const lost = Number(exact / BigInt(PPM));
  const taken = Math.max(0, Math.min(lost, input.available, free));
  const units = apportion(
    BigInt(taken),
    lots.map((lot) => BigInt(lot.free)),
    lots.map((lot) => lot.lot),
    tieOrder(input.salt),
  );
  return ok({
    lost,
    left_out: lost - taken,
    carry: Number(exact % BigInt(PPM)),
    shares: lots
      .map((lot, index) => ({ lot: lot.lot, units: Number(units[index]) }))
      .filter((share) => share.units > 0),
  });
}
