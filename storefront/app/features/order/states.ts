/** A parcel's states, in their order. */
export const PARCEL_STATES = [
  "planned",
  "labelled",
  "packed",
  "handed_over",
  "in_transit",
  "delivered",
  "lost",
  "returned",
  "void",
] as const;
export type ParcelState = (typeof PARCEL_STATES)[number];
