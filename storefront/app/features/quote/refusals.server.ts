import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { both } from "../../lib/shapes";
import { companyWords } from "../company/refusals.server";
import { TRUCK_REFUSALS } from "../truck/refusals";
import type { Problem } from "../ui/Field";
import { fieldOf, typed } from "../ui/form.server";

/** What is refused of quotes and nowhere else. */
const OWN = [
  "quote_not_found",
  "quote_ended",
  "quote_expired",
  "stale_version",
  "not_your_turn",
  "own_version",
  "invalid_expiry",
  "too_many_versions",
  "too_many_requests",
  "too_many_messages",
  "hold_gone",
  "hold_too_small",
  "insufficient_stock",
  "above_all_pools",
  "day_past",
  "invalid_day",
  "too_far_ahead",
  "company_not_approved",
  "buyer_left",
  "own_order",
  "over_your_limit",
  "wrong_currency",
  "currency_not_sold",
  "invalid_lines",
  "invalid_price",
  "call_off_fixed",
  "sample_fixed",
  "addressee_list_differs",
  "agent_unknown",
  "agent_inactive",
  "own_company",
  "nothing_above_cap",
  "being_paid",
  "not_to_give_back",
  "money_there",
] as const;

/** What is refused because a quote is a part of a joint one. */
const OF_JOINT = ["joint_part", "joint_together"] as const;

/** The good that there can't be so much of. */
const aboveSchema = z.object({
  details: z.object({ title: both, pack: both, most_packs: z.int(), packs: z.int() }),
});

export function quoteWords(path: Path, refusal: Refusal): string {
  const truck = TRUCK_REFUSALS.find((code) => code === refusal.code);
  if (truck) return say(path)(`truck.refusals.${truck}`);
  const joint = OF_JOINT.find((code) => code === refusal.code);
  if (joint) return say(path)(`joint.refusals.${joint}`);
  const above = refusal.code === "above_all_pools" ? aboveSchema.safeParse(refusal.details) : null;
  if (above?.success) {
    const { title, pack, most_packs, packs } = above.data.details;
    return say(path)("quote.aboveNamed", { good: `${title[path]} ${pack[path]}`, most: most_packs, packs });
  }
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`quote.refusals.${own}`) : companyWords(path, refusal);
}

/** The form again as it was typed, with what is wrong. */
export function again(form: FormData, problems: readonly Problem[], status = 400) {
  return data({ problems, typed: typed(form) }, { status });
}

/** What the backend refused, at the field that it names where the form has it, else at `fallback`. */
export function refusedAgain(path: Path, form: FormData, refusal: Refusal, fallback: string) {
  const named = (refusal.field ?? "").split(".").at(-1) ?? "";
  const field = form.has(named) ? named : fallback;
  return again(
    form,
    [{ field: fieldOf(refusal, field), text: quoteWords(path, refusal) }],
    refusal.status === 401 ? 400 : refusal.status,
  );
}
