import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** How a pool's goods are counted and packed, as a manager enters it. Weights in grams, packs in base units (grams or pieces). */
export interface NewPool {
  readonly unit: "g" | "piece";
  /** Grams of one piece; left out for goods that are weighed. */
  readonly piece_g?: number | undefined;
  /** One pack may hold several households' goods. */
  readonly blendable: boolean;
  /** Base units of the one pack size; only when not blendable. */
  readonly pack_units?: number | undefined;
}

/** Heaviest piece and largest pack: 100 kg, 10,000 pieces. More is a mistake of the unit. */
export const MAX_PIECE_G = 100_000;
export const MAX_PACK = { g: 100_000, piece: 10_000 } as const;

/**
 * Whether a pool can be counted so: pieces have a weight (parcels are planned by it), and what is not blended has one pack
 * size, since one pack is of one lot (rules.md 1). Answers the grams of a base unit and the pack's base units, null when blended.
 */
export function decideNewPool(
  input: NewPool,
): Result<{ unit_g: number; pack_units: number | null }, Refusal<"invalid_piece" | "invalid_pack">> {
  const { unit, piece_g, blendable, pack_units } = input;
  if (unit === "piece" && !whole(piece_g, MAX_PIECE_G)) {
    return refuse("invalid_piece", "Say how many grams one piece weighs: parcels are planned by it.", "piece_g");
  }
  if (blendable) return ok({ unit_g: unit === "piece" ? (piece_g ?? 1) : 1, pack_units: null });
  if (!whole(pack_units, MAX_PACK[unit])) {
    return refuse(
      "invalid_pack",
      "Goods that are not blended are sold in one pack size: say how much a pack holds.",
      "pack_units",
    );
  }
  return ok({ unit_g: unit === "piece" ? (piece_g ?? 1) : 1, pack_units: pack_units ?? null });
}

function whole(value: number | undefined, most: number): boolean {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 && value <= most;
}
