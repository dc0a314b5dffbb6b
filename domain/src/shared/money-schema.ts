import { z } from "zod";

/** Minor units at most: 18 digits fit the database's bigint, and nothing we sell costs more. */
export const MAX_AMOUNT_MINOR = 10n ** 18n;

/** A non-negative amount in minor units: an integer up to 2^53, a bigint, or its digits as text. Parses to bigint. */
export const minorSchema = z
  .union([z.int().nonnegative(), z.bigint().nonnegative(), z.string().regex(/^\d{1,19}$/, "digits only")])
  .transform((amount) => BigInt(amount))
  .refine((amount) => amount <= MAX_AMOUNT_MINOR, "is more than any amount can be");
