import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { processorJournals, transactionClass, type TransactionClass } from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { PROCESSOR } from "../capture";
import { valueOfJournals, writeJournals } from "../ledger";
import { answerItem, takeItem, type ItemAnswer } from "./answer";
import { matchTransactions, type MatchResult } from "./match";
import { balances, items, transactions, type ListAsked } from "./views";

/** One movement as the processor tells it. */
export interface ToldTransaction {
  id: string;
  reporting_category: string;
  source: string | null;
  payment_ref: string | null;
  /** ISO 4217, capitals. */
  currency: string;
  amount_minor: bigint;
  fee_minor: bigint;
  description: string | null;
  at: Date;
  available_on: Date;
}

/** The processor's account of our money: read, booked, matched, answered for. */
export class ProcessorBooks {
  constructor(private readonly sql: Knex) {}

  /** How far it was read, and since when there was anything to read; nothing at all before the first sale. */
  async cursor(): Promise<{ read_to: Date | null; deep_at: Date | null; first_sale: Date | null }> {
    const found = await row<{ read_to: Date | null; deep_at: Date | null; first_sale: Date | null }>(
      this.sql,
      `select c.read_to, c.deep_at, (select min(created_at) from sale where claim_id is null) as first_sale
       from (select 1) one left join processor_cursor c on c.processor = ?`,
      [PROCESSOR],
    );
    return found ?? { read_to: null, deep_at: null, first_sale: null };
  }

  /** Keeps one page. What stands there already is not written again, so that a page may come twice; fees and payouts are booked. */
  keep(told: readonly ToldTransaction[]): Promise<number> {
    return inTransaction(this.sql, (tx) => this.keep_(tx, told));
  }
  async keep_(tx: Transaction, told: readonly ToldTransaction[]): Promise<number> {
    const all = told.map((one) => ({ ...one, class: transactionClass(one.reporting_category) }));
    const fresh = new Set(await insertTransactions(tx, all));
    killPoint("after_processor_page");
    await writeJournals(
      tx,
      all
        .filter((one) => fresh.has(one.id))
        .flatMap((one) =>
          valueOfJournals(processorJournals(one, PROCESSOR)).map((journal) => ({ journal, source_id: one.id })),
        ),
    );
    return fresh.size;
  }

  /** All pages up to `read_to` are kept. Never goes back: a slower reader changes nothing. */
  async advance(read_to: Date, deep: boolean): Promise<void> {
    await this.sql.raw(
      `insert into processor_cursor as c (processor, read_to, deep_at) values (?, ?, ?)
       on conflict (processor) do update set read_to = greatest(c.read_to, excluded.read_to),
         deep_at = case when ? then greatest(c.deep_at, excluded.deep_at) else c.deep_at end, updated_at = now()`,
      [PROCESSOR, read_to, read_to, deep],
    );
  }

  /** Matches movements to journals, and opens or closes the items of what does not match. One at a time; the second does nothing. */
  match(): Promise<MatchResult> {
    return inTransaction(this.sql, matchTransactions);
  }

  balances() {
    return balances(this.sql);
  }
  transactions(asked: ListAsked) {
    return transactions(this.sql, asked);
  }
  items(asked: ListAsked & { closed: boolean }) {
    return items(this.sql, asked);
  }
  takeItem(input: { id: string; person: string }) {
    return takeItem(this.sql, input);
  }
  answerItem(input: ItemAnswer) {
    return answerItem(this.sql, input);
  }
}

/** In the order of their ids, so that two readers of the same page never wait for each other. Ids of those that are new. */
async function insertTransactions(
  tx: Transaction,
  all: readonly (ToldTransaction & { class: TransactionClass })[],
): Promise<string[]> {
  const written = await rows<{ id: string }>(
    tx,
    `with fresh as (
       insert into processor_transaction (id, processor, class, category, source, payment_ref, currency, amount_minor, fee_minor,
                                          net_minor, description, at, available_on)
       select id, ?, class, category, source, payment_ref, currency, amount_minor, fee_minor, amount_minor - fee_minor, description, at, available_on
       from jsonb_to_recordset(?::jsonb) as x(id text, class text, category text, source text, payment_ref text, currency text,
         amount_minor bigint, fee_minor bigint, description text, at timestamptz, available_on timestamptz)
       order by id on conflict do nothing returning id, class, amount_minor
     ), queued as (
       insert into processor_unmatched (transaction_id) select id from fresh where class not in ('payout', 'fee') and amount_minor <> 0
     )
     select id from fresh`,
    [
      PROCESSOR,
      JSON.stringify(
        all.map(({ reporting_category, amount_minor, fee_minor, description, ...one }) => ({
          ...one,
          category: reporting_category,
          amount_minor: amount_minor.toString(),
          fee_minor: fee_minor.toString(),
          description: description?.slice(0, 200) ?? null,
        })),
      ),
    ],
  );
  return written.map((one) => one.id);
}
