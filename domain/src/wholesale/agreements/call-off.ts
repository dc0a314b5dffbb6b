import { MAX_CART_LINES, MAX_PACKS_PER_LINE } from "../../pool/hold";
import { addDays, dayNumber } from "../../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import type { AgreementState } from "./agreement";
import { floorAndShare, priceCallOff, type PricedPart } from "./agreement-price";
import { isPacks, type AgreedLine, type AgreementTerms, type ShortfallRule } from "./agreement-terms";

// A call-off: one order under an agreement (docs: adr, agreements).

/** A company takes what was kept for it, and pays it, within so many days at most. */
export const CALL_OFF_DAYS = 14;
/** Goods that come in late, for a day that is near or past: so long they are kept at least. */
const LEAST_DAYS = 1;
const DAY_MS = 86_400_000;

/**
 * Until when kept goods stand offered: until the day for which they are wanted is over, at least one day and at most 14 from now.
 * `wanted_day_over`: the moment at which that day ends where the house is.
 */
export function callOffStandsUntil(now: Date, wanted_day_over: Date): Date {
  const left = wanted_day_over.getTime() - now.getTime();
  return new Date(now.getTime() + Math.min(CALL_OFF_DAYS * DAY_MS, Math.max(LEAST_DAYS * DAY_MS, left)));
}
/** Of 0 to 9: who agreed for a season gives way after every usual quote when a pool gets short. */
export const CALL_OFF_PRIORITY = 8;

/** A good of the agreement with what was drawn of it, packs. */
export interface DrawnLine extends AgreedLine {
  /** By all call-offs that stand: waiting, kept, accepted and ordered ones. What came to nothing gives back. */
  readonly drawn_packs: number;
  /** Of these, those that are paid for. */
  readonly paid_packs: number;
  /** Of a line by floor and share: the market price of the day, of one pack; null or left out where none is known. */
  readonly market_minor?: bigint | null | undefined;
}

export interface CallOffInput extends Omit<AgreementTerms, "lines"> {
  readonly state: AgreementState;
  readonly lines: readonly DrawnLine[];
  readonly wanted: readonly { readonly variant_id: string; readonly packs: number }[];
  /** The day of delivery, ISO. */
  readonly wanted_on: string;
  readonly today: string;
}

export type CallOffRefusal = Refusal<
  | "agreement_not_active"
  | "nothing_asked"
  | "too_many_lines"
  | "invalid_day"
  | "outside_season"
  | "too_short_notice"
  | "invalid_packs"
  | "duplicate_line"
  | "not_agreed"
  | "over_agreement"
  | "call_off_too_small"
  | "ladder_waits"
>;

/** Packs of a good at one price each: `amount_minor = packs * price_minor`, exactly. No price: that of the market is not known yet. */
export interface CallOffPart {
  readonly variant_id: string;
  readonly packs: number;
  readonly price_minor: bigint | null;
}

/**
 * What a call-off costs: packs within each step of the ladder cost that step's price, counted by what is drawn before, so that many
 * call-offs cost together what one would. Never above what is left of a good (`details.left_packs`). Refuses besides an agreement that is
 * not active, a day of delivery outside its season or too soon (`details.first_day`), part packs, a good named twice or not agreed, fewer
 * packs than the smallest call-off (`details.minimum_packs`; but for all that is left), and a cheaper step that is reached only by call-offs that nobody has paid:
 * else one could call off, pay the cheap end, and let the dear beginning lapse. Goods by floor and share have one price, that of the day of
 * the call-off; without a market price it is null, and the call-off waits for one.
 */
export function decideCallOff(input: CallOffInput): Result<CallOffPart[], CallOffRefusal> {
  const { wanted, lines } = input;
  if (input.state !== "active")
    return refuse(
      "agreement_not_active",
      "This agreement is not signed by both, or has ended. Nothing was called off.",
    );
  if (wanted.length === 0) return refuse("nothing_asked", "Say how many packs you call off.", "lines");
  const day = checkDay(input);
  if (!day.ok) return day;
  const parts: CallOffPart[] = [];
  for (const [at, { variant_id, packs }] of wanted.entries()) {
    const field = `lines.${at}.packs`;
    const line = lines.find((one) => one.variant_id === variant_id);
    if (!line) return refuse("not_agreed", "This is not in the agreement. Ask for a quote instead.", field);
    if (wanted.findIndex((one) => one.variant_id === variant_id) !== at)
      return refuse("duplicate_line", "One pack stands in two lines. Write it once.", field);
    if (!isPacks(packs) || packs > MAX_PACKS_PER_LINE)
      return refuse("invalid_packs", `Call off whole packs, from 1 to ${MAX_PACKS_PER_LINE}.`, field);
    const left_packs = Math.max(0, line.packs - line.drawn_packs);
    if (packs > left_packs) {
      const message = `Of this agreement ${left_packs} packs are left, not ${packs}. Call off less, or agree on more.`;
      return { ok: false, refusal: { reason: "over_agreement", message, field, details: { left_packs } } };
    }
    if (isShared(line)) {
      parts.push({ variant_id, packs, price_minor: sharedPrice(line) });
      continue;
    }
    const priced = partsOf(line, line.drawn_packs, packs);
    if (sumOf(priced) !== sumOf(partsOf(line, line.paid_packs, packs))) {
      const message =
        "This reaches a cheaper step by call-offs that are not paid yet. Pay them or take them back first; nothing was called off.";
      return refuse("ladder_waits", message, field);
    }
    parts.push(...priced.map((part) => ({ variant_id, packs: part.units, price_minor: part.price_minor })));
  }
  if (parts.length > MAX_CART_LINES)
    return refuse("too_many_lines", "This is too much for one order. Call it off in two parts.", "lines");
  const total = wanted.reduce((sum, line) => sum + line.packs, 0);
  const left = lines.reduce((sum, line) => sum + Math.max(0, line.packs - line.drawn_packs), 0);
  if (total < input.minimum_packs && total < left) {
    const message = `One call-off has at least ${input.minimum_packs} packs, or all that is left; this one has ${total}.`;
    const { minimum_packs } = input;
    return {
      ok: false,
      refusal: { reason: "call_off_too_small", message, field: "lines", details: { minimum_packs } },
    };
  }
  return ok(parts);
}

