import { z } from "zod";
import { minorSchema } from "../shared/money-schema";

/** A box type. Weights in grams, volume in millilitres, cost in minor units. */
export const cartonSchema = z.strictObject({
  code: z.string().min(1).max(100),
  tare_g: z.int().nonnegative(),
  /** Gross limit: goods and tare together. */
  max_weight_g: z.int().positive(),
  /** Inside volume. Without it only the weight limits what goes in. */
  inner_ml: z.int().positive().optional(),
  cost_minor: minorSchema,
  currency: z.string(),
});

export type CartonInput = z.input<typeof cartonSchema>;
export type Carton = z.output<typeof cartonSchema>;

/**
 * Whether goods of this weight and volume go into the carton. The volume test adds volumes and knows no shapes: the
 * inside volume on file should be what can really be filled.
 */
export function fitsCarton(carton: Carton, goods_g: number, goods_ml: number): boolean {
  return goods_g + carton.tare_g <= carton.max_weight_g && goods_ml <= (carton.inner_ml ?? Infinity);
}
