import { ok, refuse, type Refusal, type Result } from "../shared/result";

// Steps of a price by quantity, of one buyer alone; the ladder of a group is the order cycle's.

/** Steps at most: more than these nobody reads. */
export const MAX_VOLUME_STEPS = 12;

/** From how much on (packs, or base units) the price holds. Minor units. */
export interface VolumeStep {
  readonly from: number;
  readonly price_minor: bigint;
}

export type VolumeStepsRefusal = Refusal<
  "steps_empty" | "steps_too_long" | "steps_start" | "steps_quantity" | "steps_price"
>;

/**
 * The steps when they are a ladder: the first from 0 on, each next from more and cheaper, above zero, at most twelve. Refuses anything
 * else and names the step at fault (`steps.2`), counted from 0.
 */
export function checkVolumeSteps(steps: readonly VolumeStep[]): Result<readonly VolumeStep[], VolumeStepsRefusal> {
  if (steps.length === 0) return refuse("steps_empty", "Give at least the first price.", "steps");
  if (steps.length > MAX_VOLUME_STEPS) {
    return refuse("steps_too_long", `A ladder has at most ${MAX_VOLUME_STEPS} steps.`, `steps.${MAX_VOLUME_STEPS}`);
  }
  for (const [at, step] of steps.entries()) {
    const before = steps[at - 1];
    if (step.price_minor <= 0n) return refuse("steps_price", "A price is more than zero.", `steps.${at}`);
    if (!before) {
      if (step.from !== 0) return refuse("steps_start", "The first price holds from nothing on.", `steps.${at}`);
      continue;
    }
    if (!Number.isSafeInteger(step.from) || step.from <= before.from)
      return refuse("steps_quantity", `This step begins at a whole quantity above ${before.from}.`, `steps.${at}`);
    if (step.price_minor >= before.price_minor)
      return refuse("steps_price", "Each step costs less than the one before.", `steps.${at}`);
  }
  return ok(steps);
}

/** Which step holds for a quantity, counted from 0. */
export function stepAt(steps: readonly VolumeStep[], quantity: number): number {
  return Math.max(0, steps.filter((step) => step.from <= quantity).length - 1);
}
