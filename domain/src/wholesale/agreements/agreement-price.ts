import { roundHalfUpDiv } from "../../shared/money";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { FULL_BP } from "../../settlement/waterfall";
import { checkVolumeSteps, type VolumeStep, type VolumeStepsRefusal } from "../quick-order/volume-steps";

/**
 * What goods of an agreement cost. Every price is minor units for `per_units` base units: 1,000 grams for a kilogram, 1 for a piece.
 * - fixed: one price all season;
 * - ladder: the more of the agreement is drawn, the less the next unit costs; what was drawn before keeps its price;
 * - floor_and_share: at least the floor; of what the market pays above it, the part `share_bp` is added.
 */
export type AgreementPrice = { readonly per_units: number } & (
  | { readonly kind: "fixed"; readonly price_minor: bigint }
  | { readonly kind: "ladder"; readonly steps: readonly VolumeStep[] }
  | { readonly kind: "floor_and_share"; readonly floor_minor: bigint; readonly share_bp: number }
);

export type AgreementPriceRefusal =
  VolumeStepsRefusal | Refusal<"invalid_per_units" | "invalid_price" | "invalid_share">;

/** The price when it is one. Refuses a price that is not above zero, a share outside 0 to 10,000 basis points, steps that are no ladder. */
export function checkAgreementPrice(price: AgreementPrice): Result<AgreementPrice, AgreementPriceRefusal> {
  if (!Number.isSafeInteger(price.per_units) || price.per_units <= 0)
    return refuse("invalid_per_units", "Say how many units the price is for: 1000 for a kilogram.", "per_units");
  switch (price.kind) {
    case "fixed":
      return price.price_minor > 0n ? ok(price) : refuse("invalid_price", "A price is more than zero.", "price_minor");
    case "ladder": {
      const steps = checkVolumeSteps(price.steps);
      return steps.ok ? ok(price) : steps;
    }
    case "floor_and_share":
      if (price.floor_minor <= 0n) return refuse("invalid_price", "A floor is more than zero.", "floor_minor");
      if (!Number.isInteger(price.share_bp) || price.share_bp < 0 || price.share_bp > FULL_BP)
        return refuse("invalid_share", `The share is 0 to ${FULL_BP} basis points.`, "share_bp");
      return ok(price);
  }
}

/** Units of a call-off that cost the same, and what they cost. */
export interface PricedPart {
  readonly units: number;
  readonly price_minor: bigint;
  readonly amount_minor: bigint;
}

export interface CallOffPrice {
  /** By rising drawn volume; one part, but where a ladder's step is crossed. */
  readonly parts: readonly PricedPart[];
  /** The sum of the parts. */
  readonly amount_minor: bigint;
}

/**
 * What a call-off costs, when `drawn_units` of the agreement (all cooperatives together) are drawn before it. One that crosses a step of
 * the ladder is split there. The amount is the cost of all that is drawn after it less that of all before, each rounded half up once, so
 * that call-offs one after another cost together exactly what one large one costs. `market_minor`: the price of the day for the same
 * units; needed for floor and share. Refuses only its absence; the price itself was checked when it was agreed.
 */
export function priceCallOff(
  price: AgreementPrice,
  drawn_units: number,
  units: number,
  market_minor: bigint | null,
): Result<CallOffPrice, Refusal<"market_price_needed">> {
  if (!isUnits(drawn_units) || !isUnits(units)) throw new RangeError(`not units: ${drawn_units}, ${units}`);
  if (price.kind === "floor_and_share" && market_minor === null) {
    const message = "The price of the day is not known yet. Enter it first; nothing was called off.";
    return refuse("market_price_needed", message, "market_minor");
  }
  const steps = stepsOf(price, market_minor ?? 0n);
  const parts: PricedPart[] = [];
  const end = drawn_units + units;
  for (const [at, step] of steps.entries()) {
    const from = Math.max(step.from, drawn_units);
    const to = Math.min(steps[at + 1]?.from ?? end, end);
    if (to <= from) continue;
    const amount_minor = costOf(steps, to, price.per_units) - costOf(steps, from, price.per_units);
    parts.push({ units: to - from, price_minor: step.price_minor, amount_minor });
  }
  return ok({ parts, amount_minor: parts.reduce((sum, part) => sum + part.amount_minor, 0n) });
}

/** floor + round_half_up(max(0, market - floor) * share_bp / 10000). */
export function floorAndShare(floor_minor: bigint, share_bp: number, market_minor: bigint): bigint {
  const above = market_minor > floor_minor ? market_minor - floor_minor : 0n;
  return floor_minor + roundHalfUpDiv(above * BigInt(share_bp), BigInt(FULL_BP));
}

function stepsOf(price: AgreementPrice, market_minor: bigint): readonly VolumeStep[] {
  if (price.kind === "ladder") return price.steps;
  if (price.kind === "fixed") return [{ from: 0, price_minor: price.price_minor }];
  return [{ from: 0, price_minor: floorAndShare(price.floor_minor, price.share_bp, market_minor) }];
}

/** What the first `units` of an agreement cost: the exact sum over its steps, rounded once. */
function costOf(steps: readonly VolumeStep[], units: number, per_units: number): bigint {
  let exact = 0n;
  for (const [at, step] of steps.entries()) {
    const to = Math.min(steps[at + 1]?.from ?? units, units);
    if (to > step.from) exact += BigInt(to - step.from) * step.price_minor;
  }
  return roundHalfUpDiv(exact, BigInt(per_units));
}

function isUnits(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
