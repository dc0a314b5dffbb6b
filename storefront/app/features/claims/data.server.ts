import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { minor } from "../../lib/shapes";
import { PARCEL_STATES } from "../order/states";
import { clawbackFields } from "../settlement/data.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, text } from "../ui/form.server";
import { gramsOf } from "../weigh-in/read";
import { ANSWERS, CAUSES, DROP_REASONS, KINDS, OUTCOMES, REMEDIES, SOURCES, STATES } from "./words";

const remedy = z.enum(REMEDIES);

const claimFields = {
  id: z.string(),
  number: z.string(),
  parcel_id: z.string(),
  parcel_number: z.string(),
  parcel_state: z.enum(PARCEL_STATES),
  carrier: z.string(),
  order_id: z.string(),
  kind: z.enum(KINDS),
  source: z.enum(SOURCES),
  state: z.enum(STATES),
  words: z.string(),
  weighed_g: z.int().nullable(),
  drop_reason: z.enum(DROP_REASONS).nullable(),
  refused_words: z.string().nullable(),
  wish: remedy.nullable(),
  wish_due_at: z.string(),
  carrier_due_on: z.string().nullable(),
  asked_at: z.string().nullable(),
  asked_ref: z.string().nullable(),
  remedy: remedy.nullable(),
  cause: z.enum(CAUSES).nullable(),
  decision_words: z.string().nullable(),
  problem: z.string().nullable(),
  problem_code: z.string().nullable(),
  short_id: z.string().nullable(),
  replacement_order_id: z.string().nullable(),
  currency: z.string().nullable(),
  cost_minor: minor.nullable(),
  carrier_minor: minor.nullable(),
  cooperative_minor: minor.nullable(),
  lots_minor: minor.nullable(),
  limit_minor: minor.nullable(),
  lots_bp: z.int(),
  answer: z.enum(ANSWERS).nullable(),
  answered_minor: minor.nullable(),
  answer_words: z.string().nullable(),
  opened_at: z.string(),
};

export const claimsSchema = z.object({ claims: z.array(z.object(claimFields)), next: z.string().nullable() });
export type ClaimItem = z.output<typeof claimsSchema>["claims"][number];

export const claimSchema = z.object({
  claim: z.object({
    ...claimFields,
    cost_of: z
      .object({
        refund: z.object({ goods_minor: minor, freight_minor: minor, tax_minor: minor }).nullable(),
        again: z.object({ households_minor: minor, packing_minor: minor, freight_minor: minor }).nullable(),
      })
      .nullable(),
    causes: z.array(z.enum(CAUSES)),
    packs_g: z.int(),
    opened_by_me: z.boolean(),
    lines: z.array(z.object({ order_line_id: z.string(), title: z.string(), packs: z.int() })),
    events: z.array(z.object({ act: z.string(), person: z.string(), words: z.string(), at: z.string() })),
    photos: z.array(z.object({ id: z.string(), mine: z.boolean(), by: z.string() })),
    inspection: z
      .object({ finding: z.enum(CAUSES), words: z.string(), person: z.string(), by_me: z.boolean(), photos: z.int() })
      .nullable(),
    preview: z
      .object({
        refund: z
          .object({
            currency: z.string(),
            refund_minor: minor,
            tax_minor: minor,
            cost_minor: minor,
            shares: z.array(
              z.object({
                cause: z.enum(CAUSES),
                carrier_minor: minor,
                cooperative_minor: minor,
                lots_minor: minor,
              }),
            ),
          })
          .nullable(),
        again_possible: z.boolean().nullable(),
      })
      .nullable(),
    answer_change: z
      .object({
        id: z.string(),
        answer: z.enum(ANSWERS),
        answered_minor: minor,
        words: z.string(),
        proposed_by: z.string(),
        by_me: z.boolean(),
      })
      .nullable(),
    objections: z.array(
      z.object({
        household_id: z.string(),
        household_name: z.string(),
        words: z.string(),
        at: z.string(),
        outcome: z.enum(OUTCOMES).nullable(),
        answer: z.string().nullable(),
        answered_by: z.string().nullable(),
      }),
    ),
  }),
});
export type Claim = z.output<typeof claimSchema>["claim"];

/** What of a parcel can be claimed: packs of each good. */
export const claimableSchema = z.object({
  parcel: z.object({
    id: z.string(),
    number: z.string(),
    state: z.enum(PARCEL_STATES),
    contents: z.array(z.object({ order_line_id: z.string(), title: z.string(), packs: z.int(), claimed: z.int() })),
    claims: z.array(z.object({ id: z.string(), number: z.string(), kind: z.enum(KINDS), state: z.enum(STATES) })),
  }),
});

