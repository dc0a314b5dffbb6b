import {
  decideDeductions,
  decideIntake,
  ok,
  refuse,
  type DeductionLine,
  type DeductionRefusal,
  type IntakeRefusal,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Sql } from "../../lib/sql";
import { rulesInForce, type RuleInForce } from "./deduction-rules";
import { scaleLimit, tareOf, type TareRefusal } from "./equipment";
import type { PoolRow, ReceiveLotInput } from "./types";

export type PlanIntakeRefusal =
  | IntakeRefusal
  | DeductionRefusal
  | TareRefusal
  | Refusal<"pieces_needed" | "weight_needed" | "deduction_needs_weight">;

/** What a weigh-in comes to, before anything is written. */
export interface PlannedIntake {
  tare_g: number | undefined;
  /** Accepted base units: net less deductions, or pieces. */
  units: number;
  harvested_on: string;
  best_before: string | null;
  grade: string;
  deductions: readonly (DeductionLine & { rule_id: string })[];
}

/** Reads container, scale and table of the day, and decides. */
export async function planIntake(
  sql: Sql,
  pool: PoolRow,
  input: ReceiveLotInput,
): Promise<Result<PlannedIntake, PlanIntakeRefusal>> {
  const tare = await tareOf(sql, input);
  if (!tare.ok) return tare;
  const limit_g = await scaleLimit(sql, pool.cooperative_id, input.scale);
  const rules = input.measured ? await rulesInForce(sql, pool.cooperative_id, input.today, pool.produce) : [];
  return decideWeighIn(pool, { ...input, tare_g: tare.value }, { scale_limit_g: limit_g, rules });
}

/** As `planIntake`, with what it needs at hand: an import of 100,000 rows reads its tables once. */
export function decideWeighIn(
  pool: PoolRow,
  input: Omit<ReceiveLotInput, "tare_g"> & { tare_g?: number | undefined },
  facts: { scale_limit_g: number | undefined; rules: readonly RuleInForce[] },
): Result<PlannedIntake, PlanIntakeRefusal> {
  const pieces = pool.unit === "piece";
  if (pieces && input.pieces === undefined) {
    return refuse("pieces_needed", "This pool is counted in pieces: say how many.", "pieces");
  }
  if (!pieces && (input.gross_g === undefined || input.tare_g === undefined)) {
    return refuse("weight_needed", "This pool is weighed: give gross and tare in grams.", "gross_g");
  }
  // A pool of pieces is decided by the same rule, with a count where the scale's reading stands.
  const plan = decideIntake(
    {
      gross_g: pieces ? (input.pieces ?? 0) : (input.gross_g ?? 0),
      tare_g: pieces ? 0 : (input.tare_g ?? 0),
      harvested_on: input.harvested_on,
      grade: input.grade,
      ...(input.best_before === undefined ? {} : { best_before: input.best_before }),
    },
    {
      today: input.today,
      ...(facts.scale_limit_g === undefined || pieces ? {} : { scale_limit_g: facts.scale_limit_g }),
      pool: { state: pool.status, grade: pool.grade, ...(pool.pack_units === null ? {} : { pack_g: pool.pack_units }) },
    },
  );
  if (!plan.ok) return plan;
  const deducted = deductionsOf(pool, plan.value.net_g, input, facts.rules);
  if (!deducted.ok) return deducted;
  return ok({
    tare_g: input.tare_g,
    units: deducted.value.units,
    harvested_on: plan.value.harvested_on,
    best_before: plan.value.best_before,
    grade: plan.value.grade,
    deductions: deducted.value.lines,
  });
}

function deductionsOf(
  pool: PoolRow,
  net: number,
  input: Pick<ReceiveLotInput, "measured">,
  rules: readonly RuleInForce[],
): Result<{ units: number; lines: PlannedIntake["deductions"] }, PlanIntakeRefusal> {
  if (!input.measured || Object.keys(input.measured).length === 0) return ok({ units: net, lines: [] });
  if (pool.unit === "piece") {
    const message =
      "What is counted in pieces has no share to take off: count the good ones, and enter the rest as refused.";
    return refuse("deduction_needs_weight", message, "measured");
  }
  const deducted = decideDeductions(net, input.measured, rules);
  if (!deducted.ok) return deducted;
  const idOf = (kind: string): string => rules.find((rule) => rule.kind === kind)?.id ?? "";
  return ok({
    units: deducted.value.accepted_g,
    lines: deducted.value.lines.map((line) => ({ ...line, rule_id: idOf(line.kind) })),
  });
}
