/**
 * Payouts whose bank file is written and that the bank has not answered for good: they left the household's account in the ledger, and
 * are on their way, not paid, to whoever reads of them. `o` is the payout.
 */
export const AT_BANK = `o.rail = 'bank_file' and o.state = 'created' and coalesce(o.bank_state, 'sent') in ('sent', 'accepted')`;

/** What of a statement `s` is at the bank, in minor units. */
export const AT_BANK_OF_STATEMENT = `(select coalesce(sum(o.amount_minor), 0) from payout o where o.statement_id = s.id and ${AT_BANK})`;
