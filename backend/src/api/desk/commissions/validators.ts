import { z } from "zod";

export const requestCommissionsBody = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "three capital letters"),
});
export type RequestCommissionsBody = z.output<typeof requestCommissionsBody>;
