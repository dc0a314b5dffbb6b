import { roundHalfUpDiv } from "../shared/money";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

// The price ladder of a group: the more is ordered together in an order cycle, the less each pays (docs: adr, order cycles).

/** Steps of a ladder, the first one counted: more than these nobody reads. */
export const MAX_STEPS = 6;

/** From how many full cases on, ordered by all together, a pack costs how much. */
export interface LadderStep {
  readonly from_cases: number;
  readonly price_minor: bigint;
}

export type LadderRefusal = Refusal<
  "ladder_empty" | "ladder_too_long" | "ladder_start" | "ladder_cases" | "ladder_price"
>;

/**
 * The steps themselves when they are a ladder: the first from no case on, then each from more cases and at a lower price, above
 * zero, at most six. Refuses anything else and names the step at fault (`steps.2`), counted from 0.
 */
export function checkLadder(steps: readonly LadderStep[]): Result<readonly LadderStep[], LadderRefusal> {
  if (steps.length === 0)
    return refuse("ladder_empty", "A ladder begins with the price that everybody pays first.", "steps");
  if (steps.length > MAX_STEPS)
    return refuse("ladder_too_long", `A ladder has at most ${MAX_STEPS} steps.`, `steps.${MAX_STEPS}`);
  for (const [at, step] of steps.entries()) {
    const before = steps[at - 1];
    if (step.price_minor <= 0n) return refuse("ladder_price", "A price is more than zero.", `steps.${at}`);
    if (!before) {
      if (step.from_cases !== 0)
        return refuse("ladder_start", "The first step holds from the first case on.", `steps.${at}`);
      continue;
    }
    if (!Number.isSafeInteger(step.from_cases) || step.from_cases <= before.from_cases)
      return refuse("ladder_cases", `This step begins after more than ${before.from_cases} full cases.`, `steps.${at}`);
    if (step.price_minor >= before.price_minor)
      return refuse("ladder_price", "Each step costs less than the one before.", `steps.${at}`);
  }
  return ok(steps);
}

/**
 * What another pack of the same goods costs at a step, from the pack whose prices were typed: in the same proportion,
 * `round_half_up(first * lead_at_step / lead_first)`. Minor units. At the first step it is exactly its own price; it never rises.
 */
export function packAtStep(first_minor: bigint, lead: { first_minor: bigint; step_minor: bigint }): bigint {
  if (lead.first_minor <= 0n) throw new RangeError("the price of the pack that leads is more than zero");
  return roundHalfUpDiv(first_minor * lead.step_minor, lead.first_minor);
}

/** How far an order cycle is with one of its goods. */
export interface LadderProgress {
  /** Full cases ordered by all together. */
  readonly cases: number;
  /** The step that holds now, counted from 0. */
  readonly step: number;
  /** Base units until the case that is begun is full; a whole case when none is begun. */
  readonly to_full_case: number;
  /** The next step and how many more full cases it takes; null on the last. */
  readonly next: { readonly step: number; readonly cases: number } | null;
}

/** Ordered so far (base units: grams or pieces) against the cases and the steps. A case of nothing is a mistake of ours: it throws. */
export function ladderProgress(
  ordered_units: number,
  case_units: number,
  from_cases: readonly number[],
): LadderProgress {
  if (!Number.isSafeInteger(case_units) || case_units <= 0) throw new RangeError("a case holds more than nothing");
  const ordered = Math.max(0, ordered_units);
  const cases = Math.floor(ordered / case_units);
  const reached = from_cases.filter((from) => from <= cases).length;
  const step = Math.max(0, reached - 1);
  const after = from_cases[step + 1];
  return {
    cases,
    step,
    to_full_case: case_units - (ordered % case_units),
    next: after === undefined ? null : { step: step + 1, cases: after - cases },
  };
}
