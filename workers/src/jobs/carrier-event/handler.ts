import type OutboxService from "../../../../backend/src/modules/outbox/service";
import type { CarrierBatch } from "../../../../backend/src/api/hooks/carrier/validators";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { PermanentFailure, type JobHandler } from "../../job";

/** What the settlement module tells of an order's policy. */
interface HoldDays {
  holdDaysOfOrder(order_id: string): Promise<number>;
}

/** One stored batch of tracking events: parcels move forward, and delivered orders are posted when their days are over. */
export const handle: JobHandler<"carrier-event"> = async ({ container, message_id, payload, log }) => {
  const outbox: OutboxService = container.resolve("outbox");
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: HoldDays = container.resolve("settlement");
  const stored = await outbox.webhook("carrier", payload.event_id);
  if (!stored) throw new PermanentFailure(`There is no carrier event ${payload.event_id}.`);
  const batch = stored.payload as CarrierBatch;
  const events = batch.events.map((event) => ({
    event_id: event.id,
    number: event.reference,
    said: event.state,
    at: new Date(event.at),
    place: event.place ?? null,
  }));
  const hold_days = new Map<string, number>();
  for (const order_id of await parcels.ordersOfNumbers([...new Set(events.map((event) => event.number))])) {
    hold_days.set(order_id, Number(await settlement.holdDaysOfOrder(order_id)));
  }
  const { recorded, moved, completed } = await parcels.recordCarrierEvents({ message_id, events, hold_days });
  await outbox.markWebhookProcessed("carrier", payload.event_id);
  log.info({ event_id: payload.event_id, recorded, moved, completed: completed.length }, "tracking recorded");
};
