import { z } from "zod";
import {
  ADJUST_REASONS,
  BEARERS,
  MAX_ADJUSTMENT_LINES,
  MAX_SHRINK_PPM_PER_DAY,
  MAX_WORDS,
  WASTE_REASONS,
} from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { MOVED_FIGURES, STANDING_FIGURES } from "../../../modules/pool/figures";

const id = z.string().min(1).max(128);
const key = z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _");
/** Words a person wrote: something, and no more than a paragraph. The rule says the least it takes. */
const words = z.string().trim().max(MAX_WORDS);
const said = words.min(2);
const limit = z.coerce.number().int().min(1).max(100).default(50);
const cursor = z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional();
const page = { limit, cursor };
const yes = z.enum(["true", "false"]).transform((text) => text === "true");
/** Far above any pool; the rules draw the real lines and say them in words. */
const units = z.int().min(-1_000_000_000).max(1_000_000_000);
const day = z.iso.date();

export const whyQuery = z.strictObject({
  figure: z.enum(["on_hand", ...MOVED_FIGURES, ...STANDING_FIGURES]).default("on_hand"),
  day: day.optional(),
  ...page,
});
export type WhyQuery = z.infer<typeof whyQuery>;

export const replayQuery = z.strictObject({ day });
export const auditQuery = z.strictObject({ from: day, to: day });

export const adjustmentsQuery = z.strictObject({ pool_id: id.optional(), waiting: yes.optional(), ...page });
export type AdjustmentsQuery = z.infer<typeof adjustmentsQuery>;

export const adjustmentBody = z.strictObject({
  pool_id: id,
  kind: z.enum(["waste", "adjust"]),
  reason: z.enum([...new Set([...WASTE_REASONS, ...ADJUST_REASONS])] as [string, ...string[]]),
  words,
  lines: z
    .array(z.strictObject({ lot_id: id, delta_units: units }))
    .min(1)
    .max(MAX_ADJUSTMENT_LINES),
  idempotency_key: key,
});
export type AdjustmentBody = z.infer<typeof adjustmentBody>;

export const dropBody = z.strictObject({ words: words.default("") });
export const emptyBody = z.strictObject({});

export const policyBody = z.strictObject({
  limit_g: z.int().min(0).max(1_000_000_000),
  limit_pieces: z.int().min(0).max(1_000_000),
  bearer: z.enum(BEARERS),
});

export const returnedQuery = z.strictObject({ waiting: yes.optional(), ...page });
export const decideReturnedBody = z.strictObject({ sellable: z.boolean(), words: said });

export const splitQuery = z.strictObject({ to_pool_id: id, units: z.coerce.number().pipe(units.min(1)) });
export const splitBody = z.strictObject({ to_pool_id: id, units: units.min(1), reason: said, idempotency_key: key });

export const stocktakesQuery = z.strictObject(page);
export const stocktakeBody = z.strictObject({ pool_id: id, bearer: z.enum(BEARERS).optional() });
export const countBody = z.strictObject({ counted: units.min(0), words: words.default("") });

export const shrinkRuleBody = z.strictObject({
  produce: z.string().min(1).max(60),
  ppm_per_day: z.int().min(0).max(MAX_SHRINK_PPM_PER_DAY),
  from_day: day,
  reason: said,
});

export const forecastsQuery = z.strictObject({
  pool_id: id.optional(),
  household_id: id.optional(),
  open: yes.optional(),
  ...page,
});
export const ownForecastsQuery = z.strictObject(page);
const forecast = {
  pool_id: id,
  units: units.min(1),
  ready_from: day,
  ready_to: day,
  note: words.optional(),
  idempotency_key: key,
};
export const ownForecastBody = z.strictObject(forecast);
export const forecastBody = z.strictObject({ household_id: id, ...forecast });
export const endForecastBody = z.strictObject({ to: z.enum(["delivered", "withdrawn"]) });

export const holdsQuery = z.strictObject({ pool_id: id.optional(), ...page });
export const holdBody = z.strictObject({
  kind: z.enum(["quote", "preorder"]),
  /** The quote or pre-order that holds; the same owner changes its hold. */
  owner_id: z.string().regex(/^[A-Za-z0-9_.:-]{4,100}$/),
  lines: z
    .array(z.strictObject({ pool_id: id, units: units.min(1) }))
    .min(1)
    .max(50),
  days: z.int().min(1).max(90),
  note: said,
});
export const releaseBody = z.strictObject({ reason: said });

/** A season ahead at most; a screen's worth of lots. */
export const expiringQuery = z.strictObject({
  within_days: z.coerce.number().int().min(0).max(400).default(14),
  limit,
});

export const activityQuery = z.strictObject(page);
export type ActivityQuery = z.infer<typeof activityQuery>;

export const poolStatusBody = z.strictObject({ status: z.enum(["open", "closed"]), reason: said });
export type PoolStatusBody = z.infer<typeof poolStatusBody>;
