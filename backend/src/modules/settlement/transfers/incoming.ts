import {
  addDays,
  compareText,
  isOff,
  ok,
  refuse,
  reverse,
  transferReturnedJournal,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../../lib/cipher";
import { killPoint } from "../../../lib/kill-point";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { dayIn, HOME_TZ } from "../../../lib/today";
import { openAccount, type SealedAccount } from "../accounts";
import { newId } from "../ids";
import { journalOf, writeJournals } from "../ledger";
import { asResult, notAllowed, notFound } from "../refusals";
import {
  LEFT,
  linesWaiting,
  lineViews,
  statementView,
  statementViews,
  type LinesAsked,
  type LineView,
  type StatementView,
} from "./lines";
import { book_, inJournal } from "./book-line";
import { closeAsked_, refuseAnswers, showsBuyers, withoutPayouts } from "./beside-answers";
import { readStatementFile, type ReadStatement } from "./read-statement";
import { ordersByTransfer } from "./money-back";
import { openTakenBack_ } from "./taken-back";
import { leftOf, lockProformas_, payProforma_, takesMoney } from "./rows";

export interface TakeStatement {
  cooperative_id: string;
  person: string;
  /** As its sender calls it; shown, never opened. */
  name: string;
  bytes: Buffer;
  /** For tests: what is booked later than tomorrow is refused. */
  now?: Date;
}

/** Lines that are booked at once at most, each a transaction of its own: of a longer file the rest is booked when it is handed in again. */
const MAX_CREDITS = 2_000;
const MAX_NAME = 120;

/** Money that buyers transferred: each line of a bank is booked once, matched by its reference, and what is left of it waits for a person. */
export class IncomingTransfers {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /**
   * Takes a statement in, line by line, and what it shows as taken back when all of them are booked: each is booked, matched and told of in one transaction, so that what dies in between is gone on
   * with by the same file once more, or by the next statement. Lines that were shown before, by whatever file, do nothing.
   */
  async take(input: TakeStatement): Promise<Result<StatementView, Refusal>> {
    const read = readStatementFile(input.bytes, addDays(dayIn(HOME_TZ, input.now ?? new Date()), 1));
    if (!read.ok) return read;
    const may = await this.mayTake(input.cooperative_id, read.value);
    if (!may.ok) return may;
    const buyers = await withoutPayouts(this.sql, read.value.credits);
    const belongs = await refuseAnswers(this.sql, input, showsBuyers(read.value, buyers));
    if (!belongs.ok) return belongs;
    const statement_id = await this.open(input, read.value);
    const credits = await this.unknown(input.cooperative_id, buyers);
    for (const line of credits.slice(0, MAX_CREDITS)) {
      await inTransaction(this.sql, (tx) => book_(tx, { cooperative_id: input.cooperative_id, statement_id }, line));
      killPoint("transfer_line_committed");
    }
    if (credits.length <= MAX_CREDITS)
      await inTransaction(this.sql, async (tx) => {
        await rows(tx, `update bank_statement set finished_at = coalesce(finished_at, now()) where id = ?`, [
          statement_id,
        ]);
        await closeAsked_(tx, { ...input, sha256: read.value.sha256 });
        await openTakenBack_(tx, { cooperative_id: input.cooperative_id, statement_id }, read.value.debits);
      });
    return this.statement(input.cooperative_id, statement_id);
  }

  statement(cooperative_id: string, id: string): Promise<Result<StatementView, Refusal>> {
    return asResult(() => statementView(this.sql, cooperative_id, id));
  }

  statements(asked: { cooperative_id: string; limit: number; cursor?: string | undefined }): Promise<StatementView[]> {
    return statementViews(this.sql, asked);
  }

  /** Lines of which somebody has to say what becomes of what is left. */
  waiting(cooperative_id: string): Promise<number> {
    return linesWaiting(this.sql, cooperative_id);
  }

  /** Lines of a cooperative, newest first: those that wait for a person, that are kept for their company, or all. */
  list(asked: LinesAsked): Promise<LineView[]> {
    return lineViews(this.sql, asked);
  }

  /** What of a company's money is kept, or waits, at each cooperative. */
  async creditOf(company_id: string): Promise<{ cooperative_id: string; currency: string; left_minor: bigint }[]> {
    const found = await rows<{ cooperative_id: string; currency: string; left: string }>(
      this.sql,
      `select l.cooperative_id, l.currency, sum(${LEFT})::text as left from transfer_line l where l.company_id = ?
       group by 1, 2 having sum(${LEFT}) > 0 order by 1, 2`,
      [company_id],
    );
    return found.map(({ left, ...one }) => ({ ...one, left_minor: BigInt(left) }));
  }

  /** Of these orders those that were paid by transfer, and whether something of them was to be paid after the order. */
  ordersPaid(order_ids: readonly string[]): Promise<Map<string, { owed: boolean }>> {
    return ordersByTransfer(this.sql, order_ids);
  }

  /** A person says what a line is for: what is left of it pays this proforma, as far as it is asked for. */
  assign(input: {
    cooperative_id: string;
    line_id: string;
    /** Its id, or its reference. */
    proforma: string;
    person: string;
    words: string;
  }): Promise<Result<{ left_minor: bigint }, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const [proforma] = await lockProformas_(tx, `(p.id = ? or p.reference = ?) and p.cooperative_id = ?`, [
          input.proforma,
          input.proforma.replace(/[\s./-]/g, "").toUpperCase(),
          input.cooperative_id,
        ]);
        if (!proforma) throw notFound("proforma");
        const line = await lockLine(tx, input);
        if (isOff(proforma.state))
          throw notAllowed(
            "proforma_off",
            "This proforma is off: no order can come of it any more. Send the money back, or keep it for the company; nothing was changed.",
          );
        const open = leftOf(proforma);
        if (!takesMoney(proforma) || open <= 0n)
          throw notAllowed("proforma_paid", "This proforma is paid already. Nothing was changed.");
        if (proforma.currency !== line.currency)
          throw notAllowed("wrong_currency", "The money came in another currency than was asked for. Send it back.");
        const amount_minor = line.left_minor < open ? line.left_minor : open;
        await payProforma_(tx, proforma, { line_id: line.id, amount_minor, person: input.person, words: input.words });
        await rows(
          tx,
          `update transfer_line set company_id = ?, why = coalesce(why, 'over'), kept_at = null, kept_by = null, kept_words = null where id = ?`,
          [proforma.company_id, line.id],
        );
        return { left_minor: line.left_minor - amount_minor };
      }),
    );
  }

  /** What is left of a line was sent back to who had sent it; the bank does that, here it is booked. */
  giveBack(input: {
    cooperative_id: string;
    line_id: string;
    person: string;
    words: string;
  }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const line = await lockLine(tx, input);
        const id = newId("tuse");
        await rows(
          tx,
          `insert into transfer_use (id, line_id, kind, amount_minor, person, words) values (?, ?, 'returned', ?, ?, ?)`,
          [id, line.id, String(line.left_minor), input.person, input.words],
        );
        const { cooperative_id } = input;
        const { currency, left_minor: amount_minor } = line;
        const memo = `Sent back of transfer ${line.id}`;
        const journal = journalOf(transferReturnedJournal({ cooperative_id, currency, amount_minor, memo }));
        await writeJournals(tx, [{ journal, source_id: id }]);
        return null;
      }),
    );
  }

  /** What is left of a line stays for its company's next order; it can still be assigned or sent back. */
  keep(input: {
    cooperative_id: string;
    line_id: string;
    person: string;
    words: string;
  }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const line = await lockLine(tx, input);
        if (line.company_id === null)
          throw notAllowed(
            "payer_unknown",
            "Nobody knows which company sent this. Say which proforma it pays, or send it back; nothing was changed.",
          );
        await rows(tx, `update transfer_line set kept_at = now(), kept_by = ?, kept_words = ? where id = ?`, [
          input.person,
          input.words,
          line.id,
        ]);
        return null;
      }),
    );
  }

  /**
   * The line is no buyer's money (interest, a subsidy, a payout that came back in a sheet): its journal is reversed, and what it is is
   * booked elsewhere. Only of a line that nothing was used of.
   */
  dismiss(input: {
    cooperative_id: string;
    line_id: string;
    person: string;
    words: string;
  }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const line = await lockLine(tx, input);
        if (line.source !== "bank" || line.left_minor !== line.amount_minor)
          throw notAllowed(
            "transfer_in_use",
            "This is a buyer's money: some of it has paid, was sent back, or is a refund. Nothing was changed.",
          );
        await rows(
          tx,
          `insert into transfer_use (id, line_id, kind, amount_minor, person, words) values (?, ?, 'other', ?, ?, ?)`,
          [newId("tuse"), line.id, String(line.left_minor), input.person, input.words],
        );
        const { id, booked_on, currency, amount_minor } = line;
        const journal = inJournal(input.cooperative_id, { booked_on, currency, amount_minor });
        await writeJournals(tx, [{ journal: reverse(journal), source_id: id }]);
        return null;
      }),
    );
  }

  /** A statement of another account says nothing about money for this cooperative. */
  private async mayTake(cooperative_id: string, { account }: ReadStatement): Promise<Result<void, Refusal>> {
    const named = await rows<{ id: string; account: SealedAccount }>(
      this.sql,
      `select id, account from paying_account where cooperative_id = ? order by created_at desc limit 100`,
      [cooperative_id],
    );
    if (named.length === 0)
      return refuse("no_transfer_account", "The cooperative has named no bank account yet. Nothing was taken over.");
    const bare = (number: string): string => number.replace(/[\s-]/g, "").toUpperCase();
    const ours = named.map((one) => bare(openAccount(this.cipher, one.account, one.id).account ?? ""));
    if (account === null || ours.includes(bare(account))) return ok(undefined);
    return refuse(
      "statement_of_other_account",
      `This statement is of an account ending in ${account.slice(-4)}, which is not the cooperative's. Nothing was taken over.`,
    );
  }

  /** The row of a file; the same bytes are the same row. */
  private async open(input: TakeStatement, read: ReadStatement): Promise<string> {
    return inTransaction(this.sql, async (tx) => {
      const name = Array.from(input.name).slice(0, MAX_NAME).join("") || "-";
      const opened = await row<{ id: string }>(
        tx,
        `insert into bank_statement (id, cooperative_id, kind, sha256, name, lines, read_by) values (?, ?, ?, ?, ?, ?, ?)
         on conflict on constraint bank_statement_once do update set name = bank_statement.name returning id`,
        [newId("bstmt"), input.cooperative_id, read.kind, read.sha256, name, read.lines, input.person],
      );
      return opened?.id ?? "";
    });
  }

  /** Those that no statement has shown yet, by day. */
  private async unknown(cooperative_id: string, credits: ReadStatement["credits"]): Promise<ReadStatement["credits"]> {
    const known = await rows<{ key: string }>(
      this.sql,
      `select line_key as key from transfer_line where cooperative_id = ? and line_key = any(?)`,
      [cooperative_id, credits.map((line) => line.line_id)],
    );
    const seen = new Set(known.map((one) => one.key));
    return credits.filter((line) => !seen.has(line.line_id)).sort((a, b) => compareText(a.booked_on, b.booked_on));
  }
}

