import { z } from "zod";
import { isFormula } from "@commonlot/domain";
import { both, minor, unit } from "../../lib/shapes";
import { offeredSample } from "../samples/data.server";
import { FAULTS } from "./words";

// What the backend answers of the quick order: the table, the list that a member works on, and those that their company keeps.

const step = z.object({ from: z.int(), price_minor: minor });
const pack = z.object({
  variant_id: z.string(),
  sku: z.string().nullable(),
  pack: both,
  units_per_pack: z.number(),
  pack_g: z.number(),
  currency: z.string(),
  minimum_packs: z.int(),
  steps: z.array(step),
});
export type QuickPack = z.output<typeof pack>;

const product = z.object({
  product_id: z.string(),
  handle: z.string(),
  title: both,
  cooperative: z.object({ id: z.string(), name: both }).nullable(),
  grade: z.string(),
  unit,
  cycle_only: z.boolean(),
  free_units: z.number(),
  expected: z.array(z.object({ day: z.string(), units: z.number() })),
  coming: z.object({ from: z.string(), to: z.string() }).nullable(),
  packs: z.array(pack.extend({ wanted: z.int(), sample: offeredSample.nullable() })),
});
export type QuickProduct = z.output<typeof product>;

export const tableSchema = z.object({
  products: z.array(product),
  page: z.int(),
  pages: z.int(),
  count: z.int(),
  list: z.object({ lines: z.int(), faults: z.int() }),
});

const written = z.object({
  line: z.int(),
  name: z.string(),
  pack: z.string(),
  amount: z.string(),
  unit: z.enum(["packs", "kg"]),
  variant_id: z.string().nullable(),
  packs: z.int().nullable(),
  fault: z.enum(FAULTS).nullable(),
  offered: pack.extend({ title: both }).nullable(),
  unit_minor: minor.nullable(),
  amount_minor: minor.nullable(),
  together: z.int(),
  to_have: z
    .object({
      free_packs: z.int(),
      by_day: z.array(z.object({ day: z.string(), packs: z.int() })),
      most_packs: z.int(),
      above_free: z.boolean(),
      above_most: z.boolean(),
    })
    .nullable(),
  choices: z.array(z.object({ variant_id: z.string(), title: both, pack: both })),
  near_packs: z.array(z.int()),
});
const line = written.transform((one) => ({ ...one, amount_is_formula: isFormula(one.amount) }));
export type ListLine = z.output<typeof line>;

export const listSchema = z.object({
  lines: z.array(line),
  page: z.int(),
  pages: z.int(),
  count: z.int(),
  faults: z.int(),
  totals: z.array(z.object({ currency: z.string(), amount_minor: minor })),
});

export const listPageSchema = listSchema.extend({ examples: z.array(z.object({ title: both, pack: both })) });

export const addedSchema = z.object({ added: z.int(), faults: z.int() });
export const savedSchema = z.object({
  lists: z.array(
    z.object({ id: z.string(), name: z.string(), person: z.string(), lines: z.int(), created_at: z.string() }),
  ),
});
