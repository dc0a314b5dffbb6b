import type { ClaimKind, ParcelState } from "@commonlot/domain";
import type { Transaction } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { openFromEvents_ } from "./claim-open";
import { tellDelivered_ } from "./fulfilments";
import * as tracking from "./queries-track";
import { decideTracking, type CarrierEvent, type EventToRecord } from "./track";

const DAY_MS = 86_400_000;
const CARRIER = { source: "carrier", person: "carrier" } as const;

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
  const named = [...new Set(input.events.map((event) => event.number))];
  const parcels = await tracking.lockOrdersAndParcels(tx, named, from);
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
  const by = "person" in from ? ({ source: "desk", person: from.person } as const) : CARRIER;
  await openFromEvents_(tx, claimsIn(keep, moves), { ...by, now: new Date() });
  const arrived = new Set(moves.filter((move) => move.state === "delivered").map((move) => move.parcel_id));
  if (arrived.size > 0) {
    const orders = parcels.filter((parcel) => arrived.has(parcel.id)).map((parcel) => parcel.order_id);
    await tellDelivered_(tx, [...new Set(orders)]);
  }
  const completed = await tracking.completeOrders(tx, [...new Set(parcels.map((parcel) => parcel.order_id))]);
  for (const order of completed) {
    const days = input.hold_days.get(order.order_id) ?? 0;
    const due_at = new Date(order.delivered_at.getTime() + days * DAY_MS);
    await append(tx, { job: "post", payload: { order_id: order.order_id }, due_at, dedup_key: order.order_id });
  }
  return { recorded: keep.length, moved: moves.length, completed: completed.map((order) => order.order_id) };
}

/** What makes a claim: a parcel that is lost or came back now, and damage the carrier tells of. */
function claimsIn(
  keep: readonly EventToRecord[],
  moves: readonly { parcel_id: string; state: ParcelState }[],
): { parcel_id: string; kind: ClaimKind; words: string }[] {
  const ended = moves.flatMap(({ parcel_id, state }) =>
    state === "lost" || state === "returned" ? [{ parcel_id, kind: state, words: state }] : [],
  );
  const gone = new Set(ended.map((one) => one.parcel_id));
  const damaged = new Map(
    keep.flatMap((event) => (event.said === DAMAGED && !gone.has(event.parcel_id) ? [[event.parcel_id, event]] : [])),
  );
  return [...ended, ...[...damaged.keys()].map((parcel_id) => ({ parcel_id, kind: DAMAGED, words: DAMAGED }))];
}

/** The carrier's word for it; it moves no parcel. */
const DAMAGED: ClaimKind = "damaged";
