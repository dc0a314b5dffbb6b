import { z } from "zod";
import { coverSchema } from "../shipping/data.server";

export const tasksSchema = z.object({
  tasks: z.object({
    objections: z.int(),
    corrections: z.int(),
    adjustments: z.int(),
    returned: z.int(),
    shorts: z.int(),
    claims: z.int(),
    settlement: z.int(),
    bank: z.int(),
    companies: z.int(),
    quotes: z.int(),
    agreements: z.int(),
    transfers: z.int(),
  }),
  rate_cards: coverSchema,
  may_read_activity: z.boolean(),
});

export const activitySchema = z.object({
  activity: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      act: z.string(),
      person: z.string(),
      subject: z.string(),
      page: z.string().nullable(),
      words: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
