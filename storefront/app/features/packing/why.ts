import { z } from "zod";
import { both, minor } from "../../lib/shapes";

const reason = z.discriminatedUnion("why", [
  z.object({ why: z.enum(["cold", "class"]), one: z.string(), other: z.string() }),
  z.object({ why: z.literal("weight"), goods_g: z.int() }),
  z.object({ why: z.literal("volume"), goods_ml: z.int() }),
  z.object({ why: z.enum(["value", "sides"]) }),
  z.object({ why: z.literal("cost"), together_minor: minor, apart_minor: minor }),
]);

/** Why a parcel costs what it does, and why others to the same place are not in it. */
export const whySchema = z.object({
  currency: z.string(),
  freight_minor: minor,
  carton_minor: minor,
  carton: z.string(),
  freight_words: both.nullable(),
  more: z.int(),
  apart: z.array(z.object({ id: z.string(), number: z.string(), reason })),
});
export type Why = z.output<typeof whySchema>;
