import { DEFAULT_INSPECTION, deliveryStanding, releaseNow } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { afterDay, dayIn, HOME_TZ } from "../../../../backend/src/lib/today";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type WholesaleService from "../../../../backend/src/modules/wholesale/service";

/**
 * Until when the money of an order is not divided since its company may still look at the goods, where its quote says so; null: it may be
 * now. When it comes that far and a claim is open, it is asked again the next day.
 */
export async function waitsForInspection(container: MedusaContainer, order_id: string): Promise<Date | null> {
  const { deliveries }: WholesaleService = container.resolve("wholesale");
  const order = await deliveries.ofOrder(order_id);
  const { days, release } = order?.term ?? DEFAULT_INSPECTION;
  if (!order || release === "delivery") return null;
  const parcels: ParcelService = container.resolve("parcel");
  const [delivered_at, claims] = await Promise.all([parcels.deliveredAt(order_id), parcels.claims.countOf(order_id)]);
  const today = dayIn(HOME_TZ, new Date());
  const delivered_on = delivered_at === null ? null : dayIn(HOME_TZ, delivered_at);
  const standing = deliveryStanding({ delivered_on, days, accepted: order.accepted_at !== null, claims, today });
  const asked = releaseNow({ release, standing, delivered_on, days, today });
  return asked.now ? null : afterDay(asked.last_day);
}
