import type { MedusaContainer } from "@medusajs/framework/types";
import type ParcelService from "../../../backend/src/modules/parcel/service";
import type { TrackingEvent } from "./carrier";

/** What the settlement module tells of the policies of orders. */
interface HoldDays {
  holdDaysOfOrders(order_ids: readonly string[]): Promise<Map<string, number>>;
}

/** Records what a carrier said, however it was heard: parcels move forward, and delivered orders are posted when due. */
export async function recordEvents(container: MedusaContainer, message_id: string, events: readonly TrackingEvent[]) {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: HoldDays = container.resolve("settlement");
  const order_ids = await parcels.ordersOfNumbers([...new Set(events.map((event) => event.number))]);
  const hold_days = await settlement.holdDaysOfOrders(order_ids);
  return parcels.recordCarrierEvents({ message_id, events, hold_days });
}
