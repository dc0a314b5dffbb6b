import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { gramsOf } from "../weigh-in/read";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords } from "../ui/form.server";
import { RULES, type Rule } from "./data.server";

/** What was asked for, by the names of the form. */
export type Typed = Readonly<Record<string, string>>;

const PROBLEMS = {
  units: "badAmount",
  cap: "badAmount",
  min_take: "badLeast",
  season: "badSeason",
  rule: "badRule",
  reason: "badReason",
  from_lot_id: "badFrom",
  to_lot_id: "badTo",
} as const;
export type AllocationField = keyof typeof PROBLEMS;

export function problem(path: Path, field: AllocationField): Problem {
  return { field, text: say(path)(`allocation.${PROBLEMS[field]}`) };
}

/** An amount as it is typed, kilograms or pieces, in the pool's unit; null when it is none. */
export function unitsOf(typed: string, unit: "g" | "piece"): number | null {
  const units = unitsOrNone(typed, unit);
  return units === 0 ? null : units;
}

function unitsOrNone(typed: string, unit: "g" | "piece"): number | null {
  return unit === "g" ? gramsOf(typed) : /^\d{1,7}$/.test(typed) ? Number(typed) : null;
}

export interface AskedRule {
  readonly rule: Rule;
  readonly cap_units?: number;
  readonly min_take_units?: number;
  readonly season_days?: number;
}

/** The fields of `RuleFields`; those left empty are not asked for. */
export function readRule(
  typed: Typed,
  unit: "g" | "piece",
): { ok: true; rule: AskedRule } | { ok: false; fields: AllocationField[] } {
  const fields: AllocationField[] = [];
  const rule = RULES.find((one) => one === typed.rule);
  if (rule === undefined) fields.push("rule");
  const amount = (field: "cap" | "min_take"): number | undefined => {
    const text = (typed[field] ?? "").trim();
    if (text === "") return undefined;
    // A smallest useful amount of 0 says that any share is fetched; a cap of 0 would say nothing.
    const units = field === "min_take" ? unitsOrNone(text, unit) : unitsOf(text, unit);
    if (units === null) fields.push(field);
    return units ?? undefined;
  };
  const cap_units = amount("cap");
  const min_take_units = amount("min_take");
  const season = (typed.season ?? "").trim();
  if (season !== "" && !/^[1-9]\d{0,3}$/.test(season)) fields.push("season");
  if (rule === undefined || fields.length > 0) return { ok: false, fields };
  return {
    ok: true,
    rule: {
      rule,
      ...(cap_units === undefined ? {} : { cap_units }),
      ...(min_take_units === undefined ? {} : { min_take_units }),
      ...(season === "" ? {} : { season_days: Number(season) }),
    },
  };
}

const CODES = [
  "allocation_not_found",
  "lot_not_found",
  "same_lot",
  "more_than_allocated",
  "not_whole_packs",
  "not_enough_free",
  "lot_expired",
  "lot_recalled",
  "already_packed",
  "proposal_waits",
  "cap_without_meaning",
  "cap_below_pack",
  "minimum_over_cap",
  "stale",
  "same_person",
] as const;
type Code = (typeof CODES)[number];

/** The form's fields for what the backend calls them. */
const FIELD_OF: Readonly<Record<string, AllocationField>> = {
  cap_units: "cap",
  min_take_units: "min_take",
  season_days: "season",
  units: "units",
  reason: "reason",
  from_lot_id: "from_lot_id",
  to_lot_id: "to_lot_id",
};

/** A refusal as the problem of a field, in the reader's words. */
export function refused(path: Path, refusal: Refusal, otherwise: AllocationField): Problem {
  const known = (CODES as readonly string[]).includes(refusal.code);
  const text = known ? say(path)(`allocation.refusals.${refusal.code as Code}`) : inWords(path, refusal);
  return { field: fieldOf(refusal, FIELD_OF[refusal.field ?? ""] ?? otherwise), text };
}
