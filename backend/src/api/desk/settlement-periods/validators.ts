import { z } from "zod";
import { DRY_RUN_FLAGS } from "@commonlot/domain";

/** A calendar day; whether it exists is the service's to say. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is a day such as 2026-11-01");

export const OpenPeriod = z.strictObject({ from: day, to: day });
export type OpenPeriodBody = z.infer<typeof OpenPeriod>;

/** `last_day_goes_on`: settle a period on its last day, up to now; without it a period that is not over is refused. */
export const SettlePeriod = z.strictObject({ last_day_goes_on: z.boolean().optional() });
export type SettlePeriodBody = z.infer<typeof SettlePeriod>;

/** Approving takes no input: what it does follows from the period and from who asks. */
export const NoInput = z.strictObject({});

/** Households of a page. */
const SHOWN = 50;
const MOST_SHOWN = 500;
/** A household and a currency, as an answer of ours gave it. */
const place = z.string().regex(/^[A-Za-z0-9_.:-]{1,200}$/);

/** A place in the order of the list: flags, net, household and currency. */
const listPlace = z.string().regex(/^\d{1,2}\.-?\d{1,18}\.[A-Za-z0-9_.:-]{1,200}$/);

/** A place among the statements of a period: what one says in all, less before it, and its id. */
const statementPlace = z.string().regex(/^-?\d{1,18}\.[A-Za-z0-9_-]{1,128}$/);
/** Statements of one page. */
const STATEMENTS_SHOWN = 200;

export const periodQuery = z.strictObject({
  cursor: statementPlace.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_SHOWN).default(STATEMENTS_SHOWN),
});
export type PeriodQuery = z.output<typeof periodQuery>;

export const dryRunQuery = z.strictObject({
  flag: z.enum(DRY_RUN_FLAGS).optional(),
  cursor: listPlace.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_SHOWN).default(SHOWN),
});
export type DryRunQuery = z.output<typeof dryRunQuery>;

/** `seen`: the newest trial that the page showed; null when there was none. */
export const askDryRunBody = z.strictObject({ seen: z.string().min(1).max(128).nullable().default(null) });
export type AskDryRunBody = z.output<typeof askDryRunBody>;

export const dryRunLinesQuery = z.strictObject({
  cursor: place.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_SHOWN).default(SHOWN),
});
export type DryRunLinesQuery = z.output<typeof dryRunLinesQuery>;
