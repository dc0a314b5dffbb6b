import type OutboxService from "../../../../backend/src/modules/outbox/service";
import type { CarrierBatch } from "../../../../backend/src/api/hooks/carrier/validators";
import { recordEvents } from "../../carriers/record-events";
import { PermanentFailure, type JobHandler } from "../../job";

/** One stored batch of tracking events: parcels move forward, and delivered orders are posted when their days are over. */
export const handle: JobHandler<"carrier-event"> = async ({ container, message_id, payload, log }) => {
  const outbox: OutboxService = container.resolve("outbox");
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
  const { recorded, moved, completed } = await recordEvents(container, message_id, events);
  await outbox.markWebhookProcessed("carrier", payload.event_id);
  log.info({ event_id: payload.event_id, recorded, moved, completed: completed.length }, "tracking recorded");
};
