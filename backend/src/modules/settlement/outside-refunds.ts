import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Refusal, Result } from "@commonlot/domain";
import { inTransaction, row, type Transaction } from "../../lib/sql";
import { bearByCooperative_, type GivenLine } from "./late-refunds";
import { lockMatching } from "./processor/match";
import { OUTSIDE, OVER_SEVERAL } from "./processor/owner";
import { promiseRefund, recordRefundOutcome } from "./refund";
import { asResult, notAllowed, notFound } from "./refusals";

// A refund that somebody made at the processor, of an order of several cooperatives, on its way into the books by the operator.

export interface OutsideRefund {
  id: string;
  at_key: string;
  order_id: string;
  currency: string;
  amount_minor: number;
  at: Date;
  age_days: number;
}

/** A cancellation adopts its own refund within moments of it. */
const SETTLES_S = 120;
/** One that has been there long enough to be nobody's. */
export const OPEN_OUTSIDE = `${OUTSIDE} and r.at < now() - make_interval(secs => ${SETTLES_S})`;

export interface LockedOutside {
  order_id: string;
  posted_at: Date | null;
  sale_currency: string;
  amount_minor: string;
  currency: string;
}

/** Ends an open one by what `work` books. Once. */
export function endOutside(
  sql: Knex,
  input: { id: string; person: string },
  work: (tx: Transaction, refund: LockedOutside) => Promise<{ intent_id: string; reason: string }>,
): Promise<Result<null, Refusal>> {
  return asResult(() =>
    inTransaction(sql, async (tx) => {
      // As at the desk: never while its movement is being matched.
      await lockMatching(tx);
      const found = await row<LockedOutside & { open: boolean }>(
        tx,
        `select s.order_id, s.posted_at, s.currency as sale_currency, r.amount_minor, r.currency, ${OUTSIDE} as open
         from processor_refund r join sale s on s.provider_ref = r.provider_ref and s.claim_id is null
         where r.refund_ref = ? and ${OVER_SEVERAL}
         for update of r, s`,
        [input.id],
      );
      if (!found) throw notFound("refund");
      if (!found.open) throw notAllowed("item_closed", "This is closed already. Nothing was changed.");
      const { intent_id, reason } = await work(tx, found);
      await tx.raw(
        `update processor_refund set closed_at = now(), closed_by = ?, close_reason = ?, refund_intent_id = ? where refund_ref = ?`,
        [input.person, reason, intent_id, input.id] as never,
      );
      return null;
    }),
  );
}

/** The buyer has the money already; each line's cooperative bears its part. The intent's id. */
export async function bookOutside_(
  tx: Transaction,
  of: { id: string; person: string; refund: LockedOutside },
  lines: readonly GivenLine[],
): Promise<string> {
  const { order_id, posted_at, currency, sale_currency } = of.refund;
  if (sale_currency !== currency)
    throw notAllowed("refund_over_paid", "This is of another currency than the order's. Nothing was changed.");
  const { intent } = await promiseRefund(tx, {
    order_id,
    lines,
    reason_code: "outside",
    person: of.person,
    dedup_key: `outside:${of.id}`,
    divided_too: true,
  });
  const memo = `Refunded at the processor: ${of.id}`;
  await bearByCooperative_(tx, { order_id, intent_id: intent.id, memo, divided: posted_at !== null }, lines);
  await recordRefundOutcome(tx, { refund_intent_id: intent.id, state: "created", refund_ref: of.id });
  return intent.id;
}
