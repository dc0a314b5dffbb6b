import { dayNumber } from "../../shared/dates";
import { FULL_BP } from "../../settlement/waterfall";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { priceCallOff } from "./agreement-price";
import { checkVolumeSteps, type VolumeStep, type VolumeStepsRefusal } from "../quick-order/volume-steps";

// What may be agreed for a season (docs: adr, agreements).

/** Goods of an agreement at most: each is a line of its paper and of every call-off. */
export const MAX_AGREED_LINES = 50;
/** Packs of one good, as many as one line of a quote may have: above it somebody wrote a nought too many. */
export const MAX_AGREED_PACKS = 1_000_000;
/** Minor units that all goods cost together: exact wherever they are summed, and as a number of JSON. */
export const MAX_AGREED_MINOR = 1_000_000_000_000_000n;
/** A season with the months beside it; longer is agreed anew, with the prices of then. */
export const MAX_AGREED_DAYS = 400;
/** Three months: who needs more notice has sold goods that do not exist. */
export const MAX_NOTICE_DAYS = 90;

/**
 * What happens to call-offs when a pool will not have all that is agreed of it:
 * - in_proportion: each agreement of the pool gets the part of what there is that it has of what is agreed;
 * - first_come: who calls off first gets it;
 * - ask: nothing is kept by itself; the cooperative asks the companies and decides.
 */
export const SHORTFALL_RULES = ["in_proportion", "first_come", "ask"] as const;
export type ShortfallRule = (typeof SHORTFALL_RULES)[number];

export interface AgreedLine {
  readonly variant_id: string;
  readonly packs: number;
  /** Of one pack, by the packs that are drawn; one step: a fixed price. Of a line by floor and share one step: its floor. */
  readonly steps: readonly VolumeStep[];
  /** Floor and share: the part of what the market pays above the floor, basis points. Null or left out: the steps are the price. */
  readonly share_bp?: number | null | undefined;
}

/** What the cooperative owes for goods that were called off and not there; both parts 1 to 10,000 basis points. */
export interface Compensation {
  /** Of the price of what was called off and not delivered. */
  readonly bp: number;
  /** At most so much of what all that is agreed costs. */
  readonly cap_bp: number;
}

export interface AgreementTerms {
  readonly lines: readonly AgreedLine[];
  /** First and last day of delivery, ISO. */
  readonly from_day: string;
  readonly to_day: string;
  /** Packs of all goods together that one call-off has at least. */
  readonly minimum_packs: number;
  /** Days between a call-off and its delivery, at least. */
  readonly notice_days: number;
  /** Null or left out: nothing follows from goods that were not there. */
  readonly compensation?: Compensation | null | undefined;
}

export type AgreementTermsRefusal =
  | VolumeStepsRefusal
  | Refusal<
      | "nothing_agreed"
      | "too_many_lines"
      | "invalid_packs"
      | "duplicate_line"
      | "invalid_season"
      | "season_over"
      | "season_too_long"
      | "invalid_minimum"
      | "invalid_notice"
      | "share_with_steps"
      | "invalid_share"
      | "invalid_compensation"
      | "too_dear"
    >;

/**
 * Whether terms can be agreed on. Refuses no goods or too many, one good twice, part packs, a ladder that is none (`lines.2.steps.1`), a
 * season that ends before it begins, is over or is longer than 400 days, a smallest call-off above everything, too long a notice, a share
 * beside a ladder or outside 0 to 10,000 basis points, a compensation that is none,
 * and more money than is exact.
 */
export function checkAgreementTerms(terms: AgreementTerms, today: string): Result<void, AgreementTermsRefusal> {
  const { lines } = terms;
  if (lines.length === 0) return refuse("nothing_agreed", "Say what is agreed, and how many packs of it.", "lines");
  if (lines.length > MAX_AGREED_LINES)
    return refuse("too_many_lines", `An agreement has at most ${MAX_AGREED_LINES} goods. Write a second one.`, "lines");
  for (const [at, line] of lines.entries()) {
    if (!isPacks(line.packs) || line.packs > MAX_AGREED_PACKS) {
      const message = `Agree on whole packs, from 1 to ${MAX_AGREED_PACKS}.`;
      return refuse("invalid_packs", message, `lines.${at}.packs`);
    }
    if (lines.findIndex((one) => one.variant_id === line.variant_id) !== at)
      return refuse("duplicate_line", "One pack stands in two lines. Write it once.", `lines.${at}.variant_id`);
    const steps = checkVolumeSteps(line.steps);
    if (!steps.ok)
      return { ok: false, refusal: { ...steps.refusal, field: `lines.${at}.${steps.refusal.field ?? "steps"}` } };
    const share = checkShare(line, at);
    if (!share.ok) return share;
  }
  const [from, to, now] = [dayNumber(terms.from_day), dayNumber(terms.to_day), dayNumber(today)];
  if (now === null) throw new RangeError(`not a day: ${today}`);
  if (from === null || to === null || from > to)
    return refuse("invalid_season", "Give the first and the last day of delivery, in this order.", "to_day");
  if (to < now) return refuse("season_over", "This season is over. Give a later last day.", "to_day");
  if (to - from >= MAX_AGREED_DAYS)
    return refuse(
      "season_too_long",
      `A season has at most ${MAX_AGREED_DAYS} days. Give an earlier last day.`,
      "to_day",
    );
  const total = lines.reduce((sum, line) => sum + line.packs, 0);
  if (!isPacks(terms.minimum_packs) || terms.minimum_packs > total) {
    const message = `The smallest call-off is whole packs, from 1 to all ${total}.`;
    return refuse("invalid_minimum", message, "minimum_packs");
  }
  const { notice_days } = terms;
  if (!Number.isInteger(notice_days) || notice_days < 0 || notice_days > MAX_NOTICE_DAYS)
    return refuse("invalid_notice", `Give whole days of notice, from 0 to ${MAX_NOTICE_DAYS}.`, "notice_days");
  if (lines.reduce((sum, line) => sum + costOfAgreed(line), 0n) > MAX_AGREED_MINOR)
    return refuse(
      "too_dear",
      "This is more money than one agreement can be about. Look at prices and packs again.",
      "lines",
    );
  return checkCompensation(terms.compensation ?? null);
}

/** What all packs of a good cost by its steps: of floor and share at the floor. */
export function costOfAgreed({ steps, packs }: Pick<AgreedLine, "steps" | "packs">): bigint {
  const priced = priceCallOff({ kind: "ladder", per_units: 1, steps }, 0, packs, null);
  if (!priced.ok) throw new Error(priced.refusal.message);
  return priced.value.amount_minor;
}

function checkShare({ share_bp, steps }: AgreedLine, at: number): Result<void, AgreementTermsRefusal> {
  if (share_bp === null || share_bp === undefined) return ok(undefined);
  if (!isBp(share_bp, 0))
    return refuse("invalid_share", `The share is 0 to ${FULL_BP} basis points.`, `lines.${at}.share_bp`);
  if (steps.length === 1) return ok(undefined);
  const message = "A price by floor and share has no steps: give the floor alone, or a ladder without a share.";
  return refuse("share_with_steps", message, `lines.${at}.share_bp`);
}

function checkCompensation(compensation: Compensation | null): Result<void, AgreementTermsRefusal> {
  if (compensation === null || (isBp(compensation.bp, 1) && isBp(compensation.cap_bp, 1))) return ok(undefined);
  const message = "A compensation and its cap are each more than nothing, and 100 % at most.";
  return refuse("invalid_compensation", message, "compensation");
}

function isBp(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value <= FULL_BP;
}

export function isPacks(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
