import { row, type Transaction } from "../../../lib/sql";
import { notAllowed } from "../refusals";

/**
 * A refund `processor_refund r` that the house did not ask for: not by an intent, nor by a cancellation that has adopted it since; and
 * of which nothing is in the books yet.
 */
export const OUTSIDE = `r.closed_at is null and not exists (select from refund_intent i where i.refund_ref = r.refund_ref)
  and not exists (select from processor_transaction t join processor_match m on m.transaction_id = t.id where t.source = r.refund_ref and t.class = 'refund')`;

/** That the sale `s` has goods of several cooperatives. */
export const OVER_SEVERAL = `(select count(distinct l.cooperative_id) from sale_line l where l.sale_id = s.id) > 1`;

/**
 * Of a refund that somebody made at the processor itself (`processor_refund r`): whether a desk answers for it. Its order has goods of
 * one cooperative, and neither an intent of ours nor a cancellation has it. All else that the processor gives back without a
 * journal is the operator's open item: one item, one owner, whoever had it first.
 */
export const AT_DESK = `r.closed_at is null and not exists (select from refund_intent i where i.refund_ref = r.refund_ref)
  and (select count(distinct l.cooperative_id) from sale s join sale_line l on l.sale_id = s.id
       where s.provider_ref = r.provider_ref and s.claim_id is null) = 1
  and not exists (select from bank_open_item i join processor_transaction t on t.id = i.transaction_id where t.source = r.refund_ref)`;

/** That a movement `t` is a refund which a desk answers for. */
export const DESK_ANSWERS = `t.class = 'refund' and exists (select from processor_refund r where r.refund_ref = t.source and ${AT_DESK})`;

/** That an open item `i` is about a refund of an order of several cooperatives that waits to be booked. */
export const ITEM_OVER_SEVERAL = `exists (
  select from processor_transaction t join processor_refund r on r.refund_ref = t.source join sale s on s.provider_ref = r.provider_ref and s.claim_id is null
  where t.id = i.transaction_id and t.class = 'refund' and ${OUTSIDE} and ${OVER_SEVERAL})`;

/**
 * The open item of a refund's movement is answered, and with it the refund: it waits on no other page. Of an order of several cooperatives it is
 * booked over the lines, each bearing its own, and never here as the platform's expense. In the caller's transaction, with the lock of matching.
 */
export async function endWithItem_(
  tx: Transaction,
  of: { transaction_id: string; person: string; reason: string; book: boolean },
): Promise<void> {
  const refund = await row<{ refund_ref: string; over_several: boolean }>(
    tx,
    `select r.refund_ref, exists (select from sale s where s.provider_ref = r.provider_ref and s.claim_id is null and ${OVER_SEVERAL}) as over_several
     from processor_transaction t join processor_refund r on r.refund_ref = t.source
     where t.id = ? and t.class = 'refund' and r.closed_at is null and not exists (select from refund_intent i where i.refund_ref = r.refund_ref)
     for update of r`,
    [of.transaction_id],
  );
  if (!refund) return;
  if (of.book && refund.over_several) {
    throw notAllowed(
      "booked_by_lines",
      'This order has goods of several cooperatives: book it under "Outside refunds", where each bears its own part. This item closes by itself then. Nothing was changed.',
    );
  }
  await tx.raw(`update processor_refund set closed_at = now(), closed_by = ?, close_reason = ? where refund_ref = ?`, [
    of.person,
    of.reason,
    refund.refund_ref,
  ]);
}
