import type {
  CreateShippingMethodDTO,
  CustomerDTO,
  ICartModuleService,
  IFulfillmentModuleService,
  IPromotionModuleService,
  MedusaContainer,
} from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk";
import { listShippingOptionsForCartWithPricingWorkflow } from "@medusajs/medusa/core-flows";
import { formatMinor } from "@commonlot/domain";
import { RefusalError, refuseWith } from "../../../lib/refusal";
import { rows } from "../../../lib/sql";
import { settleCart } from "../../parcel/choose-pickup";
import { freightOfCart } from "../../parcel/shipping-price";
import { NOT_SOLD, unsoldVariants } from "../on-sale";
import { wholeAddress } from "./details";
import type { Delivery, OnceCart, OnceItem } from "./types";

/** What is read once, before anything is written: enough for freight, today's prices, taxes and promotions. */
export const ONCE_FIELDS = [
  "id",
  "email",
  "currency_code",
  "locale",
  "metadata",
  "region_id",
  "sales_channel_id",
  "customer_id",
  "completed_at",
  "region.*",
  "region.countries.iso_2",
  "items.*",
  "items.tax_lines.*",
  "items.adjustments.*",
  "shipping_methods.*",
  "shipping_methods.tax_lines.*",
  "shipping_address.*",
  "billing_address.*",
  "customer.*",
  "customer.groups.*",
  "promotions.code",
  "payment_collection.id",
  "payment_collection.payment_sessions.payment.id",
];

/**
 * Writes who, where to, where the bill goes and what carriage costs; answers the cart as it is now, and whether promotions have a say in
 * it. No compensation: what the buyer typed stays in the cart when something later is refused, so that nothing has to be typed again.
 */
export const writeDetailsStep = createStep(
  "checkout-write-details",
  async (
    { input, found, customer }: { input: Delivery; found: OnceCart; customer: CustomerDTO | null },
    { container },
  ) => {
    const carts: ICartModuleService = container.resolve(Modules.CART);
    const shipping_address = wholeAddress(input.shipping_address);
    const billing_address = wholeAddress(input.billing_address ?? input.shipping_address);
    const email = input.email ?? found.email ?? null;
    const buyer = customer ? { customer_id: customer.id, email } : {};
    const cart: OnceCart = {
      ...found,
      ...(customer ? { ...buyer, customer } : {}),
      shipping_address,
    };
    // The old way of shipping goes first and the new one comes last: no kill in between leaves a new address with an old freight.
    const before = (found.shipping_methods ?? []).flatMap((one) => (one ? [one.id] : []));
    if (before.length > 0) await carts.softDeleteShippingMethods(before);
    await carts.updateCarts([{ id: found.id, ...buyer, shipping_address, billing_address } as never]);
    await settleCart(container, cart);
    const method = await shipBy(container, input, cart);
    const shipping_methods = await carts.addShippingMethods([{ ...method, cart_id: found.id, data: {} }]);
    return new StepResponse({ cart: { ...cart, shipping_methods }, promoted: await isPromoted(container, cart) });
  },
);

type Method = Pick<CreateShippingMethodDTO, "shipping_option_id" | "name" | "amount"> & { is_tax_inclusive: boolean };

/**
 * The way of shipping at its price for this address: the one that was named, or else ours before any other that is offered. Ours is asked for
 * directly: Medusa's own list reads every place that the shop sells from. Any other goes through that list.
 */
