import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import type { PackPrice } from "./price-ladder";
import { checkVolumeSteps, type VolumeStepsRefusal } from "./volume-steps";

/** A price of one pack at most: far above any, and exact as a number of JSON. */
export const MAX_PACK_PRICE_MINOR = 1_000_000_000_000n;

export type PackPriceRefusal = VolumeStepsRefusal | Refusal<"invalid_minimum" | "step_below_minimum">;

/**
 * Whether a cooperative may sell a pack to companies so: a minimum quantity of whole packs, and a ladder, or none: then the price of the
 * shop holds. Refuses what is no ladder, and a step that nobody could reach because the minimum is beyond it (the next step holds from the
 * minimum on): whoever typed it meant something else.
 */
export function decidePackPrice(price: PackPrice): Result<PackPrice, PackPriceRefusal> {
  const { steps, minimum_packs } = price;
  if (!Number.isSafeInteger(minimum_packs) || minimum_packs < 1 || minimum_packs > MAX_PACKS_PER_LINE)
    return refuse("invalid_minimum", `Give whole packs from 1 to ${MAX_PACKS_PER_LINE}.`, "minimum_packs");
  if (steps.length === 0) return ok(price);
  const ladder = checkVolumeSteps(steps);
  if (!ladder.ok) return ladder;
  for (const [at, step] of steps.entries()) {
    const field = `steps.${at}`;
    if (step.price_minor > MAX_PACK_PRICE_MINOR) return refuse("steps_price", "This price is too high.", field);
    if (step.from > MAX_PACKS_PER_LINE)
      return refuse("steps_quantity", `A line has at most ${MAX_PACKS_PER_LINE} packs.`, field);
    if (at > 0 && step.from <= minimum_packs)
      return refuse(
        "step_below_minimum",
        `It is sold from ${minimum_packs} packs on: the step before this one is never reached. Leave it out.`,
        field,
      );
  }
  return ok(price);
}

/** What a company pays by: the cooperative's ladder, or the price of the shop from the first pack on; null without either. */
export function priceForCompanies(own: PackPrice | null, shop_minor: bigint | null): PackPrice | null {
  if (own && own.steps.length > 0) return own;
  if (shop_minor === null || shop_minor <= 0n) return null;
  return { steps: [{ from: 0, price_minor: shop_minor }], minimum_packs: own?.minimum_packs ?? 1 };
}
