import { apportion } from "../../shared/apportion";
import { addDays, dayNumber } from "../../shared/dates";
import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import type { SpreadOffer, SpreadRefusal } from "../joint/spread";
import { spreadBy, type SpreadPreference } from "../joint/spread-prefer";
import type { VolumeStep } from "../quick-order/volume-steps";
import type { AgreementState } from "./agreement";

// An agreement of several cooperatives: one agreement of each, of one good, and call-offs of all together (docs: adr, joint agreements).

/** One cooperative's agreement of them. */
export interface JointAgreementPart {
  readonly state: AgreementState;
  /** Of its last version. */
  readonly packs: number;
  /** By call-offs that stand. */
  readonly drawn_packs: number;
}

/** `proposed`: none is in force yet. `active`: some are. `over`: all have ended, or were dropped. */
export type JointAgreementState = "proposed" | "active" | "over";

export interface JointAgreementStanding {
  readonly state: JointAgreementState;
  /** Of those that both sides have signed. */
  readonly committed_packs: number;
  readonly drawn_packs: number;
  /** Still to be called off, of those in force. */
  readonly left_packs: number;
  /** Of those that nobody, or one side, has signed. */
  readonly proposed_packs: number;
}

/** How an agreement of several stands: it is worked out of its parts, and kept nowhere beside them. One that was dropped counts for nothing. */
export function jointAgreementStanding(parts: readonly JointAgreementPart[]): JointAgreementStanding {
  const of = (...states: AgreementState[]) => parts.filter((part) => states.includes(part.state));
  const [proposed, active, signed] = [of("proposed"), of("active"), of("active", "ended", "ended_early")];
  return {
    state: active.length > 0 ? "active" : proposed.length > 0 ? "proposed" : "over",
    committed_packs: sum(signed, (part) => part.packs),
    drawn_packs: sum(signed, (part) => part.drawn_packs),
    left_packs: sum(active, (part) => Math.max(0, part.packs - part.drawn_packs)),
    proposed_packs: sum(proposed, (part) => part.packs),
  };
}

/** What a cooperative may have of a good this season; packs. */
export interface ExpectedSource {
  readonly id: string;
  readonly expected_packs: number;
}

/**
 * A volume of a season over cooperatives by what each is expected to have: largest remainder, ties by id, so that no share is above what is
 * expected while all together is not. Where nothing is expected of any, equal shares. Source id -> whole packs; they sum to `packs`.
 */
export function shareByExpected(packs: number, sources: readonly ExpectedSource[]): Map<string, number> {
  if (!Number.isSafeInteger(packs) || packs < 0) throw new RangeError(`not packs: ${packs}`);
  if (sources.length === 0) return new Map();
  const expected = sources.map((one) => BigInt(Math.max(0, Math.floor(one.expected_packs))));
  const weights = expected.some((one) => one > 0n) ? expected : expected.map(() => 1n);
  const ids = sources.map((one) => one.id);
  const shares = apportion(BigInt(packs), weights, ids, compareText);
  return new Map(ids.map((id, at) => [id, Number(shares[at])]));
}

/** A part in force, as a call-off of all may draw on it; whole packs. */
export interface CallOffSource {
  readonly agreement_id: string;
  /** Agreed and not called off yet. */
  readonly left_packs: number;
  /** In its pool now and kept for nobody. */
  readonly free_packs: number;
  /** Of these, those that no cheaper step stands before (`packsBeforeUnpaidStep`). */
  readonly before_step_packs: number;
  /** Its smallest call-off; all that is left may be less. */
  readonly minimum_packs: number;
  /** What the next pack costs. */
  readonly next_minor: bigint;
  /** Of each call-off, however many packs it has. */
  readonly freight_minor: bigint;
  readonly distance_km: number;
}

export interface CallOffSpread {
  /** By agreement id, those that give something. */
  readonly takes: readonly { readonly agreement_id: string; readonly packs: number }[];
  /** Packs that can be called off now of all together: what is left, is there, and is not below a smallest call-off. */
  readonly there_packs: number;
  /** What was asked for above that; the takes are the rest. */
  readonly missing_packs: number;
}

export type JointCallOffRefusal =
  SpreadRefusal | Refusal<"joint_agreement_not_active" | "over_joint_agreement" | "nothing_there_now">;

/** What an agreement says of the day of a call-off; days ISO. */
export interface CallOffDays {
  readonly from_day: string;
  readonly to_day: string;
  readonly notice_days: number;
}

/**
 * Whether one day suits all of these agreements, each by its season and its notice from `today` on. A refusal says from which day to which all
 * of them deliver (`details.first_day`, `details.last_day`): the latest first day, the earliest last one; where no day suits all, the first is
 * after the last.
 */
