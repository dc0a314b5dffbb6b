import { assertTransition, isState, PARCEL_TRANSITIONS, type ParcelState } from "@commonlot/domain";

/** One thing the carrier says about one parcel, by our number. `said` is its own word for it. */
export interface CarrierEvent {
  event_id: string;
  number: string;
  said: string;
  at: Date;
  place: string | null;
}

/** The carrier's words and our states. A word we don't know is kept in the history and moves nothing. */
const MEANING: Readonly<Record<string, ParcelState>> = {
  booked: "handed_over",
  picked_up: "in_transit",
  in_transit: "in_transit",
  out_for_delivery: "in_transit",
  // Said by the desk of goods that their buyer fetches.
  at_point: "in_transit",
  delivered: "delivered",
  lost: "lost",
  returned: "returned",
};

export interface TrackedParcel {
  id: string;
  number: string;
  order_id: string;
  state: string;
}

export interface EventToRecord extends CarrierEvent {
  parcel_id: string;
  state: ParcelState;
  moved: boolean;
}

/**
 * What a batch of carrier events does to the parcels it names: which events to keep, and where each parcel ends.
 * States only move forward; events may come in any order, twice, or for parcels we don't have.
 */
export function decideTracking(
  parcels: readonly TrackedParcel[],
  events: readonly CarrierEvent[],
): { keep: EventToRecord[]; moves: { parcel_id: string; state: ParcelState; at: Date }[] } {
  const byNumber = new Map(
    parcels.map((parcel) => [parcel.number, { parcel, state: parcel.state, at: new Date(0), moved: false }]),
  );
  const keep: EventToRecord[] = [];
  for (const event of [...events].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const known = byNumber.get(event.number);
    // Before hand-over the carrier can't have it: an event then is a mistake or a forgery with a real number.
    if (!known || !isState(PARCEL_TRANSITIONS, known.state) || BEFORE_HANDOVER.has(known.parcel.state)) continue;
    const meant = Object.hasOwn(MEANING, event.said) ? MEANING[event.said] : undefined;
    const moved =
      meant !== undefined && meant !== known.state && assertTransition(PARCEL_TRANSITIONS, known.state, meant).ok;
    if (moved) Object.assign(known, { state: meant, at: event.at, moved: true });
    keep.push({ ...event, parcel_id: known.parcel.id, state: meant ?? known.state, moved });
  }
  const moves = [...byNumber.values()]
    .filter((known) => known.moved)
    .map((known) => ({ parcel_id: known.parcel.id, state: known.state as ParcelState, at: known.at }));
  return { keep, moves };
}

const BEFORE_HANDOVER: ReadonlySet<string> = new Set(["planned", "labelled", "packed", "void"]);
