import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { exampleAmount, minorTyped } from "../../lib/money.server";
import { both, minor } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { amountWrong, fieldOf, inWords, text } from "../ui/form.server";
import { basisPointsOf } from "../weigh-in/read";
import { BASES, STATES } from "./words";

const run = z.object({
  id: z.string(),
  year: z.int(),
  currency: z.string(),
  basis: z.enum(BASES),
  share_bp: z.int(),
  surplus_minor: minor,
  distributable_minor: minor,
  refund_minor: minor,
  households: z.int(),
  words: z.string(),
  state: z.enum(STATES),
  proposed_by: z.string(),
  at: z.string(),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
  decided_words: z.string().nullable(),
  reversal_asked_by: z.string().nullable(),
  reversal_words: z.string().nullable(),
  reversed_by: z.string().nullable(),
  reversed_at: z.string().nullable(),
});
export type Run = z.output<typeof run>;

const share = {
  member: z.boolean(),
  grams: z.int(),
  value_minor: minor,
  amount_minor: minor,
  why: both,
};
const named = z.object({ id: z.string(), name: z.string(), card_number: z.string() }).nullable();
const shares = z.array(z.object({ household: named, ...share }));
export type Share = z.output<typeof shares>[number];

export const patronageSchema = z.object({
  today: z.string(),
  standing: z.object({
    year: z.int(),
    currency: z.string(),
    year_minor: minor,
    there_minor: minor,
    proposed_minor: minor,
    share_bp: z.int(),
  }),
  runs: z.array(run),
  next: z.string().nullable(),
});
export const previewSchema = z.object({
  preview: z.object({
    currency: z.string(),
    refund_minor: minor,
    households: z.int(),
    members: z.int(),
    shares,
  }),
});
export type Preview = z.output<typeof previewSchema>["preview"];
export const runSchema = z.object({
  run: run.extend({ proposed_by_me: z.boolean(), reversal_asked_by_me: z.boolean() }),
  shares,
  next: z.string().nullable(),
  may_decide: z.boolean().default(false),
});

function noAmount(path: Path, typed: string, currency: string): Problem {
  const otherwise = say(path)("patronage.problems.amount", { example: exampleAmount(currency) });
  return { field: "amount", text: amountWrong(path, typed, currency, otherwise) };
}

/** The terms as they were typed, and what is wrong with them. */
export function termsTyped(path: Path, get: (name: string) => string, currency: string) {
  const t = say(path);
  const problems: Problem[] = [];
  const year = /^\d{4}$/.test(get("year")) ? Number(get("year")) : 0;
  if (year < 2_000) problems.push({ field: "year", text: t("patronage.problems.year") });
  const distributable_minor = minorTyped(get("amount"), currency);
  if (!distributable_minor) problems.push(noAmount(path, get("amount"), currency));
  const share_bp = basisPointsOf(get("share"));
  if (!share_bp) problems.push({ field: "share", text: t("patronage.problems.share") });
  const basis = BASES.find((one) => one === get("basis")) ?? "weight";
  return { problems, terms: { year, distributable_minor: distributable_minor ?? 0, share_bp: share_bp ?? 0, basis } };
}

const CODES = [
  "year_not_ended",
  "surplus_not_there",
  "surplus_changed",
  "no_patronage",
  "nothing_to_share",
  "proposal_waits",
  "patronage_done",
  "patronage_stated",
  "member_state",
  "shares_not_there",
  "same_person",
] as const;
const FIELDS: Readonly<Record<string, string>> = { distributable_minor: "amount", share_bp: "share", year: "year" };

/** A refusal in the reader's words, beside the field it is about. */
export function refusedPatronage(path: Path, refusal: Refusal, field: string): Problem[] {
  const known = CODES.find((one) => one === refusal.code);
  const said = known === undefined ? inWords(path, refusal) : say(path)(`patronage.refusals.${known}`);
  return [{ field: fieldOf(refusal, FIELDS[refusal.field ?? ""] ?? field), text: said }];
}

/** What is typed of a member's entry at the desk. */
export function memberEntryTyped(path: Path, form: FormData, currency: string) {
  const t = say(path);
  const problems: Problem[] = [];
  const kind = text(form, "kind");
  const amount_minor = minorTyped(text(form, "amount"), currency);
  const money = kind === "paid_in" || kind === "paid_back";
  if (money && !amount_minor) problems.push(noAmount(path, text(form, "amount"), currency));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text(form, "on_day")))
    problems.push({ field: "on_day", text: t("patronage.problems.day") });
  if (text(form, "words").length < 2) problems.push({ field: "words", text: t("patronage.problems.words") });
  const entry = {
    kind,
    on_day: text(form, "on_day"),
    words: text(form, "words"),
    idempotency_key: text(form, "idempotency_key"),
  };
  return { problems, body: money ? { ...entry, amount_minor: amount_minor ?? 0, currency } : entry };
}
