import type { MoneyBackState } from "@commonlot/domain";
import { z } from "zod";
import type { Both } from "../../lib/path";
import { minor, unit } from "../../lib/shapes";
import type { Names } from "../produce/names.server";
import type { Unit } from "../produce/unit-price";
import type { MoneyBackParts } from "./money-back";
import { refundParts, refundState } from "./money-back.server";

export const shortsSchema = z
  .array(
    z.object({
      number: z.string(),
      title: z.string(),
      units: z.int(),
      unit,
      lost_on_the_way: z.boolean(),
      refund_minor: minor,
      currency: z.string().nullable(),
      refund: refundState,
      back: refundParts,
      waits_until: z.string().nullable(),
      instead: z.object({ units: z.int(), grade_name: z.object({ zh: z.string(), en: z.string() }) }).nullable(),
    }),
  )
  .default([]);

/** Goods of an order that could not be sent, or never came, and what goes back. */
export interface OrderShort {
  readonly number: string;
  readonly title: Both;
  readonly units: number;
  readonly unit: Unit;
  readonly lost: boolean;
  readonly refund_minor: number;
  readonly refund: "none" | MoneyBackState;
  /** Of all its lines together. */
  readonly back: MoneyBackParts | null;
  /** Still promised, until then. */
  readonly waits_until: string | null;
  /** What comes as another grade, as the buyer agreed. */
  readonly instead: { readonly units: number; readonly grade_name: Both } | null;
}

/** Those that are still short of something, or come as another grade. */
export function orderShorts(shorts: z.output<typeof shortsSchema>, names: Names): OrderShort[] {
  return shorts
    .filter((short) => short.units > 0 || short.instead !== null)
    .map(({ title, lost_on_the_way, currency: _, ...short }) => ({
      ...short,
      title: names(title),
      lost: lost_on_the_way,
    }));
}
