import { z } from "zod";
import { MAX_CLAWBACK_BP, ruleName, type DryRunFlag } from "@commonlot/domain";
import { say } from "../../i18n/say.server";
import type { Path } from "../../i18n/locale";
import type { Refusal } from "../../lib/api.server";
import { minor } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { trialSchema } from "../trials/data.server";
import { fieldOf, inWords } from "../ui/form.server";

const household = z.object({ id: z.string(), name: z.string(), card_number: z.string() });

const CLAWBACK_STATES = ["open", "done", "waived", "reversed"] as const;
const take = z.object({ from: z.string(), to: z.string(), amount_minor: minor, given_back: z.boolean() });
export const clawbackFields = {
  id: z.string(),
  currency: z.string(),
  amount_minor: minor,
  taken_minor: minor,
  left_minor: minor,
  state: z.enum(CLAWBACK_STATES),
  at: z.string(),
  takes: z.array(take),
};
export const clawbacksSchema = z.object({
  clawbacks: z.array(
    z.object({
      ...clawbackFields,
      household,
      claim_id: z.string().nullable(),
      claim_number: z.string(),
      order_number: z.int().nullable(),
      lot_number: z.string(),
      found: z.string(),
      objections: z.array(z.object({ words: z.string(), at: z.string() })),
      close_reason: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
export type Clawback = z.output<typeof clawbacksSchema>["clawbacks"][number];

export const capSchema = z.object({
  cap_bp: z.int(),
  versions: z.array(
    z.object({
      id: z.string(),
      version: z.int(),
      cap_bp: z.int(),
      state: z.enum(["proposed", "in_force", "dropped"]),
      reason: z.string(),
      proposed_by: z.string().nullable(),
      proposed_by_me: z.boolean(),
      at: z.string(),
      decided_by: z.string().nullable(),
    }),
  ),
  reserves: z.array(z.object({ currency: z.string(), reserve_minor: minor, lent_minor: minor, fees_minor: minor })),
});
export type Cap = z.output<typeof capSchema>;

/** A whole percentage of later payouts as basis points; null when it is none, or more than the law of the house lets. */
export function capTyped(typed: string): number | null {
  const text = typed.normalize("NFKC");
  const bp = /^\d{1,3}$/.test(text) ? Number(text) * 100 : Infinity;
  return bp <= MAX_CLAWBACK_BP ? bp : null;
}

export const DISPUTE_STATES = [
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "needs_response",
  "under_review",
  "prevented",
  "won",
  "lost",
] as const;
export const disputesSchema = z.object({
  disputes: z.array(
    z.object({
      id: z.string(),
      order_number: z.int().nullable(),
      currency: z.string(),
      amount_minor: minor,
      fee_minor: minor,
      reason: z.string(),
      state: z.enum(DISPUTE_STATES),
      withdrawn: z.boolean(),
      open: z.boolean(),
      due_at: z.string().nullable(),
      problem: z.enum(["no_sale", "wrong_currency", "over_paid", "back_after_lost"]).nullable(),
      at: z.string(),
      notes: z.array(z.object({ person: z.string().nullable(), words: z.string(), at: z.string() })),
    }),
  ),
  next: z.string().nullable(),
});
export type Dispute = z.output<typeof disputesSchema>["disputes"][number];

export const outsideRefundsSchema = z.object({
  refunds: z.array(
    z.object({
      id: z.string(),
      order_number: z.int().nullable(),
      currency: z.string(),
      amount_minor: minor,
      at: z.string(),
      age_days: z.int(),
    }),
  ),
  next: z.string().nullable(),
});

export const orderToRefundSchema = z.object({
  order: z.object({
    id: z.string(),
    number: z.int().nullable(),
    divided: z.boolean(),
    refunds: z.array(
      z.object({
        id: z.string(),
        currency: z.string(),
        amount_minor: minor,
        words: z.string(),
        person: z.string(),
        at: z.string(),
        state: z.string(),
      }),
    ),
    lines: z.array(z.object({ order_line_id: z.string(), title: z.string(), currency: z.string(), left_minor: minor })),
  }),
});

/** The words of the domain, named here so that each has a text. */
export const FLAGS = [
  "below_zero",
  "zero",
  "spike",
  "new_account",
  "shared_account",
  "changed_account",
  "no_account",
  "refused_account",
  "clawback",
] as const satisfies readonly DryRunFlag[];
const flag = z.enum(FLAGS);
/** A rule, with its words: those of the statement. */
const rule = z.string().transform((name) => ({ name, ...ruleName(name) }));
const deductions = z.array(z.object({ rule, amount_minor: minor }));
const ACCOUNTS = [
  "households",
  "cooperative_fee",
  "packing",
  "platform_fee",
  "agent_commission",
  "freight",
  "tax",
  "buyer_refund",
  "price_pool",
  "returned_goods",
] as const;

export const dryRunSchema = z.object({
  period: z.object({ id: z.string(), from: z.string(), to: z.string(), state: z.string() }),
  draft: z.boolean(),
  trial: trialSchema,
  households: z.int(),
  counts: z.array(z.object({ flag, households: z.int() })),
  cash: z.array(
    z.object({
      currency: z.string(),
      to_pay_minor: minor,
      on_its_way_minor: minor,
      held_minor: minor,
      gap_minor: minor,
    }),
  ),
  went: z.array(
    z.object({
      currency: z.string(),
      paid_minor: minor,
      parts: z.array(z.object({ account: z.enum(ACCOUNTS), amount_minor: minor })),
    }),
  ),
  rows: z.array(
    z.object({
      id: z.string(),
      household_id: z.string(),
      household: household.nullable(),
      currency: z.string(),
      lots: z.int(),
      brought_forward_minor: minor,
      gross_minor: minor,
      deductions,
      deductions_minor: minor,
      advances_minor: minor,
      net_minor: minor,
      paid_minor: minor,
      on_its_way_minor: minor,
      remaining_minor: minor,
      last_minor: minor.nullable(),
      rail: z.enum(["bank_file", "stripe", "cash"]).nullable(),
      account_last4: z.string().nullable(),
      flags: z.array(flag),
    }),
  ),
  next: z.string().nullable(),
});
export type DryRun = z.output<typeof dryRunSchema>;

export const dryRunLinesSchema = z.object({
  household: household.nullable(),
  lines: z.array(
    z.object({
      id: z.string(),
      currency: z.string(),
      kind: z.enum(["brought_forward", "sale", "deduction", "advance", "payout"]),
      rule,
      amount_minor: minor,
      lot_number: z.string().nullable(),
      grams: z.int().nullable(),
      of_line: z.object({ paid_minor: minor, grams: z.int(), deductions }).nullable(),
    }),
  ),
  next: z.string().nullable(),
});

const CODES = [
  "invalid_cap",
  "proposal_waits",
  "same_person",
  "reserve_not_enough",
  "idempotency_conflict",
  "clawback_state",
  "refund_over_paid",
  "nothing_to_write_off",
  "several_cooperatives",
  "refund_waits",
  "refund_differs",
  "not_divided_yet",
  "claim_pays",
  "item_closed",
] as const;

/** A refusal in the reader's words, beside its field. */
export function refusedMoney(path: Path, refusal: Refusal, field: string): Problem[] {
  const known = CODES.find((one) => one === refusal.code);
  return [
    {
      field: fieldOf(refusal, field),
      text: known === undefined ? inWords(path, refusal) : say(path)(`clawbacks.refusals.${known}`),
    },
  ];
}
