import { z } from "zod";

export const orderKeyBody = z.strictObject({ cart_id: z.string().min(1).max(128) });
export type OrderKeyBody = z.output<typeof orderKeyBody>;
