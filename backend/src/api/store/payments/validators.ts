import { z } from "zod";

export const startPaymentBody = z.strictObject({
  cart_id: z.string().min(1).max(128),
  provider_id: z.string().min(1).max(128).default("pp_stripe_stripe"),
});
export type StartPaymentBody = z.infer<typeof startPaymentBody>;
