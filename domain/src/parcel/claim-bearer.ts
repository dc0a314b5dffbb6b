import { z } from "zod";
import { apportion } from "../shared/apportion";
import { claimOfOwner } from "../settlement/returned-goods";
import { formatMinor } from "../shared/money";
import { minorSchema } from "../shared/money-schema";
import { compareText } from "../shared/order";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import type { CarrierAnswer } from "./claim";
import { PICKUP } from "./pickup-point";

/**
 * Why it happened, and with that who bears it (docs: adr, claims):
 * - `carrier`: lost or damaged in its hands after the handover;
 * - `packing`: packed wrongly, or broken before the handover: the cooperative;
 * - `goods`: of their own quality, rotten say: the lots in the parcel, as far as the policy lets them.
 */
export const CLAIM_CAUSES = ["carrier", "packing", "goods"] as const;
export type ClaimCause = (typeof CLAIM_CAUSES)[number];

/** What can have happened to a parcel of this carrier: no carrier had in its hands what a buyer fetches, so none is asked for it. */
export function causesOf(carrier: string): readonly ClaimCause[] {
  return carrier === PICKUP.carrier ? CLAIM_CAUSES.filter((cause) => cause !== "carrier") : CLAIM_CAUSES;
}

/** Whether a cause may be named for a parcel of this carrier. */
export function checkCause(cause: ClaimCause, carrier: string): Result<ClaimCause, Refusal<"no_carrier">> {
  if (causesOf(carrier).includes(cause)) return ok(cause);
  const message =
    "No carrier had this parcel: its goods are fetched at a pick-up point. Name another cause. Nothing was changed.";
  return refuse("no_carrier", message);
}

/** Of a claim lots bear half at most, whatever a policy says: the cooperative graded the goods and sold them. */
export const MAX_LOTS_BP = 5_000;

/** Until a cooperative sets its own. Households bear nothing. */
export const DEFAULT_CLAIM_POLICY = { report_days: 7, wish_days: 3, lots_bp: 0 } as const;

export const claimPolicySchema = z.strictObject({
  /** Days after arrival in which a buyer may report. */
  report_days: z.int().min(1).max(60),
  /** Days that a silent buyer is waited for before the money goes back. */
  wish_days: z.int().min(0).max(14),
  /** Of what quality costs, the basis points that the lots bear; the rest is the cooperative's. */
  lots_bp: z.int().min(0).max(MAX_LOTS_BP),
  carriers: z
    .array(
      z.strictObject({
        carrier: z.string().min(1).max(40),
        /** Days from the handover in which it must be asked. */
        claim_days: z.int().min(1).max(365),
        /** What it answers for, for each parcel. Null: no limit was agreed. */
        limit_minor: minorSchema.nullable(),
      }),
    )
    .max(100),
});
export type ClaimPolicyInput = z.input<typeof claimPolicySchema>;

export const claimCostSchema = z.strictObject({
  cost_minor: minorSchema,
  cause: z.enum(CLAIM_CAUSES),
  /** What the carrier answers for of this parcel: its declared value, else its limit. Null: for all of it. */
  limit_minor: minorSchema.nullable(),
  lots_bp: z.int().min(0).max(MAX_LOTS_BP),
  /** Whether what a household bears and is not owed now is taken from its later payouts; otherwise the cooperative bears it. */
  claws_back: z.boolean().default(false),
  lots: z
    .array(
      z.strictObject({
        lot: z.string().min(1).max(200),
        household: z.string().min(1).max(200),
        /** In the packs that are claimed. */
        weight: z.int().nonnegative(),
        /** What the household is owed and not promised to a payout: more is never taken. */
        most_minor: minorSchema,
      }),
    )
    .max(100_000),
});
export type ClaimCost = z.input<typeof claimCostSchema>;

export interface ClaimShares {
  readonly carrier_minor: bigint;
  readonly cooperative_minor: bigint;
  /** By lot id; lots that bear nothing are left out. */
  readonly lots: readonly LotShare[];
}

export interface LotShare {
  readonly lot: string;
  readonly household: string;
  /** Off what the household is owed now. */
  readonly amount_minor: bigint;
  /** It is not owed so much any more: off its later payouts (docs: adr, clawbacks). */
  readonly later_minor: bigint;
}

/**
 * Who bears what of a claim, in minor units, rounded once; the parts sum to the cost:
 * - carrier: min(cost, limit); the rest is the cooperative's;
 * - packing: all is the cooperative's;
 * - goods: floor(cost * lots_bp / 10000) over the lots by weight (largest remainder, ties by lot), each no more than what its
 *   household is owed, households of several lots taken together; what is left is taken from its later payouts with
 *   `claws_back`, else the cooperative's. So is the part of goods that came back by an earlier claim: their owner is no household.
 * Independent of the order of the lots. Refuses a lot named twice.
 */
