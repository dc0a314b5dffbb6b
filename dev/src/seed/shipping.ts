import {
  createShippingOptionsWorkflow,
  createStockLocationsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
} from "@medusajs/medusa/core-flows";
import type { IFulfillmentModuleService } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { COOPERATIVES } from "./data/people.js";
import { first, type House } from "./house.js";
import type { Shop } from "./store.js";

/** Our fulfilment provider; where it is not installed, Medusa's manual one with a flat price stands in. */
const OURS = "commonlot_commonlot";
const MANUAL = "manual_manual";
const SET = "Commonlot parcels";
export const PARCEL = "快递";
/** Yuan, tax contained; only while the manual provider stands in. */
const FLAT_PRICE = 12;

/** One stock location per cooperative, sold from through the one channel. Cooperative handle -> location id. */
export async function seedLocations({ container, find }: House, shop: Shop): Promise<Map<string, string>> {
  const found = await find<{ id: string; name: string }>("stock_location", ["id", "name"], {
    name: COOPERATIVES.map((cooperative) => cooperative.name_en),
  });
  const ids = new Map(found.map((location) => [location.name, location.id]));
  const missing = COOPERATIVES.filter((cooperative) => !ids.has(cooperative.name_en));
  if (missing.length > 0) {
    const { result } = await createStockLocationsWorkflow(container).run({
      input: {
        locations: missing.map((cooperative) => ({
          name: cooperative.name_en,
          address: {
            address_1: cooperative.address_1,
            city: cooperative.city,
            province: cooperative.province,
            postal_code: cooperative.postal_code,
            country_code: "cn",
          },
        })),
      },
    });
    for (const location of result) {
      ids.set(location.name, location.id);
      await linkSalesChannelsToStockLocationWorkflow(container).run({
        input: { id: location.id, add: [shop.sales_channel_id] },
      });
    }
  }
  return new Map(COOPERATIVES.map((cooperative) => [cooperative.handle, ids.get(cooperative.name_en) ?? ""]));
}

/**
 * One set, one zone, one option for the whole platform: official storefronts let a buyer pick ONE option, so an option
 * per cooperative would break them. The price is calculated over the cooperatives in the cart.
 */
export async function seedShipping(house: House, shop: Shop, locations: ReadonlyMap<string, string>): Promise<string> {
  const { container, find } = house;
  const found = await find<{ id: string }>("shipping_option", ["id"], { name: PARCEL });
  if (found[0]) return found[0].id;

  const installed = await find<{ id: string }>("fulfillment_provider", ["id"], { id: [OURS], is_enabled: true });
  const provider_id = installed.length > 0 ? OURS : MANUAL;
  if (provider_id === MANUAL) house.say(`${OURS} is not installed: parcels cost a flat ${FLAT_PRICE} yuan`);

  const zone_id = await serviceZone(house, provider_id, locations);
  const type = { label: "快递", description: "Parcel by courier", code: "parcel" };
  const rules = [
    { attribute: "enabled_in_store", value: "true", operator: "eq" as const },
    { attribute: "is_return", value: "false", operator: "eq" as const },
  ];
  const option = {
    name: PARCEL,
    service_zone_id: zone_id,
    shipping_profile_id: shop.shipping_profile_id,
    provider_id,
    type,
    rules,
  };
  const { result } = await createShippingOptionsWorkflow(container).run({
    input: [
      provider_id === OURS
        ? { ...option, price_type: "calculated", data: { id: "parcel" } }
        : { ...option, price_type: "flat", prices: [{ currency_code: "cny", amount: FLAT_PRICE }] },
    ],
  });
  return first(result).id;
}

async function serviceZone(
  { container }: House,
  provider_id: string,
  locations: ReadonlyMap<string, string>,
): Promise<string> {
  const fulfilment = container.resolve<IFulfillmentModuleService>(Modules.FULFILLMENT);
  const [stands] = await fulfilment.listFulfillmentSets({ name: SET }, { relations: ["service_zones"] });
  const set =
    stands ??
    (await fulfilment.createFulfillmentSets({
      name: SET,
      type: "shipping",
      service_zones: [{ name: "中国", geo_zones: [{ type: "country", country_code: "cn" }] }],
    }));
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const home = locations.get(first(COOPERATIVES).handle) ?? "";
  await link.create([
    // A set hangs on one location; every location may ship with the provider.
    { [Modules.STOCK_LOCATION]: { stock_location_id: home }, [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } },
    ...[...locations.values()].map((stock_location_id) => ({
      [Modules.STOCK_LOCATION]: { stock_location_id },
      [Modules.FULFILLMENT]: { fulfillment_provider_id: provider_id },
    })),
  ]);
  return first(set.service_zones).id;
}
