import { z } from "zod";

const rail = z.enum(["bank_file", "stripe", "cash"]);

/** Where a household's money goes, and what waits: as desk and household pages show it. */
export const accountSchema = z
  .object({
    rail,
    last4: z.string().nullable(),
    waiting: z
      .object({
        usable_from: z.string(),
        until_then: z.object({ rail, last4: z.string().nullable() }).nullable(),
        set_by: z.string(),
      })
      .nullable(),
  })
  .nullable();
export type Account = z.output<typeof accountSchema>;
