import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { isReopened, type BankState, type Refusal, type Result } from "@commonlot/domain";
import type { Cipher } from "../../../lib/cipher";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { RefusalError } from "../../../lib/refusal";
import { appendAll } from "../../outbox/append";
import { openAccount, type SealedAccount } from "../accounts";
import { answeredToAgents } from "../commissions/tell";
import { payeeColumns, type PayeeColumns } from "../payout";
import { newId } from "../ids";
import { asResult, notAllowed } from "../refusals";
import { Unreadable } from "./fault";
import { readAnswerFile } from "./file";
import { cameIn, type ReadFile } from "./lines";
import { match, type KnownPayout, type Matched } from "./match";
import { storeAnswers } from "./store";
import { answerFile, answerFiles, answersOfBatch, type AnswerFileView, type Page } from "./views";

export interface TakeAnswersInput {
  cooperative_id: string;
  person: string;
  /** As its sender calls it; shown, never opened. */
  name: string;
  bytes: Buffer;
}

/** Longest name of a file that is kept. */
const MAX_NAME = 120;

/** What banks answer to our files: read, matched, booked; one file, one transaction. */
export class BankAnswers {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /**
   * Takes a bank's file in whole: payouts move, the ledger follows, households are told, and what did not match waits for a
   * person. Refused when it can't be read, is of another account, shows only what came in (`transfers`), or was read before (the same
   * bytes, or the same message in other bytes): nothing of it is written then.
   */
  take(input: TakeAnswersInput): Promise<Result<AnswerFileView, Refusal>> {
    const read = readAnswerFile(input.bytes);
    if (!read.ok) return Promise.resolve(read);
    return asResult(() => inTransaction(this.sql, (tx) => this.take_(tx, input, read.value)));
  }

  async take_(tx: Transaction, input: TakeAnswersInput, file: ReadFile & { sha256: string }): Promise<AnswerFileView> {
    const { cooperative_id } = input;
    // One file of a cooperative at a time: the second of two equal ones finds the first.
    await tx.raw(`select pg_advisory_xact_lock(hashtextextended('bank answers ' || ?, 0))`, [cooperative_id]);
    await this.refuseKnown(tx, cooperative_id, file);
    await this.refuseOtherAccount(tx, cooperative_id, file.account);
    const payouts = await lockPayouts(tx, cooperative_id, file);
    if (payouts.length === 0 && file.kind === "camt.053" && file.lines.some(cameIn))
      throw new RefusalError(new Unreadable("incoming").refusal);
    const matched = await withoutBooked(tx, cooperative_id, file.sha256, match(file, payouts));
    const id = newId("answers");
    const name = Array.from(input.name).slice(0, MAX_NAME).join("") || "-";
    const taken = {
      id,
      cooperative_id,
      person: input.person,
      name,
      bytes: input.bytes.length,
      sha256: file.sha256,
      file,
    };
    await storeAnswers(tx, this.cipher, taken, matched);
    // Households get a text to their phone, agents a mail.
    const households = matched.changed.filter((payout) => payout.payee.household_id !== null);
    const told = (payout: { id: string }) => ({ payload: { payout_id: payout.id }, dedup_key: payout.id });
    await appendAll(tx, [
      ...households
        .filter((payout) => payout.reopened)
        .map((payout) => ({ job: "payout-notice" as const, ...told(payout) })),
      ...households
        .filter((payout) => payout.state === "paid")
        .map((payout) => ({ job: "paid-notice" as const, ...told(payout) })),
      ...answeredToAgents(matched.changed),
    ]);
    return answerFile(tx, id, cooperative_id);
  }

  list(page: Page) {
    return answerFiles(this.sql, page);
  }

  file(id: string, cooperative_id: string): Promise<Result<AnswerFileView, Refusal>> {
    return asResult(() => answerFile(this.sql, id, cooperative_id));
  }

  /** Payouts of a batch by where they stand with the bank. */
  ofBatch(batch_id: string) {
    return answersOfBatch(this.sql, batch_id);
  }

