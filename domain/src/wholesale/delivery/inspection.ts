import { addDays, dayNumber } from "../../shared/dates";
import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { assertTransition, defineTransitions, type TransitionRefusal } from "../../shared/transitions";

// A bulk buyer looks at goods that came (docs: adr, wholesale). Each delivery of an order has its own inspection.

/** Days for it, unless the quote or agreement says otherwise. */
export const DEFAULT_INSPECTION_DAYS = 3;
export const MAX_INSPECTION_DAYS = 30;

/**
 * An inspection's states. Nobody's word in time is a yes (`accepted_by_silence`). What is claimed is settled once somebody has decided
 * how much of it is right; a buyer who takes a claim back has accepted.
 */
export const INSPECTION_TRANSITIONS = defineTransitions({
  thing: "inspection",
  initial: "open",
  terminal: ["accepted", "accepted_by_silence", "settled"],
  next: {
    open: ["accepted", "accepted_by_silence", "claimed"],
    claimed: ["accepted", "settled"],
    accepted: [],
    accepted_by_silence: [],
    settled: [],
  },
});
export type InspectionState = keyof typeof INSPECTION_TRANSITIONS.next;

/** What came of one lot in this delivery, base units (grams or pieces), and what was paid or will be paid for it, without freight. */
export interface DeliveredLot {
  readonly lot_id: string;
  readonly units: number;
  readonly paid_minor: bigint;
}

/** What is wrong with how much of a lot. */
export interface LotClaim {
  readonly lot_id: string;
  readonly units: number;
}

/** The last day on which a delivery may be claimed, ISO: so many days after the day it came. Throws on what is no day. */
export function inspectBy(delivered_on: string, days: number): string {
  if (dayNumber(delivered_on) === null) throw new RangeError(`not a day: ${delivered_on}`);
  return addDays(delivered_on, days);
}

/** Whether an inspection ends by silence now: it is open, and its last day is over where the goods came. */
export function isAcceptedBySilence(
  inspection: { readonly state: InspectionState; readonly delivered_on: string; readonly days: number },
  today: string,
): boolean {
  return inspection.state === "open" && today > inspectBy(inspection.delivered_on, inspection.days);
}

export interface InspectionInput {
  readonly state: InspectionState;
  readonly delivered_on: string;
  readonly days: number;
  /** Where the goods came. */
  readonly today: string;
  readonly lots: readonly DeliveredLot[];
  readonly verdict:
    | { readonly as: "accepted" }
    | {
        readonly as: "claimed";
        readonly claims: readonly LotClaim[];
        readonly photos: number;
        /** What is wrong, as the cooperative reads it. */
        readonly words: string;
      };
}

export type InspectionRefusal =
  | TransitionRefusal
  | Refusal<
      | "inspection_over"
      | "photo_needed"
      | "words_needed"
      | "nothing_claimed"
      | "duplicate_lot"
      | "lot_not_found"
      | "invalid_units"
      | "over_delivered"
    >;

/** What the buyer's word makes of an inspection. */
export interface Inspected {
  readonly state: "accepted" | "claimed";
  /** By lot id; empty when all is well. */
  readonly claims: readonly LotClaim[];
}

/**
 * Whether the buyer's word about a delivery is taken. A claim says how much of which lots, with words and at least one photo, until the
 * last day. Refuses a claim after it, more of a lot than came, lots that did not come or are named twice, and any word about what is
 * decided. Accepting is never too late.
 */
export function decideInspection(input: InspectionInput): Result<Inspected, InspectionRefusal> {
  const { verdict } = input;
  const next = assertTransition(INSPECTION_TRANSITIONS, input.state, verdict.as);
  if (!next.ok) return next;
  if (verdict.as === "accepted") return ok({ state: "accepted", claims: [] });
  if (isAcceptedBySilence(input, input.today)) {
    const by = inspectBy(input.delivered_on, input.days);
    return refuse("inspection_over", `These goods could be claimed until ${by}. Phone the cooperative.`);
  }
  if (verdict.photos < 1)
    return refuse("photo_needed", "Add a photo of what is wrong. Nothing was claimed yet.", "photos");
  if (verdict.words.trim().length < 2) return refuse("words_needed", "Say what is wrong with the goods.", "words");
  const wrong = claimsRefusal(verdict.claims, input.lots);
  if (wrong) return wrong;
  const claims = verdict.claims.map(({ lot_id, units }) => ({ lot_id, units }));
  return ok({ state: "claimed", claims: claims.sort((a, b) => compareText(a.lot_id, b.lot_id)) });
}

