import type { SizeMm } from "../../parcel/carton";

/** The base of an ISO 6780 pallet that is common in China, and how high goods stand on it. */
export const PALLET_MM: SizeMm = [1_200, 1_000, 1_500];
/** Goods on one pallet at most. */
export const PALLET_MAX_G = 1_000_000;
/** The pallet itself, wooden. An assumption. */
export const PALLET_TARE_G = 25_000;
/** What the walls of a carton add to a side of its inside. An assumption: two walls of corrugated board. */
export const CARTON_WALLS_MM = 10;

/** Equal cartons. */
export interface CartonsToStack {
  readonly count: number;
  /** One of them, full. */
  readonly gross_g: number;
  /** Inside; null where nobody measured: then only weight counts. */
  readonly inner_mm: SizeMm | null;
}

export interface Palletised {
  readonly pallets: number;
  /** Cartons and pallets together. */
  readonly gross_g: number;
}

/**
 * Cartons of one kind on one pallet: upright, all turned the same way, in whole layers of the better of the two ways to turn them, as many
 * layers as stand within the height, and no more than its weight allows. A bound from below for one kind: who turns cartons in one layer may
 * get more on. At least one: what is larger or heavier than a pallet has a pallet of its own.
 */
export function cartonsOnPallet({ inner_mm, gross_g }: Pick<CartonsToStack, "inner_mm" | "gross_g">): number {
  const by_weight = Math.floor(PALLET_MAX_G / gross_g);
  if (inner_mm === null) return Math.max(1, by_weight);
  const [length, width, height] = inner_mm.map((side) => side + CARTON_WALLS_MM) as [number, number, number];
  const [along, across, up] = PALLET_MM;
  const layer = Math.max(
    Math.floor(along / length) * Math.floor(across / width),
    Math.floor(along / width) * Math.floor(across / length),
  );
  return Math.max(1, Math.min(by_weight, layer * Math.floor(up / height)));
}

/**
 * How many pallets many cartons need. Kinds (same carton, same weight) share a pallet as if each took its part of it: the sum of
 * `count / on one pallet`, rounded up once. For one kind that is exact by the rule above; for several it is an estimate that stacks them on one
 * another, and never less than the weight of all needs. Nothing needs no pallet.
 */
export function palletsFor(cartons: readonly CartonsToStack[]): Palletised {
  const goods_g = cartons.reduce((sum, kind) => sum + kind.gross_g * kind.count, 0);
  const pallets = Math.max(ceilOfSum(cartons), Math.ceil(goods_g / PALLET_MAX_G));
  return { pallets, gross_g: goods_g + pallets * PALLET_TARE_G };
}

/** `ceil(sum(count / on pallet))`, exact: a third and two thirds of a pallet are one, not two. */
function ceilOfSum(cartons: readonly CartonsToStack[]): number {
  let [whole, over, under] = [0n, 0n, 1n];
  for (const kind of cartons) {
    const on_pallet = BigInt(cartonsOnPallet(kind));
    const count = BigInt(kind.count);
    whole += count / on_pallet;
    over = over * on_pallet + (count % on_pallet) * under;
    under *= on_pallet;
  }
  return Number(whole + (over + under - 1n) / under);
}
