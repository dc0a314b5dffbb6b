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
