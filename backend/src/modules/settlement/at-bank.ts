/**
 * Payouts whose bank file is written and that the bank has not answered for good: they left the household's account in the ledger, and
 * are on their way, not paid, to whoever reads of them. `o` is the payout.
 */
export const AT_BANK = `o.rail = 'bank_file' and o.state = 'created' and coalesce(o.bank_state, 'sent') in ('sent', 'accepted')`;

/** Joins to a statement `s` what of it is at the bank, as `o`: a statement has one living payout at most. */
export const JOIN_AT_BANK = `left join payout o on o.statement_id = s.id and ${AT_BANK}`;

/** What arrived of statement `s`, as far as is known, and what is at the bank; with `JOIN_AT_BANK`. */
export const PAID = `(s.paid_minor - coalesce(o.amount_minor, 0))`;
export const ON_ITS_WAY = `coalesce(o.amount_minor, 0)`;

/** What of a statement `s` is at the bank, in minor units. */
export const AT_BANK_OF_STATEMENT = `(select coalesce(sum(o.amount_minor), 0) from payout o where o.statement_id = s.id and ${AT_BANK})`;
