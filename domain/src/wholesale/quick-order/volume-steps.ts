import { stepFault, type PriceStep } from "../../shared/price-steps";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";

// Steps of a price by quantity, of one buyer alone; the ladder of a group is the order cycle's.

/** Steps at most: more than these nobody reads. */
export const MAX_VOLUME_STEPS = 12;

/** From how much on (packs, or base units) the price holds. */
export type VolumeStep = PriceStep;

export type VolumeStepsRefusal = Refusal<
  "steps_empty" | "steps_too_long" | "steps_start" | "steps_quantity" | "steps_price"
>;

/**
 * The steps when they are a ladder: the first from 0 on, each next from more and cheaper, above zero, at most twelve. Refuses anything
 * else and names the step at fault (`steps.2`), counted from 0.
 */
export function checkVolumeSteps(steps: readonly VolumeStep[]): Result<readonly VolumeStep[], VolumeStepsRefusal> {
  const found = stepFault(steps, MAX_VOLUME_STEPS);
  if (!found) return ok(steps);
  const field = found.fault === "empty" ? "steps" : `steps.${found.at}`;
  switch (found.fault) {
    case "empty":
      return refuse("steps_empty", "Give at least the first price.", field);
    case "too_long":
      return refuse("steps_too_long", `A ladder has at most ${MAX_VOLUME_STEPS} steps.`, field);
    case "start":
      return refuse("steps_start", "The first price holds from nothing on.", field);
    case "quantity": {
      const before = steps[found.at - 1]?.from ?? 0;
      return refuse("steps_quantity", `This step begins at a whole quantity above ${before}.`, field);
    }
    case "not_positive":
      return refuse("steps_price", "A price is more than zero.", field);
    case "not_cheaper":
      return refuse("steps_price", "Each step costs less than the one before.", field);
  }
}
