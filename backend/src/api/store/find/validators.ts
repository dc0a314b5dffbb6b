import { z } from "zod";
import { MAX_QUERY_LENGTH } from "../../../lib/find/query";
import { MAX_PAGE } from "../../../workflows/shop/cards";

const code = z
  .string()
  .regex(/^[a-z0-9-]{1,60}$/, "a code of ours")
  .optional();
const yes = z.literal("1", "1, or left out").optional();

export const findQuery = z.strictObject({
  /** Longer text is cut, not refused: somebody pasted a sentence. */
  q: z
    .string()
    .max(1_000)
    .transform((text) => text.trim().slice(0, MAX_QUERY_LENGTH))
    .optional(),
  region: code,
  produce: code,
  grade: code,
  /** Fen per kilogram, from and below: "2000-5000", "-2000", "5000-". */
  price: z
    .string()
    .regex(/^(\d{1,9})?-(\d{1,9})?$/, "a range such as 2000-5000")
    .optional(),
  season: yes,
  certified: yes,
  in_stock: yes,
  page: z.coerce.number().int().min(1).max(MAX_PAGE).optional(),
});
export type FindQuery = z.output<typeof findQuery>;
