import { z } from "zod";

// Pieces that many answers of the backend share.

/** A text in both languages. */
export const both = z.object({ zh: z.string(), en: z.string() });

/** A whole number of minor units, as the backend writes money. */
export const minor = z.int();

/** Medusa's decimal amounts, in major units. */
export const decimal = z.number();

export const unit = z.enum(["g", "piece"]);
