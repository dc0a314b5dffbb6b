import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { agreementWords } from "../agreement/refusals.server";
import { noSpread } from "../joint/refusals.server";
import { again } from "../quote/refusals.server";
import { fieldOf } from "../ui/form.server";
import type { CallOffSpread } from "./data.server";

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

const partSchema = z.object({ agreement: z.string() });
const leftSchema = z.object({ left_packs: z.int() });

/** The words of a refusal, with the agreement that refused where one of several did. */
function jointAgreementWords(path: Path, refusal: Refusal): string {
  const t = say(path);
  const own = OWN.find((code) => code === refusal.code);
  if (own) return t(`jointAgreement.refusals.${own}`);
  const words = agreementWords(path, refusal);
  const part = partSchema.safeParse(refusal.details);
  return part.success ? t("jointAgreement.ofAgreement", { number: part.data.agreement, words }) : words;
}

/** At the field that it names where the form has it, else at `fallback`. */
export function refusedJointAgreement(path: Path, form: FormData, refusal: Refusal, fallback: string) {
  const field = refusal.field !== undefined && form.has(refusal.field) ? refusal.field : fallback;
  return again(
    form,
    [{ field: fieldOf(refusal, field), text: jointAgreementWords(path, refusal) }],
    refusal.status === 401 ? 400 : refusal.status,
  );
}

/** Why a call-off can't be spread, with what would work instead. */
export function noCallOffSpread(path: Path, refusal: NonNullable<CallOffSpread["refusal"]>): string {
  const t = say(path);
  const own = OWN.find((code) => code === refusal.code);
  if (own) return t(`jointAgreement.refusals.${own}`);
  if (refusal.code !== "over_joint_agreement") return noSpread(path, refusal);
  const left = leftSchema.safeParse(refusal.details);
  return t("jointAgreement.refusals.over_joint_agreement", { left: left.success ? left.data.left_packs : 0 });
}
