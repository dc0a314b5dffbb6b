import { roundHalfUpDiv } from "../shared/money";
import { stepAt, stepFault } from "../shared/price-steps";
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
  const found = stepFault(
    steps.map(({ from_cases, price_minor }) => ({ from: from_cases, price_minor })),
    MAX_STEPS,
  );
  if (!found) return ok(steps);
  const field = found.fault === "empty" ? "steps" : `steps.${found.at}`;
  switch (found.fault) {
    case "empty":
      return refuse("ladder_empty", "A ladder begins with the price that everybody pays first.", field);
    case "too_long":
      return refuse("ladder_too_long", `A ladder has at most ${MAX_STEPS} steps.`, field);
    case "start":
      return refuse("ladder_start", "The first step holds from the first case on.", field);
    case "quantity": {
      const before = steps[found.at - 1]?.from_cases ?? 0;
      return refuse("ladder_cases", `This step begins after more than ${before} full cases.`, field);
    }
    case "not_positive":
      return refuse("ladder_price", "A price is more than zero.", field);
    case "not_cheaper":
      return refuse("ladder_price", "Each step costs less than the one before.", field);
  }
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
  const step = stepAt(from_cases, cases);
  const after = from_cases[step + 1];
  return {
    cases,
    step,
    to_full_case: case_units - (ordered % case_units),
    next: after === undefined ? null : { step: step + 1, cases: after - cases },
  };
}
