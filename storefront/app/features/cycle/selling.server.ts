import { z } from "zod";
import { read } from "../../lib/api.server";
import { both, minor } from "../../lib/shapes";
import { inOpenCycles, type InCycle } from "./in-cycle";

export const cycleSchema = z.object({
  id: z.string(),
  name: both,
  cooperative: both,
  state: z.enum(["draft", "dropped", "published", "closing", "reached", "missed", "called_off"]),
  opens_at: z.string(),
  closes_at: z.string(),
  way: z.enum(["ship", "pickup"]),
  ready_from: z.string(),
  ready_to: z.string(),
  place: both,
  minimum: z.object({
    kind: z.enum(["none", "grams", "orders"]),
    least: z.number(),
    have: z.number(),
    reached: z.boolean(),
    missing: z.number(),
  }),
  orders: z.int(),
});
export type Cycle = z.output<typeof cycleSchema>;

export const ladderSchema = z.object({
  currency: z.string(),
  /** The pack that is spoken of. */
  lead_variant_id: z.string(),
  case_units: z.number(),
  ordered_units: z.number(),
  cases: z.int(),
  step: z.int(),
  to_full_case: z.number(),
  next: z.object({ step: z.int(), cases: z.int() }).nullable(),
  steps: z.array(
    z.object({
      from_cases: z.int(),
      prices: z.array(z.object({ variant_id: z.string(), price_minor: minor })),
    }),
  ),
});
export type Ladder = z.output<typeof ladderSchema>;

const sellingSchema = z.object({
  product_id: z.string(),
  state: z.enum(["usual", "open", "soon", "closed"]),
  cycle: cycleSchema.nullable(),
  ladder: ladderSchema.nullable(),
});
export type Selling = z.output<typeof sellingSchema>;

/** How these products are sold now; those in no order cycle as usual. */
export async function sellingOf(product_ids: readonly string[]): Promise<Map<string, Selling>> {
  if (product_ids.length === 0) return new Map();
  const { selling } = await read("/store/selling", z.object({ selling: z.array(sellingSchema) }), {
    query: { product_ids: [...new Set(product_ids)].join(",") },
  });
  return new Map(selling.map((one) => [one.product_id, one]));
}

export async function sellingOfProduct(product_id: string): Promise<Selling> {
  const found = (await sellingOf([product_id])).get(product_id);
  return found ?? { product_id, state: "usual", cycle: null, ladder: null };
}

/** What of a cart can't be ordered now and what is of an open order cycle, product by product, and whether its goods may leave together. */
export async function heldUp(
  product_ids: readonly string[],
): Promise<{ shut: Record<string, Selling>; open: Record<string, InCycle>; mixed: boolean }> {
  const selling = [...(await sellingOf(product_ids)).values()];
  const shut = selling.filter((one) => one.state === "soon" || one.state === "closed");
  const open = inOpenCycles(selling);
  const cycles = new Set(Object.values(open).map(({ cycle }) => cycle.id));
  const usual = selling.some((one) => one.state === "usual");
  return {
    shut: Object.fromEntries(shut.map((one) => [one.product_id, one])),
    open,
    mixed: cycles.size > 1 || (cycles.size === 1 && usual),
  };
}

const openSchema = z.object({
  cycles: z.array(
    z.object({
      id: z.string(),
      name: both,
      cooperative: both,
      closes_at: z.string(),
      products: z.array(z.object({ handle: z.string(), title: both })),
    }),
  ),
});
export type OpenCycle = z.output<typeof openSchema>["cycles"][number];

/** On the first page: more would push what is in season off it. */
const SHOWN = 4;

/** Order cycles that close next. */
export async function closingNext(): Promise<OpenCycle[]> {
  const { cycles } = await read("/store/cycles", openSchema);
  return cycles.slice(0, SHOWN);
}
