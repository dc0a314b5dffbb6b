import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { PROVINCE_CODES, provinceWords } from "../../lib/province";
import { rows } from "../../lib/sql";
import type { Words } from "../../lib/words";
import type ParcelService from "../../modules/parcel/service";
import { HOME, sentOfCart } from "./shipping-price";

/** Where the goods of a cart can be sent at all, told before an address is typed. */
export interface CartPlaces {
  /** ISO codes in small letters; at home always, elsewhere where another way of shipping is offered. */
  countries: string[];
  /** At home; null where the place has no say: everything is fetched, goes to a list's addressees, or by the freight that a quote agreed. */
  provinces: Words[] | null;
}

/**
 * What is not said here is refused when it is saved; what is said may be refused for another reason, of a pack that fits in no carton for
 * instance. Refuses an unknown cart.
 */
export async function readCartPlaces(container: MedusaContainer, cart_id: string): Promise<CartPlaces> {
  const [sent, abroad] = await Promise.all([sentOfCart(container, cart_id), countriesOffered(container, cart_id)]);
  const countries = [HOME, ...abroad];
  if (sent === null) return { countries, provinces: null };
  const parcels: ParcelService = container.resolve("parcel");
  const reached = await parcels.reach(sent, PROVINCE_CODES);
  return { countries, provinces: reached.map(provinceWords) };
}

/** Other countries to which the cart's channel offers a way of shipping in the shop: as an address there is looked at when it is saved. */
async function countriesOffered(container: MedusaContainer, cart_id: string): Promise<string[]> {
  const found = await rows<{ country_code: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select distinct lower(g.country_code) as country_code from geo_zone g
     join service_zone z on z.id = g.service_zone_id and z.deleted_at is null
     join shipping_option o on o.service_zone_id = z.id and o.deleted_at is null
     join location_fulfillment_set f on f.fulfillment_set_id = z.fulfillment_set_id and f.deleted_at is null
     join sales_channel_stock_location s on s.stock_location_id = f.stock_location_id and s.deleted_at is null
     join cart c on c.sales_channel_id = s.sales_channel_id
     where c.id = ? and g.deleted_at is null and lower(g.country_code) <> ?
       and not exists (
         select from shipping_option_rule r where r.shipping_option_id = o.id and r.deleted_at is null
           and (r.attribute, r.value #>> '{}') in (('is_return', 'true'), ('enabled_in_store', 'false')))
     order by 1`,
    [cart_id, HOME],
  );
  return found.map((one) => one.country_code);
}