export function bearClaim(input: ClaimCost): Result<ClaimShares, Refusal<"invalid_input" | "duplicate_lot">> {
  const parsed = parseInput(claimCostSchema, input);
  if (!parsed.ok) return parsed;
  const { cost_minor, cause, limit_minor } = parsed.value;
  if (new Set(parsed.value.lots.map((one) => one.lot)).size !== parsed.value.lots.length) {
    return refuse("duplicate_lot", "A lot is listed twice.", "lots");
  }
  if (cause === "carrier") {
    const carrier_minor = limit_minor !== null && limit_minor < cost_minor ? limit_minor : cost_minor;
    return ok({ carrier_minor, cooperative_minor: cost_minor - carrier_minor, lots: [] });
  }
  if (cause === "packing") return ok({ carrier_minor: 0n, cooperative_minor: cost_minor, lots: [] });
  const lots = sharedByLots(parsed.value);
  const borne = lots.reduce((sum, one) => sum + one.amount_minor + one.later_minor, 0n);
  return ok({ carrier_minor: 0n, cooperative_minor: cost_minor - borne, lots });
}

function sharedByLots({
  cost_minor,
  lots_bp,
  claws_back,
  lots,
}: z.output<typeof claimCostSchema>): ClaimShares["lots"] {
  const sorted = [...lots].sort((a, b) => compareText(a.lot, b.lot));
  if (sorted.every((one) => one.weight === 0)) return [];
  const shares = apportion(
    (cost_minor * BigInt(lots_bp)) / 10_000n,
    sorted.map((one) => BigInt(one.weight)),
    sorted.map((one) => one.lot),
    compareText,
  );
  // What one household may still bear: its lots draw on one account. Goods that came back by an earlier claim are no household's.
  const left = new Map<string, bigint>();
  for (const { household, most_minor } of sorted) {
    if (claimOfOwner(household) !== undefined) continue;
    const known = left.get(household);
    left.set(household, known === undefined || most_minor < known ? most_minor : known);
  }
  return sorted.flatMap(({ lot, household }, index) => {
    const free = left.get(household) ?? 0n;
    const share = shares[index] ?? 0n;
    const amount_minor = share < free ? share : free;
    left.set(household, free - amount_minor);
    const later_minor = claws_back && claimOfOwner(household) === undefined ? share - amount_minor : 0n;
    return amount_minor + later_minor > 0n ? [{ lot, household, amount_minor, later_minor }] : [];
  });
}

/**
 * Whether goods may be found to be the cause: somebody looked at them, with a photo, who neither opened the claim nor
 * decides it. Anything less, and no household bears a cent.
 */
export function decideCause(
  cause: ClaimCause,
  inspection: { readonly finding: ClaimCause; readonly person: string; readonly photos: number } | null,
  people: { readonly opened_by: string; readonly decides: string },
): Result<ClaimCause, Refusal<"inspect_first" | "same_person">> {
  if (cause !== "goods") return ok(cause);
  if (inspection?.finding !== "goods" || inspection.photos === 0) {
    const message =
      "That the goods themselves were bad must be found by an inspection with a photo. Nothing was changed.";
    return refuse("inspect_first", message, "cause");
  }
  if (inspection.person === people.opened_by || inspection.person === people.decides) {
    const message = "Who inspected the goods may neither have opened the claim nor decide it: ask a second person.";
    return refuse("same_person", message, "cause");
  }
  return ok(cause);
}

/**
 * Whether a carrier may have answered so, in minor units. Says that it paid: above zero, and no more than it was asked for
 * (`asked_minor`: its limit for the parcel, or what was lost). By two people (`by_two`, a correction) up to what the claim cost, since
 * a carrier may pay more than its limit. Anything else is a slip of the hand: 26101 for 261.01.
 */
export function decideCarrierAnswer(
  said: { readonly answer: CarrierAnswer; readonly paid_minor: bigint },
  claim: { readonly asked_minor: bigint; readonly cost_minor: bigint; readonly currency: string },
  by_two: boolean,
): Result<void, Refusal<"invalid_amount" | "more_than_asked" | "more_than_lost">> {
  if ((said.answer === "paid") !== said.paid_minor > 0n) {
    const message = "Give what the carrier paid, above zero; or say that it refused. Nothing was saved.";
    return refuse("invalid_amount", message, "paid_minor");
  }
  const amount = (minor: bigint) => formatMinor(minor, claim.currency);
  if (by_two && said.paid_minor > claim.cost_minor) {
    const message = `The claim cost ${amount(claim.cost_minor)}; ${amount(said.paid_minor)} is more. Nothing was saved; look at the amount again.`;
    return refuse("more_than_lost", message, "paid_minor");
  }
  if (!by_two && said.paid_minor > claim.asked_minor) {
    const message = `The carrier was asked for ${amount(claim.asked_minor)}; ${amount(said.paid_minor)} is more. Nothing was saved. If it did pay more, enter what was asked and then correct it: a second person confirms.`;
    return refuse("more_than_asked", message, "paid_minor");
  }
  return ok(undefined);
}

/**
 * What follows from the carrier's answer. `asked_minor`: what stands against it. Paid in full or more: the rest lowers the
 * cooperative's loss; less, refused, or silent: what is missing is the cooperative's loss.
 */
export function carrierSettled(asked_minor: bigint, paid_minor: bigint): { lost_minor: bigint; over_minor: bigint } {
  return paid_minor >= asked_minor
    ? { lost_minor: 0n, over_minor: paid_minor - asked_minor }
    : { lost_minor: asked_minor - paid_minor, over_minor: 0n };
}
