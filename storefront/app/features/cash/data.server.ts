import { z } from "zod";
import { both, minor } from "../../lib/shapes";

const person = z.object({ id: z.string(), name: z.string() });

/** A cash batch, household by household. */
export const cashSchema = z.object({
  cash: z.object({
    batch: z.object({
      id: z.string(),
      number: z.string(),
      rail: z.string(),
      currency: z.string(),
      state: z.string(),
      payouts: z.int(),
      total_minor: minor,
    }),
    lines: z.array(
      z.object({
        payout_id: z.string(),
        statement_id: z.string(),
        statement_number: z.string(),
        household_name: z.string(),
        card_number: z.string(),
        amount_minor: minor,
        state: z.enum(["open", "handed", "paid", "carried"]),
        payer: person.nullable(),
        handed_at: z.string().nullable(),
        photo_id: z.string().nullable(),
        witness: person.nullable(),
        confirmed_at: z.string().nullable(),
        carried: z.object({ because: both, words: z.string(), person: person.nullable(), at: z.string() }).nullable(),
      }),
    ),
  }),
  /** Who reads it: what one handed out oneself, another person confirms. */
  me: z.string(),
});
export type CashLine = z.output<typeof cashSchema>["cash"]["lines"][number];
export const keptPhotoSchema = z.object({ photo: z.object({ id: z.string() }) });
