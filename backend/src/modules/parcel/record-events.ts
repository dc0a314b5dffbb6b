import type { Transaction } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import * as tracking from "./queries-track";
import { decideTracking, type CarrierEvent } from "./track";

const DAY_MS = 86_400_000;

/** Who tells where a parcel is: its carrier, or a person at the desk. */
export type EventSource = { source: "carrier" } | { source: "house"; person: string };

export interface EventsToRecord {
  message_id: string;
  events: readonly CarrierEvent[];
  hold_days: ReadonlyMap<string, number>;
}

export interface EventsRecorded {
  recorded: number;
  moved: number;
  completed: string[];
}

/**
 * Records what is said about many parcels, set-based. Repeated, late and shuffled events end in the same states. When an
 * order's last live parcel is delivered, `post` is due after its hold days, once.
 */
export async function recordEvents_(
  tx: Transaction,
  input: EventsToRecord,
  from: EventSource = { source: "carrier" },
): Promise<EventsRecorded> {
  if (!(await claim(tx, "carrier-event", input.message_id))) return { recorded: 0, moved: 0, completed: [] };
  const parcels = await tracking.lockOrdersAndParcels(tx, [...new Set(input.events.map((event) => event.number))]);
  const numbers = new Map(parcels.map((parcel) => [parcel.number, parcel.id]));
  const known = await tracking.knownEvents(
    tx,
    from.source,
    parcels.map((parcel) => parcel.id),
  );
  const fresh = input.events.filter((event) => {
    const key = `${numbers.get(event.number) ?? ""}/${event.event_id}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
  const { keep, moves } = decideTracking(parcels, fresh);
  await tracking.insertEvents(tx, from, keep);
  await tracking.moveParcels(tx, moves);
  const completed = await tracking.completeOrders(tx, [...new Set(parcels.map((parcel) => parcel.order_id))]);
  for (const order of completed) {
    const days = input.hold_days.get(order.order_id) ?? 0;
    const due_at = new Date(order.delivered_at.getTime() + days * DAY_MS);
    await append(tx, { job: "post", payload: { order_id: order.order_id }, due_at, dedup_key: order.order_id });
  }
  return { recorded: keep.length, moved: moves.length, completed: completed.map((order) => order.order_id) };
}
