// One door to all carriers. Shaped after the public API of Karrio (its proxy: rates, shipping, cancel, tracking, pickups,
// manifests), in our own units: grams, minor units, our parcel numbers as references. An adapter is one file beside this one.

/** A place as carriers want it. */
export interface Addressee {
  readonly name: string;
  readonly phone: string;
  readonly province_code: string;
  readonly address: string;
}

/** One parcel as a carrier needs it. */
export interface ShipmentRequest {
  /** Our parcel number: what every later question is about. */
  readonly reference: string;
  readonly carrier: string;
  readonly service: string;
  readonly weight_g: number;
  readonly to: Addressee;
}

export interface Tracked {
  readonly reference: string;
  readonly tracking_number: string;
}

/** How a call ended: done, certainly refused with nothing done, or not known: then look before asking again. */
export type Answer<T> =
  | { readonly outcome: "done"; readonly value: T }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "unknown"; readonly reason: string };

export interface CarrierRate {
  readonly service: string;
  readonly total_minor: bigint;
  readonly currency: string;
}

/** A carrier's label, or none: then ours is the only one. */
export interface CarrierLabel {
  readonly format: string;
  readonly data: Buffer;
}

/** What a carrier says of a parcel. The same event has the same id by webhook and by question. */
export interface TrackingEvent {
  readonly event_id: string;
  readonly number: string;
  readonly said: string;
  readonly at: Date;
  readonly place: string | null;
}

export interface PickupRequest {
  /** "2026-11-26". */
  readonly day: string;
  /** "16:00" in the cooperative's time. */
  readonly until: string;
  readonly parcels: number;
  readonly weight_g: number;
}

export interface Carrier {
  /** What a parcel would cost, by the carrier itself. */
  rate(
    parcel: Pick<ShipmentRequest, "service" | "weight_g"> & { province_code: string },
  ): Promise<Answer<CarrierRate[]>>;
  /** Asks for parcels to be taken, under a key that stands in our database. The same key is the same asking. */
  book(key: string, shipments: readonly ShipmentRequest[]): Promise<Answer<Tracked[]>>;
  /** What the carrier has of an asking: by its key, else by our references. Throws when it can't be asked. */
  find(key: string, references: readonly string[]): Promise<Tracked[]>;
  label(reference: string): Promise<Answer<CarrierLabel>>;
  /** Takes a booking back while nobody fetched it. Once is enough: again is done too. */
  cancel(reference: string): Promise<Answer<void>>;
  /** All that happened to these parcels so far. Throws when it can't be asked. */
  track(references: readonly string[]): Promise<TrackingEvent[]>;
  pickup(key: string, request: PickupRequest): Promise<Answer<{ confirmation: string }>>;
  /** Closes the list of what the driver gets. */
  manifest(key: string, references: readonly string[]): Promise<Answer<{ manifest_id: string }>>;
}
