import { z } from "zod";

/** 100,000 lines of 100 bytes, and room. */
export const MAX_FILE_BYTES = 16_000_000;

export const scaleFileBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(MAX_FILE_BYTES),
  take: z.boolean(),
});
export type ScaleFileBody = z.infer<typeof scaleFileBody>;
