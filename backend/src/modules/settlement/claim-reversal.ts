import { reverse } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { BEARING, sourceOf, writeDeductions, type BearingRow } from "./claim-bearing";
import { reverseClawbacks_ } from "./clawbacks";
import { writeJournals } from "./ledger";
import { lockPayables } from "./payables";
import { notAllowed } from "./refusals";
import { lockClaimMoney } from "./returned-goods";

/**
 * Takes the money of a replacement back: every journal of it by its reverse, what lots bore by a row below zero. Once. Refused when
 * the carrier has answered, unless the order is gone anyway (`gone`): then its answer goes back too.
 */
export async function reverse_(
  tx: Transaction,
  input: { claim_id: string; attempt: number; number: string; order_id: string; gone?: boolean },
): Promise<void> {
  const { claim_id, attempt, order_id } = input;
  const sale = await row<{ id: string; posted_at: Date | null; withdrawn_at: Date | null }>(
    tx,
    `select id, posted_at, withdrawn_at from sale where order_id = ? for update`,
    [order_id],
  );
  // After the sale, as where a sale with returned goods is divided.
  await lockClaimMoney(tx, [claim_id]);
  const bearing = await row<BearingRow>(
    tx,
    `select ${BEARING} from claim_bearing where claim_id = ? and attempt = ? for update`,
    [claim_id, attempt],
  );
  if (!sale || sale.withdrawn_at) return;
  if (sale.posted_at) throw notAllowed("already_divided", "The replacement has arrived: it can't be taken back.");
  if (bearing?.answered_minor && !input.gone) {
    throw notAllowed("carrier_answered", "The carrier has answered this claim: its replacement can't be taken back.");
  }
  await lockPayables(tx, {
    sql: `select household_id from claim_deduction where claim_id = ? and attempt = ?
          union select household_id from clawback where claim_id = ? and attempt = ?`,
    bindings: [claim_id, attempt, claim_id, attempt],
  });
  const journals = await rows<JournalToReverse>(
    tx,
    `select id, kind, source_id, memo from journal j
     where not exists (select from journal r where r.kind = 'reverse_' || j.kind and r.source_id = j.source_id) and (
        (kind = 'replacement' and source_id = ?) or (kind in ('claim_share', 'claim_answer') and (source_id = ? or source_id like ? || ':%'))
        or (kind = 'returned_share' and source_id like ? || ':%')) order by kind, source_id`,
    [order_id, sourceOf(input), sourceOf(input), sourceOf(input)],
  );
  await reverseJournals(tx, journals, order_id);
  const taken = await rows<{ lot_id: string; household_id: string; amount_minor: string }>(
    tx,
    `select lot_id, household_id, sum(amount_minor) as amount_minor from claim_deduction where claim_id = ? and attempt = ?
     group by lot_id, household_id having sum(amount_minor) <> 0 order by lot_id`,
    [claim_id, attempt],
  );
  if (bearing) {
    await writeDeductions(
      tx,
      { ...input, cooperative_id: bearing.cooperative_id, currency: bearing.currency },
      taken.map((one) => ({ ...one, amount_minor: -BigInt(one.amount_minor) })),
    );
  }
  await reverseClawbacks_(tx, { claim_id, attempt });
  await tx.raw(`update claim_bearing set reversed_at = now() where claim_id = ? and attempt = ?`, [claim_id, attempt]);
  await tx.raw(`update sale set withdrawn_at = now(), updated_at = now() where id = ?`, [sale.id]);
}

export interface JournalToReverse {
  id: string;
  kind: "replacement" | "claim_share" | "claim_answer" | "returned_share";
  source_id: string;
  memo: string;
}

/** Each by a journal of its own, with the sides turned. The database refuses a second reverse of one. */
export async function reverseJournals(
  tx: Transaction,
  journals: readonly JournalToReverse[],
  order_id?: string,
): Promise<void> {
  for (const one of journals) {
    const postings = await rows<{
      kind: "claim";
      party: string;
      currency: string;
      amount_minor: string;
      lot_id: string | null;
    }>(
      tx,
      `select a.kind, a.party, p.currency, p.amount_minor, p.lot_id from posting p join account a on a.id = p.account_id
       where p.journal_id = ? order by p.seq`,
      [one.id],
    );
    const journal = reverse({
      kind: one.kind,
      currency: postings[0]?.currency ?? "",
      memo: one.memo,
      postings: postings.map(({ kind, party, amount_minor, lot_id }) => ({
        account: { kind, party },
        amount_minor: BigInt(amount_minor),
        ...(lot_id === null ? {} : { lot: lot_id }),
      })),
    });
    await writeJournals(tx, [{ journal, source_id: one.source_id, ...(order_id === undefined ? {} : { order_id }) }]);
  }
}