export function checkDayOfAll(
  all: readonly CallOffDays[],
  { wanted_on, today }: { readonly wanted_on: string; readonly today: string },
): Result<void, Refusal<"invalid_day" | "outside_season" | "too_short_notice">> {
  if (dayNumber(wanted_on) === null) return refuse("invalid_day", "Give the day as 2026-12-01.", "wanted_on");
  const days = all.map((one) => ({ ...one, notified: addDays(today, one.notice_days) }));
  const first_day = days.flatMap((one) => [one.from_day, one.notified]).reduce(latest, today);
  const [any, ...others] = days.map((one) => one.to_day);
  if (any === undefined || days.every((one) => fits(one, wanted_on))) return ok(undefined);
  const last_day = others.reduce(earliest, any);
  const soon = days.some((one) => wanted_on < one.notified);
  const outside = days.some((one) => wanted_on < one.from_day || wanted_on > one.to_day);
  const message =
    first_day <= last_day
      ? `All of these agreements deliver from ${first_day} to ${last_day}. Choose a day of these; nothing was called off.`
      : "No day suits all of these agreements: call off of fewer of them, or of each alone; nothing was called off.";
  const reason = soon && !outside ? "too_short_notice" : "outside_season";
  return { ok: false, refusal: { reason, message, field: "wanted_on", details: { first_day, last_day } } };
}

const fits = (one: CallOffDays & { readonly notified: string }, day: string): boolean =>
  day >= one.from_day && day <= one.to_day && day >= one.notified;
const latest = (a: string, b: string): string => (a < b ? b : a);
const earliest = (a: string, b: string): string => (a < b ? a : b);

/**
 * A call-off over the parts in force: the least to pay (each part's freight counts once), the shortest ways, or the fewest cooperatives; never
 * above what is left of each nor what lies there for it. Of more than lies there, all that does is spread and the rest is told
 * (`missing_packs`). Refuses where nothing is in force, more than is left of all (`details.left_packs`), where nothing lies there, part packs,
 * and a number that no choice of smallest call-offs gives (`details.less_packs`, `details.more_packs`).
 */
export function spreadCallOff(
  prefer: SpreadPreference,
  packs: number,
  sources: readonly CallOffSource[],
): Result<CallOffSpread, JointCallOffRefusal> {
  if (sources.length === 0)
    return refuse("joint_agreement_not_active", "None of these agreements is in force. Nothing was called off.");
  const left_packs = sum(sources, (one) => one.left_packs);
  if (packs > left_packs) {
    const message = `Of all these agreements together ${left_packs} packs are left, not ${packs}. Call off less, or agree on more.`;
    return { ok: false, refusal: { reason: "over_joint_agreement", message, field: "packs", details: { left_packs } } };
  }
  const offers = sources.map(offerOf).filter((one) => one.capacity_packs > 0);
  const there_packs = sum(offers, (one) => one.capacity_packs);
  const wanted = Math.min(packs, there_packs);
  if (there_packs === 0 && packs > 0)
    return refuse(
      "nothing_there_now",
      "None of these goods lie there now, or the packs before are not paid yet. Call off of one agreement alone: it waits for goods; nothing was called off.",
      "packs",
    );
  const spread = spreadBy(prefer, wanted, offers);
  if (!spread.ok) return spread;
  const takes = spread.value.takes.map((take) => ({ agreement_id: take.cooperative_id, packs: take.packs }));
  return ok({ takes, there_packs, missing_packs: packs - wanted });
}

/** The spread knows sources by one id; here it is the agreement's. Of what lies there below the smallest call-off nothing can be had. */
function offerOf(source: CallOffSource): SpreadOffer {
  const minimum_packs = Math.min(source.minimum_packs, source.left_packs);
  const most = Math.max(0, Math.min(source.left_packs, source.free_packs, source.before_step_packs));
  return {
    cooperative_id: source.agreement_id,
    capacity_packs: most < minimum_packs ? 0 : most,
    minimum_packs,
    price_minor_per_pack: source.next_minor,
    carriage_minor_per_pack: 0n,
    stop_minor: source.freight_minor,
    distance_km: source.distance_km,
  };
}

/**
 * How many packs can be called off before a cheaper step that is reached only by call-offs that nobody has paid (`ladder_waits` of
 * `decideCallOff`): any number where all that is drawn is paid, or the price has no further step.
 */
export function packsBeforeUnpaidStep(
  steps: readonly VolumeStep[],
  { drawn_packs, paid_packs }: { readonly drawn_packs: number; readonly paid_packs: number },
): number {
  if (paid_packs >= drawn_packs) return Number.MAX_SAFE_INTEGER;
  const stepAt = (packs: number) => steps.reduce((at, step, index) => (step.from <= packs ? index : at), 0);
  const at = stepAt(drawn_packs);
  if (stepAt(paid_packs) !== at) return 0;
  const next = steps[at + 1];
  return next ? next.from - drawn_packs : Number.MAX_SAFE_INTEGER;
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0);
