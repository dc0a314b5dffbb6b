import { z } from "zod";

/** As many as Express reads as a list: more are asked for in several calls. */
const MAX_NAMES = 20;
const name = z.string().trim().min(1).max(300);

export const namesQuery = z.strictObject({
  title: z.union([name.transform((one) => [one]), z.array(name).max(MAX_NAMES, `are at most ${MAX_NAMES}`)]),
});
export type NamesQuery = z.output<typeof namesQuery>;
