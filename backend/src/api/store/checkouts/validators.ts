import { SHORT_CHOICES } from "@commonlot/domain";
import { z } from "zod";

const part = (max = 255) => z.string().max(max).nullish();

const address = z.strictObject({
  first_name: part(),
  last_name: part(),
  company: part(),
  phone: part(40),
  address_1: part(),
  address_2: part(),
  city: part(),
  province: part(),
  postal_code: part(40),
  country_code: z.string().length(2),
});

const delivery = z.strictObject({
  // Kept as Medusa keeps its customer's: one address, however it is written.
  email: z.email().max(254).toLowerCase().optional(),
  shipping_address: address,
  billing_address: address.optional(),
  shipping_option_id: z.string().min(1).max(128),
});

export const deliveryBody = delivery.partial({ shipping_option_id: true });
export type DeliveryBody = z.infer<typeof deliveryBody>;

const id = z.string().min(1).max(128);
/** Cooperatives in one cart, at most. */
const MAX_CHOICES = 100;

export const pickupBody = z.strictObject({
  points: z.array(z.strictObject({ cooperative_id: id, point_id: id })).max(MAX_CHOICES),
});
export type PickupBody = z.infer<typeof pickupBody>;

/** What is done about goods that are missing; null: as the cooperative does. */
const shortChoice = z.enum(SHORT_CHOICES).nullable();
export const shortChoiceBody = z.strictObject({ choice: shortChoice });
export type ShortChoiceBody = z.infer<typeof shortChoiceBody>;

export const checkoutBody = delivery.extend({
  cart_id: z.string().min(1).max(128),
  expected_total: z.union([z.number().nonnegative(), z.string().max(40)]).optional(),
  /** Left out, what was chosen in the cart stands. */
  short_choice: shortChoice.optional(),
  payment: z.strictObject({
    provider_id: z.string().min(1).max(128).default("pp_stripe_stripe"),
    payment_method: z.string().min(1).max(255).optional(),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
  }),
});
export type CheckoutBody = z.infer<typeof checkoutBody>;