const terms = {
  report_days: z.int(),
  wish_days: z.int(),
  lots_bp: z.int(),
  carriers: z.array(z.object({ carrier: z.string(), claim_days: z.int(), limit_minor: minor.nullable() })),
};
const versionSchema = z.object({
  id: z.string(),
  version: z.int(),
  state: z.enum(["proposed", "in_force", "dropped"]),
  from_day: z.string(),
  ...terms,
  reason: z.string(),
  proposed_by: z.string(),
  proposed_at: z.string(),
  proposed_by_me: z.boolean(),
  decided_by: z.string().nullable(),
});
export const claimPolicySchema = z.object({
  in_force: z.object(terms),
  versions: z.array(versionSchema),
  currency: z.string(),
});

const householdWhy = {
  claim_id: z.string(),
  number: z.string(),
  order_number: z.int().nullable(),
  kind: z.enum(KINDS),
  lot_number: z.string(),
  found: z.string(),
  objected: z.boolean(),
  outcome: z.enum(OUTCOMES).nullable(),
  answer: z.string().nullable(),
};
export const householdClaimsSchema = z.object({
  claims: z.array(z.object({ ...householdWhy, currency: z.string(), amount_minor: minor, at: z.string() })),
  /** Taken off later payouts. */
  clawbacks: z.array(z.object({ ...householdWhy, ...clawbackFields })),
  cap_bp: z.int(),
});

/** Refusals about claims in the reader's words; the rest are said as everywhere. */
const CODES = [
  "ask_first",
  "wish_differs",
  "still_on_its_way",
  "parcel_arrived",
  "parcel_accounted",
  "parcel_claimed",
  "not_handed_over",
  "not_arrived",
  "not_returned",
  "packs_not_in_parcel",
  "weight_not_possible",
  "report_too_late",
  "inspect_first",
  "inspected_already",
  "no_carrier",
  "photo_needed",
  "claim_state",
  "same_person",
  "goods_left",
  "proposal_waits",
  "from_day_past",
  "too_many_photos",
  "invalid_words",
  "answered_already",
  "more_than_asked",
  "more_than_lost",
  "unchanged",
  "replacement_gone",
  "replacement_cancelled",
  "not_enough_goods",
] as const;

/** Why a claim could not be carried out; the backend's own sentence where we have no words for it. */
export function problemWords(
  path: Path,
  claim: { problem: string | null; problem_code: string | null },
): string | null {
  if (claim.problem === null) return null;
  const known = CODES.find((one) => one === claim.problem_code);
  return known === undefined ? claim.problem : say(path)(`claims.refusals.${known}`);
}

/** More was named of a line than can still be claimed of it. */
const overSchema = z.object({
  details: z.object({ order_line: z.string(), left_packs: z.int(), packs: z.int() }),
});
function overOf(refusal: Refusal) {
  const over = refusal.code === "packs_not_in_parcel" ? overSchema.safeParse(refusal.details) : null;
  return over?.success ? over.data.details : null;
}

export function claimWords(path: Path, refusal: Refusal): string {
  const over = overOf(refusal);
  if (over) return say(path)("claims.overPacks", { left: over.left_packs, packs: over.packs });
  const known = CODES.find((one) => one === refusal.code);
  return known === undefined ? inWords(path, refusal) : say(path)(`claims.refusals.${known}`);
}

export function refused(path: Path, refusal: Refusal, field: string): Problem[] {
  const over = overOf(refusal);
  const named = over ? `packs:${over.order_line}` : (refusal.field ?? field);
  return [{ field: fieldOf(refusal, named), text: claimWords(path, refusal) }];
}

/** Kilograms that were typed as weighed on arrival (`weighed_g`), in grams; nothing typed is none. Null when it is no weight. */
export function weighedTyped(form: FormData): number | undefined | null {
  const typed = text(form, "weighed_g").trim();
  return typed === "" ? undefined : gramsOf(typed);
}

/** Packs that were typed beside each line (`packs:<line>`): those above zero. Undefined when one is no number. */
export function packsTyped(form: FormData): { order_line_id: string; packs: number }[] | undefined {
  const lines: { order_line_id: string; packs: number }[] = [];
  for (const [key, value] of form.entries()) {
    if (!key.startsWith("packs:") || typeof value !== "string") continue;
    const typed = value.trim().normalize("NFKC");
    if (typed === "" || /^0+$/.test(typed)) continue;
    if (!/^\d{1,6}$/.test(typed)) return undefined;
    lines.push({ order_line_id: key.slice("packs:".length), packs: Number(typed) });
  }
  return lines;
}
