import { z } from "zod";
import type { BankCsvColumn, BankFact, OpenItemKind } from "@commonlot/domain";
import { both, minor } from "../../lib/shapes";

export const BANK_STATES = ["sent", "accepted", "paid", "rejected", "returned"] as const;
const FACTS = ["accepted", "settled", "debited", "rejected", "returned"] as const satisfies readonly BankFact[];
/** The words of the domain, named here so that each has a text. */
const ITEM_KINDS = [
  "unknown_payout",
  "unknown_credit",
  "wrong_amount",
  "wrong_currency",
  "not_sent",
  "paid_after_rejected",
  "rejected_after_paid",
  "account_refused",
] as const satisfies readonly OpenItemKind[];
export const COLUMNS = [
  "number",
  "reference",
  "statement",
  "name",
  "account",
  "bank_system",
  "bank_member_id",
  "amount",
  "currency",
  "execution_date",
] as const satisfies readonly BankCsvColumn[];
const bankState = z.enum(BANK_STATES);
const household = z.object({ id: z.string(), name: z.string(), card_number: z.string() }).nullable();

const fileHead = z.object({
  id: z.string(),
  kind: z.enum(["pain.002", "camt.053", "csv"]),
  message_id: z.string().nullable(),
  name: z.string(),
  lines: z.int(),
  moved: z.int(),
  noted: z.int(),
  asked: z.int(),
  read_by: z.string().nullable(),
  created_at: z.string(),
});

export const answerFilesSchema = z.object({
  files: z.array(fileHead),
  open_items: z.int(),
  next: z.string().nullable(),
});

const item = z.object({
  id: z.string(),
  file_id: z.string(),
  file_name: z.string(),
  line: z.int(),
  kind: z.enum(ITEM_KINDS),
  fact: z.enum(FACTS),
  reference: z.string().nullable(),
  amount_minor: minor.nullable(),
  currency: z.string().nullable(),
  reason: z.string().nullable(),
  words: both.nullable(),
  batch_id: z.string().nullable(),
  household,
  owner: z.string().nullable(),
  age_days: z.int(),
  closed_at: z.string().nullable(),
  closed_by: z.string().nullable(),
  close_reason: z.string().nullable(),
});
export type Item = z.output<typeof item>;

export const answerFileSchema = z.object({
  file: fileHead.extend({
    sums: z.array(z.object({ bank_state: bankState, currency: z.string(), payouts: z.int(), amount_minor: minor })),
    refused: z.array(
      z.object({
        payout_id: z.string(),
        batch_id: z.string(),
        statement_number: z.string(),
        bank_state: bankState,
        amount_minor: minor,
        currency: z.string(),
        reason: z.string().nullable(),
        words: both,
        household,
        /** Whom the account is held by: of an agent, who is no household, that. */
        payee: z.string(),
      }),
    ),
    items: z.array(item),
  }),
});
export type AnswerFile = z.output<typeof answerFileSchema>["file"];

export const takenSchema = z.object({ file: z.object({ id: z.string() }) });

export const itemsSchema = z.object({
  items: z.array(item.extend({ mine: z.boolean() })),
  next: z.string().nullable(),
});

export const sheetSchema = z.object({
  account: z
    .object({
      name: z.string(),
      last4: z.string().nullable(),
      bank: z.object({ system: z.string(), member_id: z.string() }).nullable(),
      layout: z.object({
        columns: z.array(z.enum(COLUMNS)),
        headings: z.enum(["en", "zh"]),
        total: z.boolean(),
      }),
    })
    .nullable(),
  may_name: z.boolean(),
});
export const doneSchema = z.object({});
