import { defineTransitions } from "../shared/transitions";

/**
 * A parcel's states move forward only (docs: reliability, P4). Before hand-over it can be voided; carriers skip and
 * reorder events, so from hand-over it may be heard of as delivered at once. A return or a loss is an end: what
 * follows is a short or a new parcel.
 */
export const PARCEL_TRANSITIONS = defineTransitions({
  thing: "parcel",
  initial: "planned",
  terminal: ["delivered", "lost", "returned", "void"],
  next: {
    planned: ["labelled", "void"],
    labelled: ["packed", "void"],
    packed: ["handed_over", "void"],
    handed_over: ["in_transit", "delivered", "lost", "returned"],
    in_transit: ["delivered", "lost", "returned"],
    delivered: [],
    lost: [],
    returned: [],
    void: [],
  },
});

export type ParcelState =
  "planned" | "labelled" | "packed" | "handed_over" | "in_transit" | "delivered" | "lost" | "returned" | "void";
