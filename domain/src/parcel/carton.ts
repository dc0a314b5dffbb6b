import { z } from "zod";
import { minorSchema } from "../shared/money-schema";

/** Longer than any box a person carries: a slip of the unit (centimetres typed as millimetres is the other way round). */
export const MAX_SIDE_MM = 3_000;
const side_mm = z.int().positive().max(MAX_SIDE_MM);
/** Length, width, height. */
export const sizeSchema = z.tuple([side_mm, side_mm, side_mm]);
export type SizeMm = z.output<typeof sizeSchema>;

/** A box type. Weights in grams, volume in millilitres, cost in minor units. */
export const cartonSchema = z.strictObject({
  code: z.string().min(1).max(100),
  tare_g: z.int().nonnegative(),
  /** Gross limit: goods and tare together. */
  max_weight_g: z.int().positive(),
  /** Inside volume. Without it only the weight limits what goes in. */
  inner_ml: z.int().positive().optional(),
  /** Inside length, width and height, where they are known: then packs with sides must fit as boxes too. */
  size_mm: sizeSchema.optional(),
  cost_minor: minorSchema,
  currency: z.string(),
});

export type CartonInput = z.input<typeof cartonSchema>;
export type Carton = z.output<typeof cartonSchema>;

/** Millilitres inside a box of this size: rounded down, since what does not go in must not be counted on. */
export function volumeOf([length_mm, width_mm, height_mm]: SizeMm): number {
  return Math.floor((length_mm * width_mm * height_mm) / 1_000);
}

/**
 * Whether goods of this weight and volume go into the carton. The volume test adds volumes and knows no shapes: the
 * inside volume on file should be what can really be filled.
 */
export function fitsCarton(carton: Carton, goods_g: number, goods_ml: number): boolean {
  return (
    goods_g + carton.tare_g <= carton.max_weight_g &&
    goods_ml <= (carton.inner_ml ?? (carton.size_mm ? volumeOf(carton.size_mm) : Infinity))
  );
}
