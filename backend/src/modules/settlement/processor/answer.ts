import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { processorAdjustment, type ProcessorItemKind, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, type Transaction } from "../../../lib/sql";
import { PROCESSOR } from "../capture";
import { journalOf, writeJournals } from "../ledger";
import { asResult, notAllowed, notFound } from "../refusals";
import { journalAbout, lockMatching, PLATFORM } from "./match";
import { endWithItem_ } from "./owner";

export interface ItemAnswer {
  id: string;
  person: string;
  reason: string;
  /** Take the difference into the platform's books: a gain or an expense beside the processor's fees. */
  book: boolean;
}

interface ItemRow {
  kind: ProcessorItemKind;
  transaction_id: string | null;
  amount_minor: string;
  currency: string;
  closed_at: Date | null;
}

/** The item is this person's from now on. */
export function takeItem(sql: Knex, input: { id: string; person: string }): Promise<Result<null, Refusal>> {
  return asResult(() =>
    inTransaction(sql, async (tx) => {
      await lockItem(tx, input.id);
      await tx.raw(`update bank_open_item set owner = ? where id = ?`, [input.person, input.id]);
      return null;
    }),
  );
}

/** Closed with what was found out; with `book` the ledger says from now on what the processor says. */
export function answerItem(sql: Knex, answer: ItemAnswer): Promise<Result<null, Refusal>> {
  return asResult(() =>
    inTransaction(sql, async (tx) => {
      await lockMatching(tx);
      const item = await lockItem(tx, answer.id);
      const { transaction_id } = item;
      if (transaction_id !== null) await endWithItem_(tx, { ...answer, transaction_id });
      if (answer.book) await book(tx, item, answer);
      await tx.raw(`update bank_open_item set closed_at = now(), closed_by = ?, close_reason = ? where id = ?`, [
        answer.person,
        answer.reason,
        answer.id,
      ]);
      return null;
    }),
  );
}

async function book(tx: Transaction, item: ItemRow, answer: ItemAnswer): Promise<void> {
  const { transaction_id } = item;
  if (item.kind === "missing_transaction" || transaction_id === null) {
    throw notAllowed(
      "nothing_to_book",
      "The processor has not moved this money, so there is nothing to book: the journal is taken back where it was made. Nothing was changed.",
    );
  }
  const waits = await row(tx, `select 1 from processor_unmatched where transaction_id = ?`, [transaction_id]);
  if (!waits) throw notAllowed("item_closed", "This movement has its journal since. Nothing was changed.");
  const about = await journalAbout(tx, transaction_id);
  const amount_minor = BigInt(item.amount_minor) - (about?.moved ?? 0n);
  if (amount_minor !== 0n) {
    const { currency } = item;
    const memo = `${answer.reason} (${transaction_id})`;
    const journal = journalOf(processorAdjustment({ processor: PROCESSOR, currency, amount_minor, memo }));
    await writeJournals(tx, [{ journal, source_id: transaction_id }]);
  }
  await tx.raw(
    `insert into processor_match (transaction_id, journal_id, person)
     select ?, coalesce(?, (select id from journal where kind = 'processor_adjustment' and source_id = ?)), ?`,
    [transaction_id, about?.journal_id ?? null, transaction_id, answer.person] as never,
  );
  await tx.raw(`delete from processor_unmatched where transaction_id = ?`, [transaction_id]);
}

async function lockItem(tx: Transaction, id: string): Promise<ItemRow> {
  const item = await row<ItemRow>(
    tx,
    `select kind, transaction_id, amount_minor, currency, closed_at from bank_open_item where id = ? and cooperative_id = ? for update`,
    [id, PLATFORM],
  );
  if (!item) throw notFound("open item");
  if (item.closed_at) throw notAllowed("item_closed", "This item is closed already. Nothing was changed.");
  return item;
}
