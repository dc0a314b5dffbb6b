import { AbstractFulfillmentProviderService, MedusaError } from "@medusajs/framework/utils";
import type {
  CalculatedShippingOptionPrice,
  CalculateShippingOptionPriceContext,
  CreateFulfillmentResult,
  FulfillmentOption,
} from "@medusajs/framework/types";
import { formatMinor, type Refusal } from "@commonlot/domain";
import { RefusalError } from "../../lib/refusal";

/** What the pricing hook puts into the context (workflows/parcel/hooks/shipping-price.ts). */
type Told = { ok: true; currency: string; freight_minor: number } | { ok: false; refusal: Refusal };

/**
 * Medusa's side of our parcels: asks for the freight that the rate cards give. Parcels, labels and carriers are the
 * parcel module's; a Medusa fulfilment only says that its items left.
 */
class FulfilmentProvider extends AbstractFulfillmentProviderService {
  static override identifier = "commonlot";

  override async getFulfillmentOptions(): Promise<FulfillmentOption[]> {
    return [{ id: "commonlot-parcels" }];
  }

  override async validateFulfillmentData(
    _option: Record<string, unknown>,
    data: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    return data;
  }

  override async validateOption(): Promise<boolean> {
    return true;
  }

  override async canCalculate(): Promise<boolean> {
    return true;
  }

  override async calculatePrice(
    _option: Record<string, unknown>,
    _data: Record<string, unknown>,
    context: CalculateShippingOptionPriceContext,
  ): Promise<CalculatedShippingOptionPrice> {
    const told = (context as unknown as { commonlot?: Told }).commonlot;
    if (!told) throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, "no freight was given for this cart");
    if (!told.ok) throw new RefusalError(told.refusal);
    return {
      calculated_amount: Number(formatMinor(BigInt(told.freight_minor), told.currency)),
      is_calculated_price_tax_inclusive: true,
    };
  }

  override async createFulfillment(): Promise<CreateFulfillmentResult> {
    return { data: {}, labels: [] };
  }

  override async cancelFulfillment(): Promise<Record<string, never>> {
    return {};
  }

  override async createReturnFulfillment(): Promise<CreateFulfillmentResult> {
    return { data: {}, labels: [] };
  }
}

export default FulfilmentProvider;
