import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { again, quoteWords } from "../quote/refusals.server";
import { fieldOf } from "../ui/form.server";

/** What is refused of agreements and nowhere else, or means something else there. */
const OWN = [
  "agreement_not_found",
  "agreement_signed",
  "agreement_stale",
  "agreement_not_active",
  "too_many_agreements",
  "too_many_versions",
  "nothing_agreed",
  "too_many_lines",
  "invalid_packs",
  "duplicate_line",
  "invalid_season",
  "season_over",
  "season_too_long",
  "invalid_minimum",
  "invalid_notice",
  "steps_empty",
  "steps_too_long",
  "steps_start",
  "steps_quantity",
  "steps_price",
  "not_open_to_sign",
  "signed_already",
  "same_person",
  "paper_changed",
  "name_needed",
  "nothing_asked",
  "outside_season",
  "not_agreed",
  "call_off_too_small",
  "call_off_not_found",
  "ladder_waits",
  "cooperative_decides",
  "over_share",
  "share_with_steps",
  "invalid_share",
  "invalid_compensation",
  "too_dear",
  "market_in_future",
  "market_not_asked",
  "invalid_price",
  "source_needed",
  "statement_not_found",
  "nothing_owed",
  "paid_already",
  "invalid_paid_day",
] as const;

const leftSchema = z.object({ details: z.object({ left_packs: z.int() }) });
const neededSchema = z.object({ details: z.object({ day: z.string() }) });
const smallestSchema = z.object({ details: z.object({ minimum_packs: z.int() }) });
const seasonSchema = z.object({ details: z.object({ from_day: z.string(), to_day: z.string() }) });
const firstDaySchema = z.object({ details: z.object({ first_day: z.string() }) });

/** With the number or the days that would do, where the refusal says them. */
function numbersOf(path: Path, refusal: Refusal): string | null {
  const t = say(path);
  const smallest = refusal.code === "call_off_too_small" ? smallestSchema.safeParse(refusal.details) : null;
  if (smallest?.success) return t("agreement.tooSmall", { packs: smallest.data.details.minimum_packs });
  const season = refusal.code === "outside_season" ? seasonSchema.safeParse(refusal.details) : null;
  if (!season?.success) return null;
  const { from_day, to_day } = season.data.details;
  return t("agreement.outsideSeason", { from: from_day, to: to_day });
}

export function agreementWords(path: Path, refusal: Refusal): string {
  const t = say(path);
  const numbers = numbersOf(path, refusal);
  if (numbers !== null) return numbers;
  const own = OWN.find((code) => code === refusal.code);
  if (own) return t(`agreement.refusals.${own}`);
  if (refusal.code === "joint_one_good") return t("jointAgreement.refusals.joint_one_good");
  if (refusal.code === "over_agreement") {
    const left = leftSchema.safeParse(refusal.details);
    return t("agreement.overAgreement", { left: left.success ? left.data.details.left_packs : 0 });
  }
  if (refusal.code === "market_price_needed") {
    const needed = neededSchema.safeParse(refusal.details);
    return t("agreement.marketPriceNeeded", { day: needed.success ? needed.data.details.day : "" });
  }
  if (refusal.code === "too_short_notice") {
    const first = firstDaySchema.safeParse(refusal.details);
    return t("agreement.tooShortNotice", { day: first.success ? first.data.details.first_day : "" });
  }
  return quoteWords(path, refusal);
}

/** What the backend refused, at the field that it names where the form has it, else at `fallback`. */
export function refusedAgain(path: Path, form: FormData, refusal: Refusal, fallback: string) {
  const named = (refusal.field ?? "").split(".").at(-1) ?? "";
  // The hash of a paper is no field that somebody types.
  const field = form.has(named) && named !== "sha256" ? named : fallback;
  return again(
    form,
    [{ field: fieldOf(refusal, field), text: agreementWords(path, refusal) }],
    refusal.status === 401 ? 400 : refusal.status,
  );
}