function checkDay({ from_day, to_day, notice_days, wanted_on, today }: CallOffInput): Result<void, CallOffRefusal> {
  const [day, now] = [dayNumber(wanted_on), dayNumber(today)];
  if (now === null) throw new RangeError(`not a day: ${today}`);
  if (day === null) return refuse("invalid_day", "Give the day as 2026-12-01.", "wanted_on");
  if (wanted_on < from_day || wanted_on > to_day) {
    const message = `Goods of this agreement are delivered from ${from_day} to ${to_day}.`;
    const details = { from_day, to_day };
    return { ok: false, refusal: { reason: "outside_season", message, field: "wanted_on", details } };
  }
  if (day - now >= notice_days) return ok(undefined);
  const first_day = addDays(today, notice_days);
  const message = `A call-off is given ${notice_days} days ahead: for ${first_day} or later.`;
  return { ok: false, refusal: { reason: "too_short_notice", message, field: "wanted_on", details: { first_day } } };
}

function partsOf(line: AgreedLine, drawn_packs: number, packs: number): readonly PricedPart[] {
  // A price of one pack for one pack: nothing is ever rounded.
  const priced = priceCallOff({ kind: "ladder", per_units: 1, steps: line.steps }, drawn_packs, packs, null);
  if (!priced.ok) throw new Error(priced.refusal.message);
  return priced.value.parts;
}

const isShared = (line: AgreedLine): boolean => line.share_bp !== null && line.share_bp !== undefined;

function sharedPrice(line: DrawnLine): bigint | null {
  const [floor] = line.steps;
  if (!floor) throw new RangeError(`no floor of ${line.variant_id}`);
  const market = line.market_minor ?? null;
  return market === null ? null : floorAndShare(floor.price_minor, line.share_bp ?? 0, market);
}

const sumOf = (parts: readonly PricedPart[]): bigint => parts.reduce((sum, part) => sum + part.amount_minor, 0n);

/** Of one pool, base units: what this agreement and all that are active agreed on, and what was kept or sold for them so far. */
export interface PoolOfCallOff {
  readonly own: { readonly committed_units: number; readonly kept_units: number };
  readonly all: { readonly committed_units: number; readonly kept_units: number };
  /** On hand and kept for nobody. */
  readonly free_units: number;
  /** Declared harvests, each times its household's delivered ratio. */
  readonly expected_units: number;
  /** What the call-off that waits asks of it. */
  readonly wanted_units: number;
}

export type KeepRefusal = Refusal<"cooperative_decides" | "over_share">;

/** The part of what there is that an agreement has of what is agreed: `floor(supply * own / all)`, all of it when nothing lacks. */
export function shareWhenShort(own_units: number, all_units: number, supply_units: number): number {
  if (supply_units >= all_units) return own_units;
  return Number((BigInt(Math.max(0, Math.floor(supply_units))) * BigInt(own_units)) / BigInt(all_units));
}

/**
 * Whether goods may be kept for a call-off now, by its agreement's rule. As long as each of its pools will have all that is agreed of it
 * (kept so far, free and expected), they are. A pool that falls short: first come, first served; in proportion, up to the agreement's
 * share (`details.share_units`); or only when the cooperative says so (`cooperative`). Whether they are there is the pool's to say.
 */
export function decideKeep(
  rule: ShortfallRule,
  pools: readonly PoolOfCallOff[],
  cooperative: boolean,
): Result<void, KeepRefusal> {
  for (const { own, all, free_units, expected_units, wanted_units } of pools) {
    const supply = all.kept_units + Math.max(0, free_units) + expected_units;
    if (supply >= all.committed_units || rule === "first_come") continue;
    if (rule === "ask") {
      if (cooperative) continue;
      const message = "The harvest falls short of what is agreed: the cooperative decides about this call-off.";
      return refuse("cooperative_decides", message);
    }
    const share_units = shareWhenShort(own.committed_units, all.committed_units, supply);
    if (own.kept_units + wanted_units <= share_units) continue;
    const message =
      "The harvest falls short, and this is more than the agreement's part of it. It is kept when more is expected.";
    return { ok: false, refusal: { reason: "over_share", message, details: { share_units } } };
  }
  return ok(undefined);
}