async function shipBy(container: MedusaContainer, input: Delivery, cart: OnceCart): Promise<Method> {
  const shipping: IFulfillmentModuleService = container.resolve(Modules.FULFILLMENT);
  const { country_code, province, city, postal_code } = input.shipping_address;
  const options = await shipping.listShippingOptionsForContext(
    {
      ...(input.shipping_option_id === undefined ? {} : { id: [input.shipping_option_id] }),
      context: { is_return: "false", enabled_in_store: "true" },
      address: {
        country_code: country_code.toLowerCase(),
        ...(province ? { province_code: province } : {}),
        ...(city ? { city } : {}),
        ...(postal_code ? { postal_expression: postal_code } : {}),
      },
    },
    { relations: ["service_zone", "rules"] },
  );
  const sets = await offeredSets(
    container,
    cart,
    options.map((one) => one.service_zone.fulfillment_set_id),
  );
  const offered = options.filter((one) => sets.has(one.service_zone.fulfillment_set_id));
  const option = offered.find((one) => one.provider_id === OURS && (one.price_type as string) === "calculated");
  const named = input.shipping_option_id;
  if (!option) return fromMedusasList(container, input, named === undefined ? offered.map((one) => one.id) : [named]);
  const freight = await freightOfCart(container, cart);
  if (!freight.ok) throw new RefusalError(freight.refusal);
  return {
    shipping_option_id: option.id,
    name: option.name,
    // As our provider answers when Medusa asks it (providers/fulfilment).
    amount: Number(formatMinor(BigInt(freight.freight_minor), freight.currency)),
    is_tax_inclusive: true,
  };
}

/** Our fulfilment provider, by the name Medusa gives it. */
const OURS = "commonlot_commonlot";

function notOffered(): never {
  return refuseWith(
    "no_shipping",
    "This way of shipping is not offered for this cart and address. Nothing was paid.",
    "shipping_option_id",
  );
}

/** Those of these sets that hang on a place which the cart's channel sells from. */
async function offeredSets(container: MedusaContainer, cart: OnceCart, sets: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ fulfillment_set_id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select distinct f.fulfillment_set_id from location_fulfillment_set f
     join sales_channel_stock_location s on s.stock_location_id = f.stock_location_id and s.deleted_at is null
     where f.fulfillment_set_id = any(?) and f.deleted_at is null and s.sales_channel_id = ?`,
    [sets, cart.sales_channel_id ?? ""],
  );
  return new Set(found.map((one) => one.fulfillment_set_id));
}

/** The first of these that has a price. */
async function fromMedusasList(
  container: MedusaContainer,
  { cart_id }: Delivery,
  ids: readonly string[],
): Promise<Method> {
  if (ids.length === 0) return notOffered();
  const { result } = await listShippingOptionsForCartWithPricingWorkflow(container).run({
    input: { cart_id, options: ids.map((id) => ({ id })), is_return: false },
  });
  const priced = result as PricedOption[];
  const [method] = ids.flatMap((id): Method[] => {
    const option = priced.find((one) => one.id === id);
    const amount = option?.calculated_price?.calculated_amount;
    if (!option || amount === undefined || amount === null) return [];
    const is_tax_inclusive = option.calculated_price?.is_calculated_price_tax_inclusive ?? false;
    return [{ shipping_option_id: option.id, name: option.name, amount: amount as number, is_tax_inclusive }];
  });
  return method ?? notOffered();
}

interface PricedOption {
  id: string;
  name: string;
  calculated_price?: { calculated_amount?: unknown; is_calculated_price_tax_inclusive?: boolean } | null;
}

/**
 * Whether promotions have a say in this cart: then Medusa's own refresh computes it, which reads the cart several times. Nearly no
 * cart has any, and then one reading is enough.
 */
async function isPromoted(container: MedusaContainer, cart: OnceCart): Promise<boolean> {
  if ((cart.promotions ?? []).some((promotion) => promotion?.code)) return true;
  const promotions: IPromotionModuleService = container.resolve(Modules.PROMOTION);
  const automatic = { is_automatic: true, status: ["active"] } as never;
  const [one] = await promotions.listPromotions(automatic, { select: ["id"], take: 1 });
  return one !== undefined;
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
    const unsold = await unsoldVariants(
      container,
      items.map((item) => item.variant_id),
    );
    if (unsold.size > 0) throw new RefusalError(NOT_SOLD.refusal);
    const changed = items.flatMap((item) => {
      const price = prices[item.id] ?? prices[item.variant_id];
      const amount = price?.calculated_amount;
      if (amount === undefined || amount === null) throw new RefusalError(NOT_SOLD.refusal);
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
