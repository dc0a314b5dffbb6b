import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { again, quoteWords } from "../quote/refusals.server";
import { fieldOf } from "../ui/form.server";
import type { Spread } from "./data.server";

/** What is refused of joint quotes and nowhere else. */
const OWN = [
  "joint_quote_not_found",
  "joint_parts_open",
  "joint_accepted",
  "joint_of_one",
  "above_joint",
  "too_many_parts",
  "nothing_chosen",
  "not_alike",
  "approval_waiting",
  "pack_not_found",
] as const;

export function jointWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`joint.refusals.${own}`) : quoteWords(path, refusal);
}

export function refusedJoint(path: Path, form: FormData, refusal: Refusal, fallback: string) {
  const field = refusal.field !== undefined && form.has(refusal.field) ? refusal.field : fallback;
  return again(
    form,
    [{ field: fieldOf(refusal, field), text: jointWords(path, refusal) }],
    refusal.status === 401 ? 400 : refusal.status,
  );
}

const count = z.int().nullish();
const details = z.object({ most_packs: count, less_packs: count, more_packs: count, other_packs: count });

/** Why there is no spread, with what would work instead. */
export function noSpread(path: Path, refusal: NonNullable<Spread["refusal"]>): string {
  const t = say(path);
  const known = details.safeParse(refusal.details ?? {});
  const { most_packs, less_packs, more_packs, other_packs } = known.success ? known.data : {};
  if (refusal.code === "above_all_pools") {
    const counts = { count: String(most_packs ?? 0) };
    return other_packs
      ? t("joint.refusals.above_all_pools_others", { ...counts, others: String(other_packs) })
      : t("joint.refusals.above_all_pools_now", counts);
  }
  if (refusal.code !== "minimums_do_not_fit") return t("joint.refusals.invalid_packs");
  const near =
    less_packs != null && more_packs != null
      ? t("joint.or", { less: String(less_packs), more: String(more_packs) })
      : String(less_packs ?? more_packs ?? t("joint.aMultiple"));
  return t("joint.refusals.minimums_do_not_fit", { near });
}
