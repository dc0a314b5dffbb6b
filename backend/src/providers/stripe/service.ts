import { StripeProviderService } from "@medusajs/payment-stripe/dist/services";
import type { StripeOptions } from "@medusajs/payment-stripe/dist/types";
import type {
  CancelPaymentInput,
  CancelPaymentOutput,
  CapturePaymentInput,
  CapturePaymentOutput,
  DeletePaymentMethodInput,
  DeletePaymentMethodOutput,
  RefundPaymentInput,
  RefundPaymentOutput,
} from "@medusajs/framework/types";
import { getSmallestUnit } from "@medusajs/payment-stripe/dist/utils/get-smallest-unit";
import Stripe from "stripe";
import { stripeClient, type StripeAddress } from "./client";

/**
 * Medusa's Stripe provider with the SDK of our version and an address of our choice: Stripe itself, or the stand-in.
 * Cards are authorised at checkout (capture: false) and captured by a job.
 *
 * Three calls are written anew since Medusa passes `(id, { idempotencyKey })`, which SDK 23 takes for parameters of the API, so
 * that the key would be lost and Stripe would refuse the call; a fourth, so that no more is refunded than is left.
 */
class StripeService extends StripeProviderService {
  static override identifier = "stripe";

  constructor(container: Record<string, unknown>, options: StripeOptions & StripeAddress) {
    super(container, options);
    this.stripe_ = stripeClient(options);
  }

  override async capturePayment({ data, context }: CapturePaymentInput): Promise<CapturePaymentOutput> {
    const intent_id = String(data?.id);
    try {
      return {
        data: asData(await this.stripe_.paymentIntents.capture(intent_id, {}, keyed(context?.idempotency_key))),
      };
    } catch (error) {
      const before = intentOf(error);
      if (before?.status === "succeeded") return { data: asData(before) };
      throw this.buildError("The payment could not be captured", asError(error));
    }
  }

  override async cancelPayment({ data, context }: CancelPaymentInput): Promise<CancelPaymentOutput> {
    if (!data?.id) return { data: data ?? {} };
    try {
      return {
        data: asData(await this.stripe_.paymentIntents.cancel(String(data.id), {}, keyed(context?.idempotency_key))),
      };
    } catch (error) {
      const before = intentOf(error);
      if (before?.status === "canceled") return { data: asData(before) };
      throw this.buildError("The payment could not be cancelled", asError(error));
    }
  }

  /**
   * Medusa knows nothing of refunds that were given by intent (a short, say): never more goes back than is left, and a run
   * that repeats one that answered too late finds nothing left.
   */
  override async refundPayment({ amount, data, context }: RefundPaymentInput): Promise<RefundPaymentOutput> {
    const intent_id = String(data?.id);
    try {
      const intent = await this.stripe_.paymentIntents.retrieve(intent_id);
      const refunds = await this.stripe_.refunds.list({ payment_intent: intent_id, limit: 100 });
      const given = refunds.data
        .filter((refund) => refund.status !== "failed" && refund.status !== "canceled")
        .reduce((sum, refund) => sum + refund.amount, 0);
      const wanted = Math.min(getSmallestUnit(amount, intent.currency), intent.amount_received - given);
      if (wanted > 0) {
        await this.stripe_.refunds.create(
          { payment_intent: intent_id, amount: wanted },
          keyed(context?.idempotency_key),
        );
      }
      return { data: data ?? {} };
    } catch (error) {
      throw this.buildError("The payment could not be refunded", asError(error));
    }
  }

  override async deletePaymentMethod({ data, context }: DeletePaymentMethodInput): Promise<DeletePaymentMethodOutput> {
    if (!data?.id) throw this.buildError("A payment method without an id can't be deleted", new Error("no id"));
    await this.stripe_.paymentMethods.detach(String(data.id), {}, keyed(context?.idempotency_key));
    return {};
  }
}

function keyed(key: string | undefined): Stripe.RequestOptions {
  return key ? { idempotencyKey: key } : {};
}

/** The payment intent as it was, when that is why Stripe refused. */
function intentOf(error: unknown): Stripe.PaymentIntent | undefined {
  return error instanceof Stripe.errors.StripeError ? error.payment_intent : undefined;
}

function asData(intent: Stripe.PaymentIntent): Record<string, unknown> {
  return intent as unknown as Record<string, unknown>;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export default StripeService;