function claimsRefusal(claims: readonly LotClaim[], lots: readonly DeliveredLot[]) {
  if (claims.length === 0) return refuse("nothing_claimed", "Say how much of which lot is meant.", "claims");
  if (new Set(claims.map((one) => one.lot_id)).size !== claims.length)
    return refuse("duplicate_lot", "A lot is named twice.", "claims");
  for (const [at, claim] of claims.entries()) {
    const lot = lots.find((one) => one.lot_id === claim.lot_id);
    if (!lot) return refuse("lot_not_found", "This lot did not come with the delivery.", `claims.${at}.lot_id`);
    if (!Number.isSafeInteger(claim.units) || claim.units <= 0)
      return refuse("invalid_units", "Claim whole units, more than none.", `claims.${at}.units`);
    if (claim.units > lot.units) {
      const message = `Of this lot ${lot.units} units came, not ${claim.units}.`;
      return refuse("over_delivered", message, `claims.${at}.units`);
    }
  }
  return null;
}

/** Money of one lot in a delivery; released + kept = paid at the first word, and given back + released = kept when that is settled. */
export interface LotMoney {
  readonly lot_id: string;
  readonly minor: bigint;
}

/**
 * Money of a delivery by lot id, once the buyer has spoken: of what is claimed nothing is let go, `kept = ceil(paid * claimed / came)`; the
 * rest is released. Rows of zero are left out.
 */
export function releaseOf(
  lots: readonly DeliveredLot[],
  claims: readonly LotClaim[],
): { readonly released: LotMoney[]; readonly kept: LotMoney[] } {
  const kept = moneyOf(lots, (lot) => keptOf(lot, unitsOf(claims, lot.lot_id)));
  const released = moneyOf(lots, (lot) => lot.paid_minor - keptOf(lot, unitsOf(claims, lot.lot_id)));
  return { released, kept };
}

/**
 * What of the kept money goes back to the buyer once a claim is decided, and what is released after all, by lot id:
 * `back = floor(paid * upheld / came)`. Who bears it in the end is the claim's cause (`claim-bearer.ts`). Throws on more upheld of a lot
 * than was claimed: the desk was refused that before.
 */
export function settleClaim(
  lots: readonly DeliveredLot[],
  claims: readonly LotClaim[],
  upheld: readonly LotClaim[],
): { readonly back: LotMoney[]; readonly released: LotMoney[] } {
  for (const one of upheld) {
    if (one.units > unitsOf(claims, one.lot_id)) throw new RangeError(`more upheld than claimed of lot ${one.lot_id}`);
  }
  const backOf = (lot: DeliveredLot) =>
    lot.units === 0 ? 0n : (lot.paid_minor * BigInt(unitsOf(upheld, lot.lot_id))) / BigInt(lot.units);
  const back = moneyOf(lots, backOf);
  const released = moneyOf(lots, (lot) => keptOf(lot, unitsOf(claims, lot.lot_id)) - backOf(lot));
  return { back, released };
}

function keptOf(lot: DeliveredLot, claimed: number): bigint {
  if (claimed === 0) return 0n;
  const units = BigInt(lot.units);
  return (lot.paid_minor * BigInt(claimed) + units - 1n) / units;
}

function unitsOf(claims: readonly LotClaim[], lot_id: string): number {
  return claims.find((one) => one.lot_id === lot_id)?.units ?? 0;
}

function moneyOf(lots: readonly DeliveredLot[], of: (lot: DeliveredLot) => bigint): LotMoney[] {
  return lots
    .map((lot) => ({ lot_id: lot.lot_id, minor: of(lot) }))
    .filter((one) => one.minor !== 0n)
    .sort((a, b) => compareText(a.lot_id, b.lot_id));
}

/**
 * From which day money of a delivery may be divided, ISO. As agreed: after the hold days like any sale (`delivery`), or not before the
 * buyer has looked (`inspection`); the hold days count in both. Null: not yet known, since nobody has spoken, or what is claimed is not
 * settled. `ended_on`: the day the inspection ended; for what was accepted beside a claim, the day of the claim.
 */
export function releaseDay(money: {
  readonly when: "delivery" | "inspection";
  readonly delivered_on: string;
  readonly hold_days: number;
  readonly ended_on: string | null;
}): string | null {
  const held_until = inspectBy(money.delivered_on, money.hold_days);
  if (money.when === "delivery") return held_until;
  if (money.ended_on === null) return null;
  return money.ended_on > held_until ? money.ended_on : held_until;
}
