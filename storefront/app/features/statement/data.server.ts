import { z } from "zod";
import { both, minor, unit } from "../../lib/shapes";
import { MEMBER_KINDS } from "../patronage/words";

const deduction = z.object({ rule: z.string(), words: both, amount_minor: minor });

/** One statement, every rule and sentence of it in words. */
export const oneStatementSchema = z.object({
  statement: z.object({
    id: z.string(),
    number: z.string(),
    currency: z.string(),
    household: z.object({ name: z.string(), card_number: z.string() }),
    village: z.object({ handle: z.string(), zh: z.string(), en: z.string() }).nullable(),
    cooperative: both.extend({ phone: z.string() }),
    period: z.object({ id: z.string(), from: z.string(), to: z.string(), state: z.string() }),
    brought_forward_minor: minor,
    gross_minor: minor,
    deductions_minor: minor,
    advances_minor: minor,
    net_minor: minor,
    paid_minor: minor,
    on_its_way_minor: minor,
    carried_minor: minor,
    remaining_minor: minor,
    unpaid: both.nullable(),
    slip: z.string(),
    hash: z.string(),
    spoken: both,
    lots: z.array(
      z.object({
        lot_id: z.string(),
        number: z.string().nullable(),
        goods: both,
        harvested_on: z.string().nullable(),
        grams: z.int(),
        per_kg_minor: minor.nullable(),
        bought_minor: minor,
        share_minor: minor,
        deductions: z.array(deduction),
        why: both,
      }),
    ),
    others: z.array(deduction.extend({ kind: z.string(), lot_numbers: z.array(z.string()) })),
    payouts: z.array(
      z.object({
        id: z.string(),
        rail: z.enum(["bank_file", "stripe", "cash"]),
        state: z.enum(["intended", "created", "failed", "unknown"]),
        amount_minor: minor,
        words: both,
        at: z.string(),
      }),
    ),
  }),
});
export type OneStatement = z.output<typeof oneStatementSchema>["statement"];

export const MONEY_PAPERS = [
  "statement",
  "statement_large",
  "statements",
  "statements_large",
  "remittance",
  "remittances",
  "cash_sheet",
  "totals",
] as const;

export const moneyPaperSchema = z.object({
  paper: z.object({
    id: z.string(),
    kind: z.enum(MONEY_PAPERS),
    statement_id: z.string().nullable(),
    batch_id: z.string().nullable(),
    period_id: z.string().nullable(),
    state: z.enum(["asked", "printed"]),
    pages_done: z.int(),
    pages: z.int().nullable(),
    part: z.int(),
    parts: z.int(),
  }),
});
export type MoneyPaper = z.output<typeof moneyPaperSchema>["paper"];

const years = z.array(
  z.object({
    year: z.int(),
    volumes: z.array(z.object({ produce: both, unit, units: z.number(), lots: z.int() })),
    earnings: z.array(
      z.object({
        currency: z.string(),
        statements: z.int(),
        gross_minor: minor,
        deductions_minor: minor,
        advances_minor: minor,
        paid_minor: minor,
      }),
    ),
    refunds: z.array(
      z.object({
        id: z.string(),
        currency: z.string(),
        state: z.enum(["posted", "reversed"]),
        amount_minor: minor,
        why: both,
      }),
    ),
  }),
);
export type MemberYears = z.output<typeof years>;
const membership = {
  years,
  standing: z.object({
    member: z.boolean(),
    since: z.string().nullable(),
    shares: z.array(z.object({ currency: z.string(), amount_minor: minor })),
  }),
  entries: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(MEMBER_KINDS),
      currency: z.string().nullable(),
      amount_minor: minor.nullable(),
      on_day: z.string(),
      words: z.string(),
    }),
  ),
};
export const memberAccountSchema = z.object(membership);
export type MemberAccount = z.output<typeof memberAccountSchema>;
export const deskMemberAccountSchema = z.object({
  household: z.object({ id: z.string(), name: z.string(), card_number: z.string() }),
  ...membership,
});
