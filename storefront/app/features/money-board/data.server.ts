import { z } from "zod";
import { both, minor } from "../../lib/shapes";
import { USES } from "./uses";

export const uses = z.array(z.object({ use: z.enum(USES).catch("other"), amount_minor: minor }));

const row = z.object({
  id: z.string(),
  currency: z.string(),
  revision: z.int(),
  from: z.string(),
  to: z.string(),
  at: z.string(),
  because: z.string().nullable(),
  replaced: z.boolean(),
  root: z.string().nullable(),
  households: z.int().nullable(),
  cooperative: both,
  figures: z
    .object({
      grams: z.int(),
      sales_minor: minor,
      beside_minor: minor,
      income_minor: minor,
      uses,
      net_minor: minor,
      paid_minor: minor.nullable(),
      carried_minor: minor.nullable(),
      balance_minor: minor.nullable(),
    })
    .nullable(),
});
export type BoardRow = z.output<typeof row>;

const village = z.object({ handle: z.string(), name: both });
export const boardSchema = z.object({ village, boards: z.array(row), next: z.string().nullable() });
export const boardRowSchema = z.object({
  village,
  board: row,
  hashes: z.array(z.string()),
  next: z.string().nullable(),
});
export const slipCheckSchema = z.object({
  check: z.object({
    board: row,
    place: z.int().nullable(),
    hash: z.string(),
    holds: z.boolean(),
    slip: z.object({
      number: z.string(),
      currency: z.string(),
      net_minor: minor,
      paid_minor: minor,
      on_its_way_minor: minor,
      remaining_minor: minor,
    }),
  }),
});

const totals = z.object({
  currency: z.string(),
  grams: z.int(),
  sales_minor: minor,
  beside_minor: minor,
  income_minor: minor,
  difference_minor: minor,
  uses,
  statements: z.object({
    households: z.int(),
    net_minor: minor,
    paid_minor: minor,
    on_its_way_minor: minor,
    carried_minor: minor,
    remaining_minor: minor,
  }),
});
export type Totals = z.output<typeof totals>;
/** The money of a period: of the whole cooperative, and village by village. */
export const totalsSchema = z.object({
  totals: z.object({
    period: z.object({ id: z.string(), from: z.string(), to: z.string(), state: z.string() }),
    whole: z.array(totals),
    villages: z.array(
      z.object({
        village_id: z.string().nullable(),
        handle: z.string().nullable(),
        name: both,
        totals: z.array(totals),
      }),
    ),
  }),
});
