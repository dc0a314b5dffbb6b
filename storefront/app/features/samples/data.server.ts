import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { both, minor, unit } from "../../lib/shapes";
import { quoteWords } from "../quote/refusals.server";
import { had } from "./schema";

// What the backend answers of samples, to companies and at the desk.

/** What a sample is and costs. */
export const offeredSample = z.object({
  packs: z.int(),
  price_minor: minor,
  freight_minor: minor,
  total_minor: minor,
  currency: z.string(),
  version: z.int(),
});

export const samplePageSchema = z.object({
  sample: offeredSample.extend({
    variant_id: z.string(),
    title: both,
    pack: both,
    unit,
    units_per_pack: z.number(),
    cooperative: both.nullable(),
    per_season: z.int(),
    left: z.int(),
    same_currency: z.boolean(),
    had: z.array(had),
  }),
});
export const askedSchema = z.object({ sample: z.object({ quote_id: z.string(), held: z.boolean() }) });

export const deskSamplesSchema = z.object({
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
        sample: z
          .object({
            offered: z.boolean(),
            packs: z.int(),
            price_minor: minor,
            freight_minor: minor,
            per_season: z.int(),
          })
          .nullable(),
        version: z.int(),
      }),
    ),
  }),
});

/** What is refused of samples and nowhere else. */
const OWN = [
  "no_sample",
  "other_currency",
  "samples_used_up",
  "sample_changed",
  "pack_not_found",
  "cycle_only",
  "address_not_found",
] as const;

export function sampleWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`samples.refusals.${own}`) : quoteWords(path, refusal);
}
