import { COMMISSION_WAITS } from "@commonlot/domain";
import { z } from "zod";
import { both, minor } from "../../lib/shapes";

// What the backend answers of commissions, to the desk that pays them.

const run = z.object({
  id: z.string(),
  number: z.string(),
  currency: z.string(),
  state: z.enum(["requested", "approved", "called_off"]),
  agents: z.int(),
  amount_minor: minor,
  requested_at: z.string(),
  batch_id: z.string().nullable(),
  batch_number: z.string().nullable(),
});

export const commissionsSchema = z.object({
  owed: z.array(
    z.object({
      currency: z.string(),
      minimum_minor: minor,
      due_minor: minor,
      agents: z.array(
        z.object({
          agent: z.string(),
          code: z.string(),
          amount_minor: minor,
          because: z.enum(COMMISSION_WAITS).nullable(),
        }),
      ),
    }),
  ),
  runs: z.array(run),
  next: z.string().nullable(),
});

export const runSchema = z.object({
  run: run.extend({
    requested_by_name: z.string().nullable(),
    approved_by_name: z.string().nullable(),
    asked_by_me: z.boolean(),
    approvers: z.array(z.object({ name: z.string(), role: z.enum(["accountant", "manager"]) })),
    statements: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        agent: z.string(),
        code: z.string(),
        currency: z.string(),
        amount_minor: minor,
        state: z.enum(["waits", "sent", "paid", "freed"]),
        because: z.string().nullable(),
        bank_words: both.nullable(),
        account_last4: z.string().nullable(),
        pays_to: z
          .union([
            z.object({ holder: z.string(), last4: z.string() }),
            z.object({ none: z.enum(["no_account", "account_on_hold"]) }),
          ])
          .nullable(),
      }),
    ),
  }),
});
export type CommissionRun = z.output<typeof runSchema>["run"];
export const askedSchema = z.object({ run: z.object({ id: z.string() }) });
