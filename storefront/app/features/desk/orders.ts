/** Parcels of an order whose label is printed and which are still here. */
export function readyToHandOver(order: { states: Readonly<Record<string, number>> }): number {
  return (order.states.labelled ?? 0) + (order.states.packed ?? 0);
}
