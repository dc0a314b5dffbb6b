import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { agreementWords } from "../agreement/refusals.server";
import { noSpread } from "../joint/refusals.server";
import { again } from "../quote/refusals.server";
import { fieldOf } from "../ui/form.server";
import type { CallOffSpread, JointAgreementPart } from "./data.server";

/** What is refused of agreements of several cooperatives and nowhere else, or means something else there. */
const OWN = [
  "joint_agreement_not_found",
  "joint_agreement_of_one",
  "joint_agreement_not_active",
  "joint_call_off_of_one",
  "joint_one_good",
  "joint_called_off",
  "nothing_there_now",
  "not_alike",
  "too_many_parts",
] as const;

const partSchema = z.object({ details: z.object({ agreement: z.string() }) });
const daysSchema = z.object({ first_day: z.string(), last_day: z.string() });
const allDaysSchema = z.object({ details: daysSchema });
const leftSchema = z.object({ left_packs: z.int() });

/** From when to when all of them deliver. */
function dayOfAll(path: Path, { first_day, last_day }: z.output<typeof daysSchema>): string {
  const t = say(path);
  if (first_day > last_day) return t("jointAgreement.refusals.no_day_of_all");
  return t("jointAgreement.refusals.day_of_all", { first: first_day, last: last_day });
}

/** Which of its agreements refused: its number, where one of several did. */
export function refusedBy(refusal: Refusal): string | null {
  const part = partSchema.safeParse(refusal.details);
  return part.success ? part.data.details.agreement : null;
}

/** Words of one of the agreements, with its cooperative. */
export const wordsOfPart = (path: Path, part: Pick<JointAgreementPart, "number" | "cooperative">, words: string) =>
  say(path)("jointAgreement.ofAgreement", {
    cooperative: part.cooperative?.[path] ?? part.number,
    number: part.number,
    words,
  });

/** The words of a refusal, with the agreement that refused where one of several did. */
function jointAgreementWords(path: Path, refusal: Refusal, parts: readonly JointAgreementPart[]): string {
  const t = say(path);
  const days = allDaysSchema.safeParse(refusal.details);
  if (days.success) return dayOfAll(path, days.data.details);
  const own = OWN.find((code) => code === refusal.code);
  if (own) return t(`jointAgreement.refusals.${own}`);
  const words = agreementWords(path, refusal);
  const part = parts.find((one) => one.number === refusedBy(refusal));
  return part ? wordsOfPart(path, part, words) : words;
}

/** At the field that it names where the form has it, else at `fallback`. `parts`: the agreements that may have refused. */
export function refusedJointAgreement(
  path: Path,
  form: FormData,
  refusal: Refusal,
  fallback: string,
  parts: readonly JointAgreementPart[] = [],
) {
  const field = refusal.field !== undefined && form.has(refusal.field) ? refusal.field : fallback;
  return again(
    form,
    [{ field: fieldOf(refusal, field), text: jointAgreementWords(path, refusal, parts) }],
    refusal.status === 401 ? 400 : refusal.status,
  );
}

/** What is to be mended where a call-off can't be spread. */
export const fieldOfSpread = (refusal: NonNullable<CallOffSpread["refusal"]>): string =>
  ["invalid_day", "outside_season", "too_short_notice"].includes(refusal.code) ? "wanted_on" : "packs";

/** Why a call-off can't be spread, with what would work instead. */
export function noCallOffSpread(path: Path, refusal: NonNullable<CallOffSpread["refusal"]>): string {
  const t = say(path);
  const own = OWN.find((code) => code === refusal.code);
  if (own) return t(`jointAgreement.refusals.${own}`);
  const days = daysSchema.safeParse(refusal.details);
  if (days.success) return dayOfAll(path, days.data);
  if (refusal.code === "agreement_not_found") return t("agreement.refusals.agreement_not_found");
  if (refusal.code !== "over_joint_agreement") return noSpread(path, refusal);
  const left = leftSchema.safeParse(refusal.details);
  return t("jointAgreement.refusals.over_joint_agreement", { left: left.success ? left.data.left_packs : 0 });
}
