import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { both, minor, unit } from "../../lib/shapes";
import { inWords } from "../ui/form.server";
import { ACTS } from "./words";

// What the backend answers of a cooperative's price lists.

export const listsSchema = z.object({
  price_lists: z.array(
    z.object({ id: z.string(), name: z.string(), version: z.int(), companies: z.int(), packs: z.int() }),
  ),
});
export const madeListSchema = z.object({ price_list: z.object({ id: z.string() }) });

export const listPageSchema = z.object({
  price_list: z.object({
    id: z.string(),
    name: z.string(),
    version: z.int(),
    ended: z.boolean(),
    companies: z.array(
      z.object({
        company_id: z.string(),
        name: z.string(),
        from_day: z.string().nullable(),
        to_day: z.string().nullable(),
        holds: z.boolean(),
      }),
    ),
    products: z.array(z.object({ product_id: z.string(), title: both.nullable(), packs: z.int() })),
    changes: z.array(
      z.object({
        at: z.string(),
        act: z.enum(ACTS),
        person: z.string(),
        company: z.string().nullable(),
        pack: z.object({ title: both, pack: both }).nullable(),
      }),
    ),
  }),
});

const step = z.object({ from: z.int(), price_minor: minor });
export const listedProductSchema = z.object({
  price_list: z.object({ id: z.string(), name: z.string(), ended: z.boolean() }),
  product: z.object({
    id: z.string(),
    title: both,
    unit,
    currency: z.string(),
    packs: z.array(
      z.object({
        variant_id: z.string(),
        title: both,
        units: z.number(),
        price_minor: minor.nullable(),
        all: z.object({ minimum_packs: z.int(), steps: z.array(step) }),
        minimum_packs: z.int().nullable(),
        steps: z.array(step),
        version: z.int(),
      }),
    ),
  }),
});

/** What is refused of price lists and nowhere else. */
const OWN = [
  "price_list_not_found",
  "price_list_ended",
  "price_list_named",
  "too_many_lists",
  "too_many_companies",
  "in_another_list",
  "company_not_found",
  "period_backwards",
  "day_past",
  "invalid_day",
] as const;

export function priceListWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`priceLists.refusals.${own}`) : inWords(path, refusal);
}
