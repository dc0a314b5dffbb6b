import { z } from "zod";
import { STAGES } from "./words";

/** A sample that a company has had. */
export const had = z.object({
  quote_id: z.string(),
  number: z.string(),
  variant_id: z.string(),
  stage: z.enum(STAGES),
  asked_at: z.string(),
});
export type HadSample = z.output<typeof had>;
