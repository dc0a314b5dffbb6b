import {
  createApiKeysWorkflow,
  createPricePreferencesWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  createShippingProfilesWorkflow,
  createStoresWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows";
import { first, type House } from "./house.js";

const NAME = "Commonlot";
const CHANNEL = "Commonlot storefront";
const KEY = "Commonlot storefront";
export const REGION = "中国";
const COUNTRY = "cn";
/** Whose buyers can write their address as it is; no carrier of ours goes there, and they hear so before they pay (docs/adr/0045). */
const ABROAD = ["hk", "mo", "tw", "sg"];
const CURRENCY = "cny";
const LOCALES = ["zh-CN", "en-US"];
export const VAT = "农产品增值税";
/** VAT on agricultural produce, in per cent, contained in the price. */
const VAT_PER_CENT = 9;

export interface Shop {
  sales_channel_id: string;
  region_id: string;
  publishable_key: string;
  shipping_profile_id: string;
}

/** Store, sales channel, region with its tax, publishable key, shipping profile: found or made, never made twice. */
export async function seedStore(house: House): Promise<Shop> {
  const sales_channel_id = await salesChannel(house);
  const region_id = await region(house);
  await taxRegion(house);
  await pricesIncludeTax(house);
  const publishable_key = await publishableKey(house, sales_channel_id);
  const shipping_profile_id = await shippingProfile(house);
  await store(house, { sales_channel_id, region_id });
  return { sales_channel_id, region_id, publishable_key, shipping_profile_id };
}

async function salesChannel({ container, find }: House): Promise<string> {
  const found = await find<{ id: string }>("sales_channel", ["id"], { name: CHANNEL });
  if (found[0]) return found[0].id;
  const { result } = await createSalesChannelsWorkflow(container).run({
    input: { salesChannelsData: [{ name: CHANNEL }] },
  });
  return first(result).id;
}

async function region({ container, find }: House): Promise<string> {
  const found = await find<{ id: string }>("region", ["id"], { name: REGION });
  if (found[0]) return found[0].id;
  const { result } = await createRegionsWorkflow(container).run({
    input: {
      regions: [
        {
          name: REGION,
          currency_code: CURRENCY,
          countries: [COUNTRY, ...ABROAD],
          payment_providers: ["pp_stripe_stripe"],
          automatic_taxes: true,
          is_tax_inclusive: true,
        },
      ],
    },
  });
  return first(result).id;
}

async function taxRegion({ container, find }: House): Promise<void> {
  const found = await find<{ id: string }>("tax_region", ["id"], { country_code: COUNTRY });
  if (found[0]) return;
  await createTaxRegionsWorkflow(container).run({
    input: [
      {
        country_code: COUNTRY,
        provider_id: "tp_system",
        default_tax_rate: { name: VAT, code: "VAT9", rate: VAT_PER_CENT },
      },
    ],
  });
}

/** Prices in this currency contain the tax, also where no region is known yet. */
async function pricesIncludeTax({ container, find }: House): Promise<void> {
  const found = await find<{ id: string }>("price_preference", ["id"], { attribute: "currency_code", value: CURRENCY });
  if (found[0]) return;
  await createPricePreferencesWorkflow(container).run({
    input: [{ attribute: "currency_code", value: CURRENCY, is_tax_inclusive: true }],
  });
}

async function publishableKey({ container, find }: House, sales_channel_id: string): Promise<string> {
  const found = await find<{ token: string }>("api_key", ["token"], { title: KEY, type: "publishable" });
  if (found[0]) return found[0].token;
  const { result } = await createApiKeysWorkflow(container).run({
    input: { api_keys: [{ title: KEY, type: "publishable", created_by: "seed" }] },
  });
  const key = first(result);
  await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: key.id, add: [sales_channel_id] } });
  return key.token;
}

async function shippingProfile({ container, find }: House): Promise<string> {
  const found = await find<{ id: string }>("shipping_profile", ["id"], { type: "default" });
  if (found[0]) return found[0].id;
  const { result } = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name: "Produce", type: "default" }] },
  });
  return first(result).id;
}

async function store({ container, find }: House, ids: { sales_channel_id: string; region_id: string }): Promise<void> {
  const values = {
    name: NAME,
    supported_currencies: [{ currency_code: CURRENCY, is_default: true }],
    // Medusa's own texts are Chinese; the other is their translation.
    supported_locales: LOCALES.map((locale_code) => ({ locale_code })),
    default_sales_channel_id: ids.sales_channel_id,
    default_region_id: ids.region_id,
  };
  const found = await find<{ id: string; name: string; supported_locales?: object[] }>("store", [
    "id",
    "name",
    "supported_locales.locale_code",
  ]);
  const stands = found[0];
  if (!stands) await createStoresWorkflow(container).run({ input: { stores: [values] } });
  else if (stands.name !== NAME || stands.supported_locales?.length !== LOCALES.length)
    await updateStoresWorkflow(container).run({ input: { selector: { id: stands.id }, update: values } });
}
