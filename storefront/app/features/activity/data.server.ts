import { z } from "zod";

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
