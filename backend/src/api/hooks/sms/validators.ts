import { z } from "zod";

/** One reply, as the mobile network hands it over. Keys that it adds later are let pass. */
export const smsReplySchema = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9_.:-]+$/),
  from: z.string().min(3).max(40),
  text: z.string().max(2_000),
});
