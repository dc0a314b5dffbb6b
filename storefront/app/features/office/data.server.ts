import { z } from "zod";
import { both } from "../../lib/shapes";

export const officeMeSchema = z.object({
  secretary: z.object({ id: z.string(), name: z.string() }),
  cooperatives: z.array(z.object({ id: z.string(), name: both })),
  village: z.object({ name: both }).nullish(),
});
