import { z } from "zod";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** A season is a year unless the cooperative says otherwise; ten years of memory is not a season any more. */
export const SEASON_DAYS = 365;
export const MAX_SEASON_DAYS = 3_660;
/** A reason is a sentence or two. */
export const MAX_REASON_LENGTH = 500;

/** The smallest useful amount of one household in an order, when nobody has set one: half a kilogram, 1 jin, the smallest bag sold. */
export const USUAL_TAKE_G = 500;

const units = z.int().positive();

export const poolRuleSchema = z.strictObject({
  rule: z.enum(["pro_rata", "equal", "fefo", "rotation"]),
  cap_units: units.optional(),
  /** 0: any share, however small. Left out: the usual one (`leastTake`). */
  min_take_units: z.int().nonnegative().optional(),
  season_days: z.int().positive().max(MAX_SEASON_DAYS).default(SEASON_DAYS),
});

/** By which rule a pool's lots fill orders; amounts in the pool's unit, grams or pieces. */
export type PoolRuleInput = z.input<typeof poolRuleSchema>;
export type PoolRule = z.output<typeof poolRuleSchema>;
export type PoolRuleRefusal = Refusal<"invalid_input" | "cap_without_meaning" | "cap_below_pack" | "minimum_over_cap">;

/**
 * Whether a pool may go by this rule. Refuses a cap with fefo, which asks no household but only dates; a cap under one whole
 * pack, which would leave every household out; a minimum take above the cap.
 */
export function decidePoolRule(
  input: PoolRuleInput,
  pool: { readonly pack_units?: number | undefined },
): Result<PoolRule, PoolRuleRefusal> {
  const parsed = parseInput(poolRuleSchema, input);
  if (!parsed.ok) return parsed;
  const { rule, cap_units, min_take_units } = parsed.value;
  if (rule === "fefo" && cap_units !== undefined) {
    return refuse("cap_without_meaning", "First expired first out asks for dates only: it takes no cap.", "cap_units");
  }
  if (cap_units !== undefined && pool.pack_units !== undefined && cap_units < pool.pack_units) {
    return refuse("cap_below_pack", "The cap is less than one whole pack, so no household could give.", "cap_units");
  }
  if (cap_units !== undefined && min_take_units !== undefined && min_take_units > cap_units) {
    return refuse(
      "minimum_over_cap",
      "The minimum take is above the cap, so no share could be useful.",
      "min_take_units",
    );
  }
  return parsed;
}

/**
 * The least that is fetched from one household for an order, in the pool's unit; 0: any amount. What the rule says, else by the
 * pool's nature (docs/adr/0036): goods that are blended, half a kilogram in whole units and never above the cap; goods in packs
 * of one lot, a pack; fefo asks for dates only.
 */
export function leastTake(
  rule: {
    readonly rule: PoolRule["rule"];
    readonly cap_units?: number | null | undefined;
    readonly min_take_units?: number | null | undefined;
  },
  pool: { readonly unit_g: number; readonly blendable: boolean; readonly pack_units: number | null },
): number {
  if (rule.min_take_units !== null && rule.min_take_units !== undefined) return rule.min_take_units;
  if (rule.rule === "fefo") return 0;
  if (!pool.blendable) return pool.pack_units ?? 0;
  return Math.min(Math.ceil(USUAL_TAKE_G / pool.unit_g), rule.cap_units ?? Infinity);
}

/** Whether this person may put a proposed rule in force, or drop it: a second one decides, anyone may take their own back. */
export function decideRuleDecision(
  proposal: { readonly state: "proposed" | "in_force" | "dropped"; readonly proposed_by: string },
  decision: "approve" | "drop",
  person: string,
): Result<"in_force" | "dropped", Refusal<"stale" | "same_person">> {
  if (proposal.state !== "proposed") {
    return refuse("stale", "This rule has been decided already. Nothing was changed; look at the page again.");
  }
  if (decision === "drop") return ok("dropped");
  if (proposal.proposed_by === person) {
    return refuse("same_person", "You proposed this rule. A second person of the cooperative must put it in force.");
  }
  return ok("in_force");
}
