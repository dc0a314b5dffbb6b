import { z } from "zod";
import { quoteWords } from "../quotes/quote-types";

// Samples: a few packs that a company may have before it buys in bulk.

/** Far above any price, and exact as a number of JSON. */
const MAX_MINOR = 1_000_000_000_000;
const MAX_FORM_PACKS = 100;
const id = z.string().min(1).max(128);
const count = z.int().min(0).max(1_000_000);

export const sampleOffersInput = z.strictObject({
  packs: z
    .array(
      z.strictObject({
        variant_id: id,
        offered: z.boolean(),
        packs: count,
        price_minor: z.int().min(0).max(MAX_MINOR),
        freight_minor: z.int().min(0).max(MAX_MINOR),
        per_season: count,
        /** The version that was seen; 0: there was none. */
        seen: z.int().min(0),
      }),
    )
    .min(1)
    .max(MAX_FORM_PACKS),
});
export type SampleOffersInput = z.output<typeof sampleOffersInput>;

export const sampleAskInput = z.strictObject({
  variant_id: id,
  /** The version of the offer that was read. */
  seen: z.int().min(1),
  address_id: id.optional(),
  words: quoteWords.default(""),
  idempotency_key: z.uuid(),
});
export type SampleAskInput = z.output<typeof sampleAskInput>;

/** What a cooperative offers of a pack. Minor units. */
export interface OfferedSample {
  variant_id: string;
  product_id: string;
  cooperative_id: string;
  currency: string;
  offered: boolean;
  packs: number;
  price_minor: bigint;
  freight_minor: bigint;
  per_season: number;
  version: number;
}

/** How far a sample is: asked for and not held yet, held, accepted and to be paid, ordered; or it came to nothing. */
type SampleStage = "waiting" | "offered" | "accepted" | "ordered" | "gone";

export interface CompanySample {
  quote_id: string;
  number: string;
  variant_id: string;
  season: string;
  stage: SampleStage;
  order_id: string | null;
  created_at: Date;
}
