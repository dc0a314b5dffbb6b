import { CONNECT_NEEDS, CONNECT_STATES } from "@commonlot/domain";
import { z } from "zod";

export const connectSchema = z.object({
  connect: z
    .object({
      country: z.string(),
      state: z.enum(CONNECT_STATES),
      needs: z.array(z.enum(CONNECT_NEEDS)),
      seen_at: z.string().nullable(),
      opened: z.boolean(),
    })
    .nullable(),
  countries: z.array(z.string()),
});
