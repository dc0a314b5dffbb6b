import { z } from "zod";
import { formatMinor } from "@commonlot/domain";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { minorTyped } from "../../lib/money.server";
import { both, minor, unit } from "../../lib/shapes";
import { dayTyped, momentTyped, wholeTyped } from "../../lib/typed.server";
import { NO_FIELD, type Problem } from "../ui/Field";
import { inWords, text } from "../ui/form.server";
import { gramsOf } from "../weigh-in/read";
import { STEP_ROWS } from "./rows";
import { cycleSchema, ladderSchema } from "./selling.server";

const pack = z.object({
  variant_id: z.string(),
  title: both,
  units_per_pack: z.number(),
  grams: z.number(),
  price_minor: minor,
});

export const goodsSchema = z.object({
  tz: z.string().nullish(),
  goods: z.array(z.object({ product_id: z.string(), title: both, unit, currency: z.string(), packs: z.array(pack) })),
});
export type SoldGood = z.output<typeof goodsSchema>["goods"][number];

export const cyclesSchema = z.object({ cycles: z.array(cycleSchema), next: z.string().nullable() });

export const deskCycleSchema = z.object({
  cycle: cycleSchema.extend({
    version: z.int(),
    sold_between: z.boolean(),
    call_off_words: z.string().nullable(),
    opens: z.string(),
    closes: z.string(),
    completing: z.int(),
    unsettled: z.int(),
    ordered_g: z.number(),
    ended: z.object({ at: z.string(), orders: z.int(), ordered_g: z.number(), back_minor: minor }).nullable(),
    goods: z.array(
      z.object({
        product_id: z.string(),
        title: both,
        unit,
        lead_variant_id: z.string(),
        final_step: z.int().nullable(),
        packs: z.array(pack),
        ladder: ladderSchema,
        simulation: z
          .object({
            grams: z.number(),
            steps: z.array(
              z.object({
                price_minor: minor,
                households_minor: minor,
                cooperative_minor: minor,
                platform_minor: minor,
                tax_minor: minor,
              }),
            ),
          })
          .nullable(),
      }),
    ),
    events: z.array(
      z.object({
        id: z.string(),
        kind: z.enum([
          "written",
          "dropped",
          "published",
          "extended",
          "sold_between",
          "closed_between",
          "called_off",
          "reached",
          "missed",
        ]),
        words: z.string(),
        person: z.string(),
        at: z.string(),
      }),
    ),
  }),
});
export type DeskCycle = z.output<typeof deskCycleSchema>["cycle"];

/** A cycle as its form holds it: what a draft is shown with. */
export function typedOf(cycle: DeskCycle): Record<string, string> {
  const fields: Record<string, string> = {
    name_zh: cycle.name.zh,
    name_en: cycle.name.en,
    opens: cycle.opens,
    closes: cycle.closes,
    way: cycle.way,
    ready_from: cycle.ready_from,
    ready_to: cycle.ready_to,
    place_zh: cycle.place.zh,
    place_en: cycle.place.en,
    minimum_kind: cycle.minimum.kind,
    minimum: minimumTyped(cycle),
    ...(cycle.sold_between ? { sold_between: "yes" } : {}),
  };
  for (const good of cycle.goods) {
    const { ladder, product_id: id } = good;
    fields[`good:${id}`] = "yes";
    fields[`case:${id}`] = good.unit === "g" ? String(ladder.case_units / 1000) : String(ladder.case_units);
    fields[`lead:${id}`] = good.lead_variant_id;
    for (const row of STEP_ROWS) {
      const step = ladder.steps[row];
      const price = step?.prices.find((one) => one.variant_id === good.lead_variant_id);
      if (!step || !price) continue;
      fields[`from:${id}:${row}`] = String(step.from_cases);
      fields[`price:${id}:${row}`] = formatMinor(BigInt(price.price_minor), ladder.currency);
    }
  }
  return fields;
}

function minimumTyped({ minimum }: DeskCycle): string {
  if (minimum.kind === "none") return "";
  return String(minimum.kind === "grams" ? minimum.least / 1000 : minimum.least);
}

