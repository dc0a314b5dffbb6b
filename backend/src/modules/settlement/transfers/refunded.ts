import { rows, type Transaction } from "../../../lib/sql";
import { newId } from "../ids";

/** A refund of a sale that was paid by transfer: it is the company's money at the cooperative's bank, and waits for a person. Once for each refund. */
export async function giveBackByTransfer_(
  tx: Transaction,
  intent: { id: string; provider_ref: string; currency: string; amount_minor: bigint },
): Promise<void> {
  await rows(
    tx,
    `insert into transfer_line (id, cooperative_id, source, line_key, booked_on, currency, amount_minor, payer, words, why, company_id)
     select ?::text, p.cooperative_id, 'refund', 'refund:' || ?::text, current_date, ?::text, ?::bigint, p.company, p.reference, 'refund', p.company_id
     from proforma p where p.id = ? on conflict on constraint transfer_line_once do nothing`,
    [newId("tline"), intent.id, intent.currency, String(intent.amount_minor), intent.provider_ref],
  );
}
