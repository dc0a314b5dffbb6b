import { StripeProviderService } from "@medusajs/payment-stripe/dist/services";
import type { StripeOptions } from "@medusajs/payment-stripe/dist/types";
import { stripeClient, type StripeAddress } from "./client";

/**
 * Medusa's Stripe provider with the SDK of our version and an address of our choice: Stripe itself, or the stand-in.
 * Cards are authorised at checkout (capture: false) and captured by a job.
 */
class StripeService extends StripeProviderService {
  static override identifier = "stripe";

  constructor(container: Record<string, unknown>, options: StripeOptions & StripeAddress) {
    super(container, options);
    this.stripe_ = stripeClient(options);
  }
}

export default StripeService;
