import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";

/** Why goods are written off. */
export const WASTE_REASONS = ["spoilt", "mould", "pests", "broken", "sample", "missing", "other"] as const;
/** Why a lot's figure is corrected without goods being lost or found on purpose. */
export const ADJUST_REASONS = ["count", "scale", "found", "mixed_up", "other"] as const;

/** Lots of one adjustment at most: a page that a second person can still read. */
export const MAX_ADJUSTMENT_LINES = 200;
/** Shortest text that says something: "霉变" does, a dot does not. */
export const MIN_WORDS = 2;
/** Longest text of a reason: a paragraph. */
export const MAX_WORDS = 500;

/**
 * An adjustment's states. What is under the cooperative's limit is approved as it is proposed; above it a second
 * person approves or rejects. The proposer may withdraw.
 */
export const ADJUSTMENT_TRANSITIONS = defineTransitions({
  thing: "adjustment",
  initial: "proposed",
  terminal: ["approved", "rejected", "withdrawn"],
  next: {
    proposed: ["approved", "rejected", "withdrawn"],
    approved: [],
    rejected: [],
    withdrawn: [],
  },
});
export type AdjustmentState = "proposed" | "approved" | "rejected" | "withdrawn";

export interface AdjustmentLine {
  readonly lot: string;
  /** Base units; negative takes out of the lot, positive puts in. Never 0. Waste is always negative. */
  readonly delta_units: number;
}

export interface AdjustmentInput {
  readonly kind: "waste" | "adjust";
  readonly reason: string;
  readonly words: string;
  readonly lines: readonly AdjustmentLine[];
}

/** What stands in the ledger when the decision is made. All in base units. */
export interface AdjustmentContext {
  readonly pool: { readonly on_hand: number; readonly held: number; readonly pack?: number };
  readonly lots: readonly {
    readonly lot: string;
    readonly number: string;
    /** Neither allocated, shipped nor wasted. */
    readonly free: number;
    /** Of `free`: what a hold of an expired lot keeps from sale. Taking it out frees the hold. */
    readonly expired?: number;
  }[];
  /** Up to so many units in all one person may write off alone within a day. */
  readonly limit_units: number;
  /** What the same person moved alone in this pool in the last 24 hours: many small entries are one large one. */
  readonly alone_units?: number;
}

export interface AdjustmentPlan {
  readonly lines: readonly AdjustmentLine[];
  /** Sum of the lines, signed. */
  readonly total_units: number;
  /** True: it waits for another person. */
  readonly needs_second: boolean;
  /** Units by which holds of expired lots shrink, by lot. */
  readonly expired: readonly { readonly lot: string; readonly units: number }[];
}

export type AdjustmentRefusal = Refusal<
  | "invalid_reason"
  | "invalid_words"
  | "invalid_lines"
  | "invalid_units"
  | "lot_not_found"
  | "lot_allocated"
  | "not_whole_packs"
  | "under_held"
>;

/**
 * Whether goods may be written off or a lot corrected, and whether one person may do it alone: the sum of what is moved,
 * whatever its sign, and of what that person moved alone within the day, against the cooperative's limit. Refuses an unknown reason, no words, what is allocated to an order
 * (a short is entered for that), parts of a pack, and more than the pool has left beside what it promised.
 */
export function decideAdjustment(
  input: AdjustmentInput,
  context: AdjustmentContext,
): Result<AdjustmentPlan, AdjustmentRefusal> {
  const known: readonly string[] = input.kind === "waste" ? WASTE_REASONS : ADJUST_REASONS;
  if (!known.includes(input.reason)) {
    return refuse("invalid_reason", `The reason must be one of: ${known.join(", ")}.`, "reason");
  }
  const words = input.words.trim();
  if (words.length < MIN_WORDS || words.length > MAX_WORDS) {
    return refuse("invalid_words", `Say in ${MIN_WORDS} to ${MAX_WORDS} characters what happened.`, "words");
  }
  if (input.lines.length === 0 || input.lines.length > MAX_ADJUSTMENT_LINES) {
    return refuse("invalid_lines", `An adjustment has 1 to ${MAX_ADJUSTMENT_LINES} lots.`, "lines");
  }
  const lines = [...input.lines].sort((a, b) => compareText(a.lot, b.lot));
  if (new Set(lines.map((line) => line.lot)).size !== lines.length) {
    return refuse("invalid_lines", "Each lot may stand in an adjustment once.", "lines");
  }
  const expired: { lot: string; units: number }[] = [];
  for (const line of lines) {
    const wrong = checkLine(input.kind, line, context);
    if (wrong) return wrong;
    const blocked = context.lots.find((lot) => lot.lot === line.lot)?.expired ?? 0;
    const freed = Math.min(blocked, Math.max(0, -line.delta_units));
    if (freed > 0) expired.push({ lot: line.lot, units: freed });
  }
  const total_units = lines.reduce((sum, line) => sum + line.delta_units, 0);
  const held = context.pool.held - expired.reduce((sum, one) => sum + one.units, 0);
  if (context.pool.on_hand + total_units < held) {
    const left = Math.max(0, context.pool.on_hand - context.pool.held);
    const message =
      `Only ${left} of this pool are free: the rest is promised. Nothing was changed. ` +
      "Release a hold that is no longer needed, or enter a short for the orders that can't be filled.";
    return refuse("under_held", message, "lines");
  }
  const moved = lines.reduce((sum, line) => sum + Math.abs(line.delta_units), 0);
  return ok({ lines, total_units, needs_second: moved + (context.alone_units ?? 0) > context.limit_units, expired });
}

function checkLine(
  kind: "waste" | "adjust",
  line: AdjustmentLine,
  context: AdjustmentContext,
): { readonly ok: false; readonly refusal: AdjustmentRefusal } | undefined {
  const lot = context.lots.find((one) => one.lot === line.lot);
  if (!lot) return refuse("lot_not_found", "One of the lots is not of this pool.", "lines");
  if (!Number.isSafeInteger(line.delta_units) || line.delta_units === 0 || (kind === "waste" && line.delta_units > 0)) {
    const message = `Lot ${lot.number}: give whole units, not zero${kind === "waste" ? ", as a loss" : ""}.`;
    return refuse("invalid_units", message, "lines");
  }
  const { pack } = context.pool;
  if (pack !== undefined && line.delta_units % pack !== 0) {
    return refuse("not_whole_packs", `Lot ${lot.number} is sold in packs of ${pack}: give whole packs.`, "lines");
  }
  if (-line.delta_units > lot.free) {
    const message =
      `Lot ${lot.number} has ${lot.free} that no order waits for; the rest is allocated. Nothing was changed. ` +
      "Enter a short for the orders it fills, or take less out.";
    return refuse("lot_allocated", message, "lines");
  }
  return undefined;
}
