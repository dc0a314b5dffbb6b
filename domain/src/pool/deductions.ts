import { z } from "zod";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { isGrams } from "../shared/weight";
import {
  DEDUCTION_KINDS,
  DEDUCTION_METHODS,
  WHOLE_BP,
  deductedGrams,
  type DeductionKind,
  type DeductionMethod,
} from "./deducted-grams";

export * from "./deducted-grams";

const bp = z.int().min(0).max(WHOLE_BP);

/** One row of a cooperative's table for a produce, in force from a day on. */
export const deductionRuleSchema = z
  .strictObject({
    kind: z.enum(DEDUCTION_KINDS),
    method: z.enum(DEDUCTION_METHODS),
    /** Up to here nothing is taken off, in basis points. */
    base_bp: bp.max(WHOLE_BP - 1),
    /** Above this the lot is not taken in at all; null: no such limit. */
    limit_bp: bp.nullable(),
  })
  .refine((rule) => rule.limit_bp === null || rule.limit_bp >= rule.base_bp, {
    path: ["limit_bp"],
    message: "the limit may not be below the base",
  });
export type DeductionRule = z.output<typeof deductionRuleSchema>;

/** What the meter or the sorter says of a lot, in basis points by kind. */
export type Measured = Partial<Record<DeductionKind, number>>;

/** One line of a ticket. A line of 0 g is kept: it says that something was measured and cost nothing. */
export interface DeductionLine {
  readonly kind: DeductionKind;
  readonly method: DeductionMethod;
  readonly measured_bp: number;
  readonly base_bp: number;
  readonly deducted_g: number;
}

export interface Deducted {
  readonly lines: readonly DeductionLine[];
  readonly deducted_g: number;
  /** net - deducted: what counts. */
  readonly accepted_g: number;
}

export type DeductionRefusal = Refusal<
  "invalid_input" | "no_deduction_rule" | "over_quality_limit" | "nothing_left" | "deduction_twice"
>;

/**
 * What a measured quality takes off a net weight in grams: a line for each thing measured, each counted on the net and
 * rounded once, half up, so that the order of the lines does not matter. Source of the formulas: the balance of dry
 * matter, and the plain share (see `DEDUCTION_METHODS`; docs/adr/0012).
 *
 * Refuses a measure that the table does not know (it would be taken off by nobody's rule, or silently ignored), one
 * above the table's limit, and a lot of which nothing is left. Throws on a net weight that is not whole grams.
 */
export function decideDeductions(
  net_g: number,
  measured: Measured,
  rules: readonly DeductionRule[],
): Result<Deducted, DeductionRefusal> {
  if (!isGrams(net_g) || net_g === 0) throw new RangeError(`net_g must be whole grams above 0, got ${net_g}`);
  const parsed = parseInput(measuredSchema, measured);
  if (!parsed.ok) return parsed;
  const lines: DeductionLine[] = [];
  for (const kind of DEDUCTION_KINDS) {
    const measured_bp = parsed.value[kind];
    if (measured_bp === undefined) continue;
    const line = lineOf(net_g, kind, measured_bp, rules);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  const deducted_g = lines.reduce((sum, line) => sum + line.deducted_g, 0);
  if (deducted_g >= net_g) {
    return refuse("nothing_left", `The deductions of ${deducted_g} g leave nothing of the net ${net_g} g.`, "measured");
  }
  return ok({ lines, deducted_g, accepted_g: net_g - deducted_g });
}

const measuredSchema = z.strictObject({
  moisture: bp.optional(),
  foreign_matter: bp.optional(),
  imperfect: bp.optional(),
  other: bp.optional(),
});

function lineOf(
  net_g: number,
  kind: DeductionKind,
  measured_bp: number,
  rules: readonly DeductionRule[],
): Result<DeductionLine, DeductionRefusal> {
  const field = `measured.${kind}`;
  const [rule, second] = rules.filter((one) => one.kind === kind);
  if (rule === undefined) {
    const message = `The cooperative's table has no rule for ${kind} of this produce: leave it empty, or have the manager enter a rule.`;
    return refuse("no_deduction_rule", message, field);
  }
  if (second !== undefined) {
    return refuse("deduction_twice", `The cooperative's table has two rules for ${kind} on this day.`, field);
  }
  if (rule.limit_bp !== null && measured_bp > rule.limit_bp) {
    const message = `${percent(measured_bp)} of ${kind} is above the ${percent(rule.limit_bp)} that may be taken in: hand the goods back to be dried or cleaned.`;
    return refuse("over_quality_limit", message, field);
  }
  const deducted_g = deductedGrams(net_g, measured_bp, rule);
  return ok({ kind, method: rule.method, measured_bp, base_bp: rule.base_bp, deducted_g });
}

/** 1425 -> "14.25 %". */
function percent(basis_points: number): string {
  return `${basis_points / 100} %`;
}
