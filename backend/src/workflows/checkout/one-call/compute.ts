import type {
  CreateShippingMethodDTO,
  ICartModuleService,
  IPromotionModuleService,
  MedusaContainer,
} from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk";
import { refuseWith } from "../../../lib/refusal";
import { wholeAddress } from "./details";
import type { CheckOut, FoundCart } from "./types";

/** What is read once, when addresses and shipping stand: enough for today's prices, taxes and promotions. */
export const ONCE_FIELDS = [
  "id",
  "email",
  "currency_code",
  "locale",
  "region_id",
  "sales_channel_id",
  "customer_id",
  "completed_at",
  "region.*",
  "items.*",
  "items.tax_lines.*",
  "items.adjustments.*",
  "shipping_methods.*",
  "shipping_methods.tax_lines.*",
  "shipping_address.*",
  "customer.*",
  "customer.groups.*",
  "promotions.code",
  "payment_collection.id",
];

/**
 * Writes who, where to and where the bill goes. No compensation: what the buyer typed stays in the cart when something
 * later is refused, so that nothing has to be typed again.
 */
export const writeDetailsStep = createStep(
  "checkout-write-details",
  async (
    { input, found, customer }: { input: CheckOut; found: FoundCart; customer: { id: string; email: string } | null },
    { container },
  ) => {
    const carts: ICartModuleService = container.resolve(Modules.CART);
    const [to, bill] = [input.shipping_address, input.billing_address ?? input.shipping_address];
    await carts.updateCarts([
      {
        id: found.id,
        ...(customer ? { customer_id: customer.id, email: input.email ?? customer.email } : {}),
        shipping_address: wholeAddress(to),
        billing_address: wholeAddress(bill),
      } as never,
    ]);
    return new StepResponse(undefined);
  },
);

interface PricedOption {
  id: string;
  name: string;
  calculated_price?: { calculated_amount?: unknown; is_calculated_price_tax_inclusive?: boolean } | null;
}

/** The one shipping method of the cart, at its price for this address. No compensation, as above: the next call sets it anew. */
export const setShippingStep = createStep(
  "checkout-set-shipping",
  async ({ input, found, options }: { input: CheckOut; found: FoundCart; options: PricedOption[] }, { container }) => {
    const option = options.find((one) => one.id === input.shipping_option_id);
    const amount = option?.calculated_price?.calculated_amount;
    if (!option || amount === undefined || amount === null)
      refuseWith("no_shipping", "This way of shipping is not offered for this cart and address.", "shipping_option_id");
    const carts: ICartModuleService = container.resolve(Modules.CART);
    const before = (found.shipping_methods ?? []).flatMap((method) => (method ? [method.id] : []));
    if (before.length > 0) await carts.softDeleteShippingMethods(before);
    await carts.addShippingMethods([
      {
        cart_id: found.id,
        shipping_option_id: option.id,
        name: option.name,
        amount: amount as number,
        is_tax_inclusive: option.calculated_price?.is_calculated_price_tax_inclusive ?? false,
        data: {},
      } as CreateShippingMethodDTO,
    ]);
    return new StepResponse(undefined);
  },
);

/** The cart as it was read once, as far as prices are concerned. */
export interface OnceCart {
  id: string;
  currency_code: string;
  region_id?: string | null;
  customer_id?: string | null;
  sales_channel_id?: string | null;
  region?: unknown;
  customer?: unknown;
  shipping_address?: unknown;
  items?: (OnceItem | null)[] | null;
  promotions?: ({ code?: string } | null)[] | null;
}

interface OnceItem {
  id: string;
  variant_id?: string | null;
  quantity: unknown;
  unit_price: unknown;
  is_custom_price?: boolean | null;
  is_tax_inclusive?: boolean | null;
}

/** Items whose price the house sets, not a person for this cart. */
function pricedItems(cart: OnceCart): (OnceItem & { variant_id: string })[] {
  return (cart.items ?? []).flatMap((item) =>
    item?.variant_id && !item.is_custom_price ? [{ ...item, variant_id: item.variant_id }] : [],
  );
}

/** What each price is asked for with: as Medusa asks when it refreshes a cart. */
export function priceQuestions(cart: OnceCart): { id: string; variantId: string; context: Record<string, unknown> }[] {
  const { items: _items, promotions: _promotions, ...context } = cart;
  return pricedItems(cart).map((item) => ({
    id: item.id,
    variantId: item.variant_id,
    context: { ...context, quantity: item.quantity, is_custom_price: false },
  }));
}

export type Prices = Record<
  string,
  { calculated_amount?: unknown; is_calculated_price_tax_inclusive?: boolean } | undefined
>;

/**
 * Writes today's prices where they are others than in the cart; refuses goods that are no longer sold. No compensation: the price of today is
 * what the cart's next refresh would write anyway.
 */
export const repriceStep = createStep(
  "checkout-reprice",
  async ({ cart, prices }: { cart: OnceCart; prices: Prices }, { container }) => {
    const items = pricedItems(cart);
    await refuseUnsold(
      container,
      items.map((item) => item.variant_id),
    );
    const changed = items.flatMap((item) => {
      const price = prices[item.id] ?? prices[item.variant_id];
      const amount = price?.calculated_amount;
      if (amount === undefined || amount === null) return refuseWith("not_sold", NOT_SOLD, "cart_id");
      const is_tax_inclusive = price?.is_calculated_price_tax_inclusive ?? false;
      const same = Number(item.unit_price) === Number(amount) && Boolean(item.is_tax_inclusive) === is_tax_inclusive;
      return same ? [] : [{ id: item.id, unit_price: Number(amount), is_tax_inclusive }];
    });
    const carts: ICartModuleService = container.resolve(Modules.CART);
    if (changed.length > 0) {
      await carts.updateLineItems(changed.map(({ id, ...data }) => ({ selector: { id }, data })) as never);
    }
    return new StepResponse(changed.length);
  },
);

const NOT_SOLD = "Something in this cart is no longer sold. Nothing was paid. Take it out and order the rest.";

async function refuseUnsold(container: MedusaContainer, variant_ids: string[]): Promise<void> {
  const wanted = [...new Set(variant_ids)];
  if (wanted.length === 0) return;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "variant", fields: ["id", "product.status"], filters: { id: wanted } });
  const sold = data.filter((variant) => variant.product?.status === "published");
  if (sold.length !== wanted.length) refuseWith("not_sold", NOT_SOLD, "cart_id");
}

/**
 * Whether promotions have a say in this cart: then Medusa's own refresh computes it, which reads the cart several times. Nearly no
 * cart has any, and then one reading is enough.
 */
export const promotedStep = createStep("checkout-promoted", async ({ cart }: { cart: OnceCart }, { container }) => {
  const codes = (cart.promotions ?? []).some((promotion) => promotion?.code);
  return new StepResponse(codes || (await hasAutomatic(container)));
});

async function hasAutomatic(container: MedusaContainer): Promise<boolean> {
  const promotions: IPromotionModuleService = container.resolve(Modules.PROMOTION);
  const [one] = await promotions.listPromotions({ is_automatic: true, status: ["active"] } as never, {
    select: ["id"],
    take: 1,
  });
  return one !== undefined;
}
