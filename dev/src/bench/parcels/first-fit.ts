/** First-fit decreasing for packs of a few kinds, by weight alone: what the plans are compared with. Parcels. */
export function firstFitDecreasing(
  items: readonly { readonly weight_g: number; readonly count: number }[],
  capacity_g: number,
): number {
  const sorted = [...items].sort((a, b) => b.weight_g - a.weight_g);
  const left = sorted.map((item) => item.count);
  let parcels = 0;
  while (left.some((count) => count > 0)) {
    let room_g = capacity_g;
    const taken = sorted.map(({ weight_g }, at) => {
      const packs = Math.min(left[at]!, Math.floor(room_g / weight_g));
      room_g -= packs * weight_g;
      return packs;
    });
    // The same filling comes again while there are packs for it.
    const times = taken.reduce(
      (most, packs, at) => (packs > 0 ? Math.min(most, Math.floor(left[at]! / packs)) : most),
      Infinity,
    );
    taken.forEach((packs, at) => (left[at]! -= packs * times));
    parcels += times;
  }
  return parcels;
}
