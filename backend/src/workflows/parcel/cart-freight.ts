import type { MedusaContainer } from "@medusajs/framework/types";
import type ParcelService from "../../modules/parcel/service";
import { safeNumber } from "../../modules/parcel/types";
import { parcelsOfCart } from "./shipping-price";

interface CartFreight {
  /** Without a province no place costs more than this. */
  at_most: boolean;
  cooperatives: {
    cooperative_id: string;
    freight_minor: number;
    parcels: number;
    carriers: string[];
    /** How long parcels of this cooperative took to the province, from hand-over; null where too few went. */
    arrival: { usual_days: number; latest_days: number } | null;
  }[];
}

/** The parcels of a cart, for its buyer: their sums are the cart's freight. Refuses as the freight itself is refused. */
export async function readCartFreight(container: MedusaContainer, cart_id: string): Promise<CartFreight> {
  const { province_code, cooperatives, pickups } = await parcelsOfCart(container, cart_id);
  const parcels: ParcelService = container.resolve("parcel");
  const times = province_code === null ? [] : await parcels.arrivalTimes.toProvince(province_code);
  return {
    at_most: province_code === null && cooperatives.some((one) => !pickups.has(one.cooperative_id)),
    cooperatives: cooperatives.map((one) => {
      const time = pickups.has(one.cooperative_id)
        ? undefined
        : times.find((known) => known.cooperative_id === one.cooperative_id);
      return {
        cooperative_id: one.cooperative_id,
        freight_minor: safeNumber(one.freight_minor),
        parcels: one.parcels,
        carriers: one.carriers,
        arrival: time ? { usual_days: time.usual_days, latest_days: time.latest_days } : null,
      };
    }),
  };
}
