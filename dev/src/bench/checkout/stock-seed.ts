import { writeFile } from "node:fs/promises";
import type { ExecArgs } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import {
  createApiKeysWorkflow,
  createInventoryItemsWorkflow,
  createPricePreferencesWorkflow,
  createProductsWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  createShippingOptionsWorkflow,
  createShippingProfilesWorkflow,
  createStockLocationsWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
} from "@medusajs/medusa/core-flows";
import { PROVIDER, type Shop } from "./flows.js";

/** As many as our own seed has. */
const LOCATIONS = 2;
const PRODUCTS = 9;
const STOCK = 10_000_000;

/** A stock Medusa with a shop as ours has one: the same region, tax, number of places and goods, packs that share their goods' stock. Run by `medusa exec`. */
export default async function seedStock({ container }: ExecArgs): Promise<void> {
  const channels = await createSalesChannelsWorkflow(container).run({
    input: { salesChannelsData: [{ name: "Web" }] },
  });
  const channel = only(channels.result);
  const regions = await createRegionsWorkflow(container).run({
    input: {
      regions: [
        {
          name: "China",
          currency_code: "cny",
          countries: ["cn"],
          payment_providers: [PROVIDER],
          automatic_taxes: true,
          is_tax_inclusive: true,
        },
      ],
    },
  });
  await createTaxRegionsWorkflow(container).run({
    input: [{ country_code: "cn", provider_id: "tp_system", default_tax_rate: { name: "VAT", code: "VAT9", rate: 9 } }],
  });
  await createPricePreferencesWorkflow(container).run({
    input: [{ attribute: "currency_code", value: "cny", is_tax_inclusive: true }],
  });
  const keys = await createApiKeysWorkflow(container).run({
    input: { api_keys: [{ title: "Web", type: "publishable", created_by: "bench" }] },
  });
  const key = only(keys.result);
  await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: key.id, add: [channel.id] } });
  const profiles = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name: "Default", type: "default" }] },
  });
  const profile = only(profiles.result);
  const locations = await createStockLocationsWorkflow(container).run({
    input: {
      locations: Array.from({ length: LOCATIONS }, (_, index) => ({
        name: `Warehouse ${index + 1}`,
        address: { address_1: "Lu 1", city: "Longnan", country_code: "cn" },
      })),
    },
  });
  for (const { id } of locations.result) {
    await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id, add: [channel.id] } });
  }
  const option_id = await shipping(
    container,
    locations.result.map((one) => one.id),
    profile.id,
  );
  const variant_id = await goods(container, {
    channel: channel.id,
    profile: profile.id,
    location: only(locations.result).id,
  });
  const told: Omit<Shop, "url"> = {
    publishable_key: key.token,
    region_id: only(regions.result).id,
    variant_id,
    shipping_option_id: option_id,
  };
  await writeFile(process.env.SEED_FILE ?? "seed.json", JSON.stringify(told));
}

async function shipping(container: ExecArgs["container"], locations: string[], profile_id: string): Promise<string> {
  const set = await container.resolve(Modules.FULFILLMENT).createFulfillmentSets({
    name: "Parcels",
    type: "shipping",
    service_zones: [{ name: "China", geo_zones: [{ type: "country", country_code: "cn" }] }],
  });
  await container.resolve(ContainerRegistrationKeys.LINK).create([
    {
      [Modules.STOCK_LOCATION]: { stock_location_id: only(locations) },
      [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
    },
    ...locations.map((stock_location_id) => ({
      [Modules.STOCK_LOCATION]: { stock_location_id },
      [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" },
    })),
  ]);
  const options = await createShippingOptionsWorkflow(container).run({
    input: [
      {
        name: "Parcel",
        service_zone_id: only(set.service_zones).id,
        shipping_profile_id: profile_id,
        provider_id: "manual_manual",
        type: { label: "Parcel", description: "Parcel", code: "parcel" },
        rules: [
          { attribute: "enabled_in_store", value: "true", operator: "eq" },
          { attribute: "is_return", value: "false", operator: "eq" },
        ],
        price_type: "flat",
        prices: [{ currency_code: "cny", amount: 12 }],
      },
    ],
  });
  return only(options.result).id;
}

async function goods(
  container: ExecArgs["container"],
  to: { channel: string; profile: string; location: string },
): Promise<string> {
  const items = await createInventoryItemsWorkflow(container).run({
    input: {
      items: Array.from({ length: PRODUCTS }, (_, index) => ({
        sku: `GOODS-${index}`,
        requires_shipping: true,
        location_levels: [{ location_id: to.location, stocked_quantity: STOCK }],
      })),
    },
  });
  const made = await createProductsWorkflow(container).run({
    input: {
      products: items.result.map((item, index) => ({
        title: `Goods ${index}`,
        status: "published" as const,
        shipping_profile_id: to.profile,
        sales_channels: [{ id: to.channel }],
        options: [{ title: "Pack", values: ["500 g", "2.5 kg", "20 kg"] }],
        variants: [500, 2_500, 20_000].map((grams, place) => ({
          title: ["500 g", "2.5 kg", "20 kg"][place] ?? "",
          sku: `GOODS-${index}-${grams}`,
          manage_inventory: true,
          options: { Pack: ["500 g", "2.5 kg", "20 kg"][place] ?? "" },
          prices: [{ currency_code: "cny", amount: grams / 25 }],
          inventory_items: [{ inventory_item_id: item.id, required_quantity: grams }],
        })),
      })),
    },
  });
  return only(only(made.result).variants).id;
}

function only<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error("the stock shop could not be made: expected one, got none");
  return one;
}
