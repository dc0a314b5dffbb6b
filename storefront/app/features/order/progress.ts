import type { ParcelState } from "./data.server";

/** What a buyer follows, in this order. */
export const STEPS = ["placed", "packing", "sent", "delivered"] as const;
export type Step = (typeof STEPS)[number];

const REACHED: Record<ParcelState, Step | null> = {
  planned: "packing",
  labelled: "packing",
  packed: "packing",
  handed_over: "sent",
  in_transit: "sent",
  delivered: "delivered",
  // Their parcel tells its own story; the order's progress is that of the others.
  lost: null,
  returned: null,
  void: null,
};

/** How far an order is: as far as its slowest parcel. */
export function stepOf(states: readonly ParcelState[]): Step {
  const steps = states.flatMap((state) => REACHED[state] ?? []);
  if (steps.length === 0) return "placed";
  return steps.reduce((slowest, step) => (STEPS.indexOf(step) < STEPS.indexOf(slowest) ? step : slowest));
}
