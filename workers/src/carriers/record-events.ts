import type { MedusaContainer } from "@medusajs/framework/types";
import type ParcelService from "../../../backend/src/modules/parcel/service";
import type { TrackingEvent } from "./carrier";

/** What the settlement module tells of an order's policy. */
interface HoldDays {
  holdDaysOfOrder(order_id: string): Promise<number>;
}

/** Records what a carrier said, however it was heard: parcels move forward, and delivered orders are posted when due. */
export async function recordEvents(container: MedusaContainer, message_id: string, events: readonly TrackingEvent[]) {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: HoldDays = container.resolve("settlement");
  const hold_days = new Map<string, number>();
  for (const order_id of await parcels.ordersOfNumbers([...new Set(events.map((event) => event.number))])) {
    hold_days.set(order_id, Number(await settlement.holdDaysOfOrder(order_id)));
  }
  return parcels.recordCarrierEvents({ message_id, events, hold_days });
}
