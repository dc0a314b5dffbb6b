/** From how much on a price holds; minor units. */
export interface PriceStep {
  readonly from: number;
  readonly price_minor: bigint;
}

export type StepFault = "empty" | "too_long" | "not_positive" | "start" | "quantity" | "not_cheaper";

/**
 * What keeps these steps from being a ladder, and at which step, counted from 0; null when they are one: the first from 0 on, each next
 * from more and cheaper, above zero, at most `most`.
 */
export function stepFault(steps: readonly PriceStep[], most: number): { fault: StepFault; at: number } | null {
  if (steps.length === 0) return { fault: "empty", at: 0 };
  if (steps.length > most) return { fault: "too_long", at: most };
  for (const [at, step] of steps.entries()) {
    const before = steps[at - 1];
    if (step.price_minor <= 0n) return { fault: "not_positive", at };
    if (!before) {
      if (step.from !== 0) return { fault: "start", at };
      continue;
    }
    if (!Number.isSafeInteger(step.from) || step.from <= before.from) return { fault: "quantity", at };
    if (step.price_minor >= before.price_minor) return { fault: "not_cheaper", at };
  }
  return null;
}

/** Which step holds for a quantity, counted from 0, by where each begins. */
export function stepAt(froms: readonly number[], quantity: number): number {
  return Math.max(0, froms.filter((from) => from <= quantity).length - 1);
}
