import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { both, minor } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords } from "../ui/form.server";
import { today } from "../../lib/today.server";

export const balanceSchema = z.object({
  balance: z.object({
    from: z.string(),
    to: z.string(),
    currencies: z.array(
      z.object({
        currency: z.string(),
        lines: z.array(
          z.object({
            kind: z.string(),
            code: z.string(),
            name: z.string(),
            words: both,
            opening_minor: minor,
            debit_minor: minor,
            credit_minor: minor,
            closing_minor: minor,
          }),
        ),
        totals: z.object({
          opening_debit_minor: minor,
          opening_credit_minor: minor,
          debit_minor: minor,
          credit_minor: minor,
          closing_debit_minor: minor,
          closing_credit_minor: minor,
        }),
        way: z.array(
          z.object({
            step: z.enum([
              "cash_at_desk",
              "cash_handed",
              "bank_not_written",
              "bank_not_answered",
              "transfer_waiting",
              "transfer_unknown",
            ]),
            payouts: z.int(),
            amount_minor: minor,
            booked: z.boolean(),
          }),
        ),
      }),
    ),
  }),
});
export type Balance = z.output<typeof balanceSchema>["balance"];

export const codesSchema = z.object({
  codes: z.array(z.object({ kind: z.string(), words: both, code: z.string(), name: z.string(), set: z.boolean() })),
});

export const readsSchema = z.object({
  reads: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["bank_file_read", "bank_sheet_read", "ledger_exported"]),
      subject: z.string(),
      page: z.string().nullable(),
      person: z.string(),
      why: z.string(),
      at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The days that were asked for, or this year up to today. */
export function daysAsked(url: string): { from: string; to: string } {
  const asked = new URL(url).searchParams;
  const now = today();
  const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  return { from: DAY.test(from) ? from : `${now.slice(0, 4)}-01-01`, to: DAY.test(to) ? to : now };
}

const CODES = ["invalid_code", "invalid_name", "code_taken", "invalid_period"] as const;

export function refusedBooks(path: Path, refusal: Refusal, field: string): Problem[] {
  const known = CODES.find((one) => one === refusal.code);
  return [
    {
      field: fieldOf(refusal, field),
      text: known === undefined ? inWords(path, refusal) : say(path)(`accounting.refusals.${known}`),
    },
  ];
}
