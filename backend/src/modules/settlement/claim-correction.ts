import { claimAnswerJournal } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { bearingOf, sourceOf } from "./claim-bearing";
import { reverseJournals, type JournalToReverse } from "./claim-reversal";
import { journalOf, writeJournals } from "./ledger";
import { lockClaimMoney, shareReturned_ } from "./returned-goods";

export interface CorrectAnswerInput {
  claim_id: string;
  attempt: number;
  number: string;
  /** Which correction of this attempt's answer. */
  round: number;
  paid_minor: string;
}

/**
 * Reverses the journal of the answer that stands and writes the corrected one, known by its round; what goods that came back brought is
 * shared anew. Nothing when the round is booked, or the claim was taken back meanwhile.
 */
export async function correctAnswer_(tx: Transaction, input: CorrectAnswerInput): Promise<void> {
  const { claim_id, attempt, round } = input;
  await lockClaimMoney(tx, [claim_id]);
  const bearing = await bearingOf(tx, claim_id, attempt);
  if (!bearing || bearing.reversed_at) return;
  const source_id = `${sourceOf(input)}:answer${round}`;
  if (await row(tx, `select 1 from journal where kind = 'claim_answer' and source_id = ?`, [source_id])) return;
  const standing = await rows<JournalToReverse>(
    tx,
    `select id, kind, source_id, memo from journal j
     where kind = 'claim_answer' and (source_id = ? or source_id like ? || ':answer%')
       and not exists (select from journal r where r.kind = 'reverse_claim_answer' and r.source_id = j.source_id)`,
    [sourceOf(input), sourceOf(input)],
  );
  if (standing.length !== 1) throw new Error(`claim ${claim_id} has ${standing.length} answers in the books, not one`);
  await reverseJournals(tx, standing);
  const journal = journalOf(
    claimAnswerJournal({
      claim_id,
      cooperative_id: bearing.cooperative_id,
      currency: bearing.currency,
      asked_minor: BigInt(bearing.carrier_minor),
      paid_minor: BigInt(input.paid_minor),
      memo: `Claim ${input.number}: the carrier's answer, corrected`,
    }),
  );
  await writeJournals(tx, [{ journal, source_id }]);
  await tx.raw(`update claim_bearing set answered_minor = ? where claim_id = ? and attempt = ?`, [
    input.paid_minor,
    claim_id,
    attempt,
  ]);
  await shareReturned_(tx, claim_id, bearing.currency, { again: true });
}