  private async refuseKnown(
    tx: Transaction,
    cooperative_id: string,
    file: ReadFile & { sha256: string },
  ): Promise<void> {
    const known = await row<{ sha256: string; name: string; day: string }>(
      tx,
      `select sha256, name, to_char(created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as day from bank_answer_file
       where cooperative_id = ? and (sha256 = ? or (kind = ? and message_id = ?)) order by (sha256 = ?) desc limit 1`,
      [cooperative_id, file.sha256, file.kind, file.message_id, file.sha256],
    );
    if (!known) return;
    const same = known.sha256 === file.sha256;
    throw notAllowed(
      same ? "answer_file_known" : "answer_message_known",
      same
        ? `This file was read on ${known.day} as "${known.name}". Nothing was done again.`
        : `The bank's message ${file.message_id ?? ""} was read on ${known.day} from "${known.name}", with other contents. Nothing was taken over: ask the bank which one is right.`,
    );
  }

  /** A statement of an account that none of our files was paid from says nothing about our payouts. */
  private async refuseOtherAccount(tx: Transaction, cooperative_id: string, account: string | null): Promise<void> {
    if (account === null) return;
    const paying = await rows<{ id: string; account: SealedAccount }>(
      tx,
      `select id, account from paying_account where cooperative_id = ? order by created_at desc limit 100`,
      [cooperative_id],
    );
    const bare = (number: string): string => number.replace(/[\s-]/g, "").toUpperCase();
    if (paying.some((one) => bare(openAccount(this.cipher, one.account, one.id).account ?? "") === bare(account)))
      return;
    throw notAllowed(
      "statement_of_other_account",
      `This statement is of an account ending in ${account.slice(-4)}, from which this cooperative pays nobody. Nothing was taken over.`,
    );
  }
}

/** Of a file that was handed in as a statement as well, what came in is booked or asked about there (docs/adr/0052). */
async function withoutBooked(
  tx: Transaction,
  cooperative_id: string,
  sha256: string,
  matched: Matched,
): Promise<Matched> {
  const statement = await row(tx, `select 1 from bank_statement where cooperative_id = ? and sha256 = ?`, [
    cooperative_id,
    sha256,
  ]);
  if (!statement) return matched;
  const items = matched.items.filter((item) => item.kind !== "unknown_credit" || item.reason_code !== null);
  return { ...matched, items };
}

type PayoutRow = PayeeColumns & {
  id: string;
  batch_id: string;
  currency: string;
  amount_minor: string;
  state: string;
  bank_state: BankState | null;
  bank_debited: boolean;
};

/** The cooperative's own payouts by bank file that a file speaks of; batches first, as whoever exports one locks them. */
async function lockPayouts(tx: Transaction, cooperative_id: string, file: ReadFile): Promise<KnownPayout[]> {
  const payouts = new Set<string>();
  const batches = new Set<string>();
  for (const { target } of file.lines) {
    if (target === null) continue;
    if ("payout" in target) payouts.add(`payout_${target.payout}`);
    else batches.add(`batch_${target.batch}`);
  }
  const named = [[...payouts], [...batches]];
  await rows(
    tx,
    `select id from payout_batch where cooperative_id = ? and rail = 'bank_file'
       and (id in (select batch_id from payout where id = any(?)) or id = any(?)) order by id for no key update`,
    [cooperative_id, ...named],
  );
  const found = await rows<PayoutRow>(
    tx,
    `select id, batch_id, statement_id, period_id, household_id, agent_id, commission_statement_id, currency, amount_minor, state, bank_state, bank_debited
     from payout where cooperative_id = ? and rail = 'bank_file' and (id = any(?) or batch_id = any(?)) order by id for no key update`,
    [cooperative_id, ...named],
  );
  return found.map((payout) => ({
    id: payout.id,
    batch_id: payout.batch_id,
    payee: payeeColumns(payout),
    currency: payout.currency,
    amount_minor: BigInt(payout.amount_minor),
    state: payout.bank_state ?? "sent",
    debited: payout.bank_debited,
    sent: payout.state === "created" || (payout.bank_state !== null && isReopened(payout.bank_state)),
  }));
}
