import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { both, minor } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { inWords, text } from "../ui/form.server";
import { basisPointsOf } from "../weigh-in/read";

export const pricePoolsSchema = z.object({
  price_pools: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      currency: z.string(),
      from: z.string(),
      to: z.string(),
      advance_bp: z.int(),
      state: z.enum(["open", "closed"]),
      revision: z.int(),
      waiting_minor: minor,
      shared_minor: minor,
      advanced_minor: minor,
    }),
  ),
  next: z.string().nullable(),
  pools: z.array(z.object({ id: z.string(), produce_name: both, grade_name: both })),
});
export type PricePool = z.output<typeof pricePoolsSchema>["price_pools"][number];

const CODES = [
  "price_pool_overlaps",
  "period_not_ended",
  "price_pool_state",
  "no_lot_to_pay",
  "invalid_period",
  "invalid_date",
] as const;
const FIELD_OF: Record<string, string> = { invalid_period: "to", price_pool_overlaps: "from" };

/** A refusal of the backend beside the field it is of. */
export function refusedHere(path: Path, refusal: Refusal): Problem {
  const code = CODES.find((known) => known === refusal.code);
  return {
    field: FIELD_OF[refusal.code] ?? "from",
    text: code === undefined ? inWords(path, refusal) : say(path)(`pricePools.refusals.${code}`),
  };
}

/** Field of a pool's factor in the form: the pool's id stands in its name. */
export const FACTOR = "factor:";

/** What was typed, as the backend takes it; or what must be mended. */
export function opened(path: Path, form: FormData) {
  const t = say(path);
  const problems: Problem[] = [];
  const advance_bp = basisPointsOf(text(form, "advance"));
  if (text(form, "name") === "") problems.push({ field: "name", text: t("pricePools.needName") });
  if (advance_bp === null) problems.push({ field: "advance", text: t("pricePools.needAdvance") });
  const factors = [...form.keys()].filter((name) => name.startsWith(FACTOR) && text(form, name) !== "");
  const members = factors.flatMap((field) => {
    const factor_bp = basisPointsOf(text(form, field));
    if (factor_bp !== null && factor_bp > 0) return [{ pool_id: field.slice(FACTOR.length), factor_bp }];
    problems.push({ field, text: t("pricePools.needFactor") });
    return [];
  });
  const first = [...form.keys()].find((name) => name.startsWith(FACTOR));
  if (factors.length === 0 && first) problems.push({ field: first, text: t("pricePools.needMember") });
  const body = {
    name: text(form, "name"),
    currency: "CNY",
    from: text(form, "from"),
    to: text(form, "to"),
    advance_bp: advance_bp ?? 0,
    members,
  };
  return { body, problems };
}
