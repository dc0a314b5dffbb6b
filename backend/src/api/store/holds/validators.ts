import { z } from "zod";

export const StartHold = z.strictObject({ cart_id: z.string().min(1).max(128) });
export type StartHoldBody = z.infer<typeof StartHold>;
