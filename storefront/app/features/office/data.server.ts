import { z } from "zod";
import { both } from "../../lib/shapes";

export const officeMeSchema = z.object({
  secretary: z.object({ id: z.string(), name: z.string() }),
  village: z.object({ name: both }).nullish(),
});