/** What was typed, as the backend takes it; or what must be mended. */
export function cycleTyped(path: Path, form: FormData, goods: readonly SoldGood[]) {
  const t = say(path);
  const problems: Problem[] = [];
  const wrong = (field: string, words: string) => void problems.push({ field, text: words });
  for (const name of ["name_zh", "name_en"] as const) if (text(form, name) === "") wrong(name, t("cycles.need.name"));
  const when = (name: string, read: (typed: string) => string | null): string => {
    const found = read(text(form, name));
    if (found === null) wrong(name, t("cycles.need.day"));
    return found ?? "";
  };
  const [opens, closes] = [when("opens", momentTyped), when("closes", momentTyped)];
  const [ready_from, ready_to] = [when("ready_from", dayTyped), when("ready_to", dayTyped)];
  const minimum_kind = text(form, "minimum_kind");
  const minimum = minimum_kind === "none" ? 0 : minimumOf(minimum_kind, text(form, "minimum"));
  if (minimum === null) wrong("minimum", t("cycles.need.minimum"));
  const chosen = goods.filter((good) => text(form, `good:${good.product_id}`) === "yes");
  const [first] = goods;
  if (chosen.length === 0 && first) wrong(`good:${first.product_id}`, t("cycles.need.goods"));
  const body = {
    name_zh: text(form, "name_zh"),
    name_en: text(form, "name_en"),
    opens,
    closes,
    way: text(form, "way") === "pickup" ? "pickup" : "ship",
    ready_from,
    ready_to,
    place_zh: text(form, "place_zh"),
    place_en: text(form, "place_en"),
    minimum_kind,
    minimum: minimum ?? 0,
    sold_between: text(form, "sold_between") === "yes",
    goods: chosen.map((good) => {
      const id = good.product_id;
      const case_units = amountOf(good.unit, text(form, `case:${id}`));
      if (case_units === null) wrong(`case:${id}`, t("cycles.need.case"));
      const steps = STEP_ROWS.flatMap((row) => {
        const [from, price] = [text(form, `from:${id}:${row}`), text(form, `price:${id}:${row}`)];
        if (from === "" && price === "") return [];
        const from_cases = wholeOf(from);
        if (from_cases === null) wrong(`from:${id}:${row}`, t("cycles.need.cases"));
        const price_minor = minorTyped(price, good.currency);
        if (price_minor === null || price_minor === 0) wrong(`price:${id}:${row}`, t("cycles.need.price"));
        return [{ from_cases: from_cases ?? 1, price_minor: price_minor ?? 1 }];
      });
      return { product_id: id, case_units: case_units ?? 1, lead_variant_id: text(form, `lead:${id}`), steps };
    }),
  };
  return { body, problems };
}

function minimumOf(kind: string, typed: string): number | null {
  return kind === "grams" ? amountOf("g", typed) : wholeOf(typed);
}

function amountOf(of: "g" | "piece", typed: string): number | null {
  if (of === "piece") return wholeOf(typed);
  const grams = gramsOf(typed);
  return grams === null || grams === 0 ? null : grams;
}

function wholeOf(typed: string): number | null {
  const whole = wholeTyped(typed);
  return whole === 0 ? null : whole;
}

const CODES = [
  "closes_before_opens",
  "open_too_long",
  "ready_before_close",
  "ready_order",
  "minimum",
  "place",
  "good_not_found",
  "pack_not_found",
  "good_gone",
  "ladder_price",
  "ladder_cases",
  "cycle_over",
  "cycle_overlaps",
  "cycle_published",
  "cycle_not_running",
  "closes_earlier",
] as const;

/** A refusal of the backend beside the field it is of; `otherwise`: where it names none. */
export function refusedHere(
  path: Path,
  refusal: Refusal,
  otherwise: string,
  chosen: readonly { product_id: string }[] = [],
): Problem {
  const code = CODES.find((known) => known === refusal.code);
  const words = code === undefined ? inWords(path, refusal) : say(path)(`cycles.refusals.${code}`);
  const field = refusal.code === "unavailable" ? NO_FIELD : (fieldOf(refusal.field, chosen) ?? otherwise);
  return { field, text: words };
}

/** `goods.0.steps.2` is the third row of the first goods chosen. */
function fieldOf(field: string | undefined, chosen: readonly { product_id: string }[]): string | undefined {
  const [, at, , row] = /^goods\.(\d+)(\.steps\.(\d+))?/.exec(field ?? "") ?? [];
  if (at === undefined) return field?.startsWith("goods") ? undefined : field;
  const id = chosen[Number(at)]?.product_id;
  if (id === undefined) return undefined;
  return row === undefined ? `good:${id}` : `price:${id}:${row}`;
}
