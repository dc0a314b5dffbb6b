import type { Answer, Carrier } from "./carrier";

/**
 * A carrier that is spoken to by people: numbers are typed or brought as a sheet at the desk, its rates are the
 * cooperative's cards, its papers ours. Nothing is asked of anybody, so nothing can be unknown.
 */
export const manualCarrier: Carrier = {
  rate: () => Promise.resolve(byHand("its rates are the cooperative's rate cards")),
  book: () => Promise.resolve(byHand("its numbers are entered at the desk")),
  find: () => Promise.resolve([]),
  label: () => Promise.resolve(byHand("it has no label but ours")),
  cancel: () => Promise.resolve(byHand("the courier is told by phone")),
  track: () => Promise.resolve([]),
  pickup: () => Promise.resolve(byHand("the courier comes on the days agreed")),
  findPickup: () => Promise.resolve(undefined),
  cancelPickup: () => Promise.resolve(byHand("the courier is told by phone")),
  findManifest: () => Promise.resolve(undefined),
  manifest: () => Promise.resolve(byHand("the driver signs our own list")),
};

function byHand<T>(why: string): Answer<T> {
  return { outcome: "refused", reason: `this carrier has no interface: ${why}` };
}