interface LockedLine {
  id: string;
  source: "bank" | "refund";
  booked_on: string;
  currency: string;
  company_id: string | null;
  amount_minor: bigint;
  left_minor: bigint;
}

async function lockLine(
  tx: Transaction,
  { cooperative_id, line_id }: { cooperative_id: string; line_id: string },
): Promise<LockedLine> {
  const locked = await row(tx, `select 1 from transfer_line where id = ? and cooperative_id = ? for update`, [
    line_id,
    cooperative_id,
  ]);
  if (!locked) throw notFound("transfer");
  // Asked after the lock: what another person did with it while this waited.
  const line = await row<Omit<LockedLine, "amount_minor" | "left_minor"> & { amount: string; left: string }>(
    tx,
    `select l.id, l.source, l.booked_on::text as booked_on, l.currency, l.company_id, l.amount_minor::text as amount, ${LEFT}::text as left
     from transfer_line l where l.id = ?`,
    [line_id],
  );
  const left_minor = BigInt(line?.left ?? 0);
  if (!line || left_minor <= 0n)
    throw notAllowed(
      "transfer_used",
      "All of this money has its place already. Nothing was changed; look at the list again.",
    );
  const { amount, left: _, ...rest } = line;
  return { ...rest, amount_minor: BigInt(amount), left_minor };
}
