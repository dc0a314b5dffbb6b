/**
 * The stocked quantity to set in Medusa, so that there `stocked - reserved = max(0, on_hand - held)`
 * (docs: rules, pools and counters). All in base units of the pool. The mirror decides nothing: it only lets a
 * Medusa client show what may be bought. Throws on fractions and negatives: our own columns forbid them.
 */
export function mirroredStock(on_hand: number, held: number, reserved: number): number {
  for (const [name, value] of Object.entries({ on_hand, held, reserved })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`mirroredStock: ${name} must be a whole number, not negative, got ${value}`);
    }
  }
  return reserved + Math.max(0, on_hand - held);
}
