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
  /** What the carrier insures it for; left out where it insures nothing. */
  readonly declared?: { readonly amount_minor: number; readonly currency: string };
  readonly to: Addressee;
}

export interface Tracked {
  readonly reference: string;
  readonly tracking_number: string;
}

/** What a carrier has against one of several parcels, in its own words. */
export interface NamedFault {
  readonly reference: string;
  readonly reason: string;
}

/** How a call ended: done, certainly refused with nothing done, or not known: then look before asking again. */
export type Answer<T> =
  | { readonly outcome: "done"; readonly value: T }
  | { readonly outcome: "refused"; readonly reason: string; readonly named?: readonly NamedFault[] }
  | { readonly outcome: "unknown"; readonly reason: string };

export interface CarrierRate {
  readonly service: string;
  readonly total_minor: bigint;
  readonly currency: string;
}

/** A carrier's label as a picture of 100 x 150 mm: what can be printed on any sheet. */
export interface CarrierLabel {
  readonly format: "PNG";
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
  /** The courier that was ordered under a key, also one called off; undefined when there is none. Throws when it can't be asked. */
  findPickup(key: string): Promise<{ confirmation: string } | undefined>;
  /** Calls a courier off. Once is enough: again is done too. */
  cancelPickup(confirmation: string): Promise<Answer<void>>;
  /** Closes the list of what the driver gets. */
  manifest(key: string, references: readonly string[]): Promise<Answer<{ manifest_id: string }>>;
  /** The list that was closed under a key. Throws when it can't be asked. */
  findManifest(key: string): Promise<{ manifest_id: string } | undefined>;
}
