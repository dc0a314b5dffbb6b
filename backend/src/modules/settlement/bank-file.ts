import { createHash } from "node:crypto";
import {
  accountNumberFault,
  bankCsvTable,
  buildPain001,
  isIban,
  type BankAccount,
  type BankCsvLayout,
  type Pain001Payment,
} from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";
import { csvOf as tableAsCsv } from "../../lib/csv";
import { RefusalError } from "../../lib/refusal";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { openAccount, sealAccount, type PartyAccount, type SealedAccount } from "./accounts";
import { layoutOf } from "./bank-sheets";
import { newId } from "./ids";
import { notAllowed, notFound } from "./refusals";

export interface BatchRow {
  id: string;
  number: string;
  /** Null: it pays agents, by `commission_run_id`. */
  period_id: string | null;
  commission_run_id: string | null;
  cooperative_id: string;
  rail: "bank_file" | "stripe" | "cash";
  currency: string;
  payouts: number;
  total_minor: string;
  state: "open" | "exported" | "done";
  debtor: SealedAccount | null;
  execution_date: string;
  /** Of the CSV; frozen when the batch was approved. */
  csv_layout: BankCsvLayout | null;
  file_sha256: string | null;
  exported_at: Date | null;
  approved_by: string;
  created_at: Date;
}

export const BATCH_COLUMNS = `id, number, period_id, commission_run_id, cooperative_id, rail, currency, payouts, total_minor, state, debtor,
  execution_date::text as execution_date, csv_layout, file_sha256, exported_at, approved_by, created_at`;

export interface BankFile {
  batch_id: string;
  number: string;
  xml: string;
  csv: string;
  /** Of the XML: the same batch always gives the same bytes. */
  sha256: string;
  payouts: number;
  total_minor: bigint;
}

interface PayoutLine {
  id: string;
  amount_minor: string;
  account: SealedAccount;
  statement_number: string;
}

type Line = Omit<PayoutLine, "account"> & { account: PartyAccount };

/** ISO 20022 takes 35 characters: our ids without their prefix, which are unique by themselves. */
export function bankReference(id: string): string {
  return id.slice(id.indexOf("_") + 1);
}

/** What stands for a bank that is not named: an IBAN says its own. */
const NO_BANK = { system: "IBAN", member_id: "IBAN" };

/**
 * Names the account that a cooperative pays from. Batches made before keep the one they were approved with. Named once more as it is,
 * nothing changes.
 */
export async function setPayingAccount(
  tx: Transaction,
  cipher: Cipher,
  input: PartyAccount & { cooperative_id: string; person: string },
): Promise<{ id: string }> {
  const { account, bank = NO_BANK, as_on_paper = false } = input;
  const wrong = account ? accountNumberFault({ account, bank, as_on_paper }) : null;
  if (wrong) throw new RefusalError(wrong);
  const fault = bankFault(input);
  if (fault) throw notAllowed("invalid_account", fault);
  // Of two at once the second sees what the first has named.
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`paying_account:${input.cooperative_id}`]);
  const standing = await named(tx, cipher, input.cooperative_id);
  if (standing && isSame(standing.account, input)) return { id: standing.id };
  const closed = await row<{ csv_layout: BankCsvLayout | null }>(
    tx,
    `update paying_account set closed_at = now() where cooperative_id = ? and closed_at is null returning csv_layout`,
    [input.cooperative_id],
  );
  const id = newId("paying");
  await tx.raw(
    `insert into paying_account (id, cooperative_id, account, csv_layout, set_by) values (?, ?, ?::jsonb, ?::jsonb, ?)`,
    [
      id,
      input.cooperative_id,
      JSON.stringify(sealAccount(cipher, input, id)),
      closed?.csv_layout ? JSON.stringify(closed.csv_layout) : null,
      input.person,
    ],
  );
  return { id };
}

export async function payingAccount(
  sql: Sql,
  cipher: Cipher,
  cooperative_id: string,
): Promise<PartyAccount | undefined> {
  return (await named(sql, cipher, cooperative_id))?.account;
}

async function named(
  sql: Sql,
  cipher: Cipher,
  cooperative_id: string,
): Promise<{ id: string; account: PartyAccount } | undefined> {
  const found = await row<{ id: string; account: SealedAccount }>(
    sql,
    `select id, account from paying_account where cooperative_id = ? and closed_at is null`,
    [cooperative_id],
  );
  return found && { id: found.id, account: openAccount(cipher, found.account, found.id) };
}

function isSame(one: PartyAccount, other: PartyAccount): boolean {
  return (
    one.name === other.name &&
    one.account === other.account &&
    one.bank?.system === other.bank?.system &&
    one.bank?.member_id === other.bank?.member_id &&
    (one.as_on_paper ?? false) === (other.as_on_paper ?? false)
  );
}

/** Why a bank file would refuse this account, or undefined. Asks the builder of the file itself. */
export function bankFault(account: PartyAccount): string | undefined {
  if (!account.account) return "There is no account number.";
  const party = bankAccount(account);
  const tried = buildPain001({
    message_id: "check",
    created_at: "2000-01-01T00:00:00Z",
    execution_date: "2000-01-01",
    debtor: party,
    currency: "CNY",
    payments: [{ ...party, end_to_end_id: "check", amount_minor: 1n, remittance: "check" }],
  });
  return tried.ok ? undefined : tried.refusal.message;
}

function bankAccount(account: PartyAccount): BankAccount {
  const number = account.account ?? "";
  return {
    name: account.name,
    ...(isIban(number) ? { iban: number } : { account: number }),
    ...(account.bank ? { clearing: account.bank } : {}),
    ...(account.as_on_paper ? { as_on_paper: true } : {}),
  };
}

/**
 * The file of a batch, from its stored rows only: whoever makes it again gets the same bytes. Refuses when lines and
 * batch do not agree in count and sum.
 */
export async function bankFileOf(
  sql: Sql,
  cipher: Cipher,
  batch_id: string,
  cooperative_id?: string,
): Promise<BankFile> {
  const batch = await row<BatchRow>(sql, `select ${BATCH_COLUMNS} from payout_batch where id = ?`, [batch_id]);
  if (!batch || (cooperative_id !== undefined && batch.cooperative_id !== cooperative_id))
    throw notFound("payout batch");
  if (batch.rail !== "bank_file" || !batch.debtor)
    throw notAllowed("not_a_bank_batch", "This batch is not paid by a bank file.");
  const stored = await rows<PayoutLine>(
    sql,
    `select p.id, p.amount_minor, p.account, coalesce(s.number, c.number) as statement_number
     from payout p left join statement s on s.id = p.statement_id left join commission_statement c on c.id = p.commission_statement_id where p.batch_id = ? order by p.id`,
    [batch_id],
  );
  const lines = stored.map((line): Line => ({ ...line, account: openAccount(cipher, line.account, line.id) }));
  const payments = lines.map((line): Pain001Payment => ({
    ...bankAccount(line.account),
    end_to_end_id: bankReference(line.id),
    amount_minor: BigInt(line.amount_minor),
    remittance: line.statement_number,
  }));
  const file = buildPain001({
    message_id: bankReference(batch.id),
    created_at: `${batch.created_at.toISOString().slice(0, 19)}Z`,
    debtor: bankAccount(openAccount(cipher, batch.debtor, batch.id)),
    execution_date: batch.execution_date,
    currency: batch.currency,
    payments,
  });
  if (!file.ok) throw notAllowed(file.refusal.reason, file.refusal.message);
  if (file.value.count !== batch.payouts || file.value.control_sum_minor !== BigInt(batch.total_minor)) {
    throw notAllowed(
      "batch_differs",
      `Batch ${batch.number} has ${batch.payouts} payouts of ${batch.total_minor}, its lines are ${file.value.count} of ${file.value.control_sum_minor}.`,
    );
  }
  const sha256 = createHash("sha256").update(file.value.xml).digest("hex");
  // What the bank was handed once is never handed out in other bytes.
  if (batch.file_sha256 !== null && batch.file_sha256 !== sha256)
    throw new Error(`bank file ${batch.number} was exported with other bytes`);
  return {
    batch_id: batch.id,
    number: batch.number,
    xml: file.value.xml,
    csv: csvOf(lines, batch),
    sha256,
    payouts: file.value.count,
    total_minor: file.value.control_sum_minor,
  };
}

/** The same lines as the bank's own sheet, for banks that take no ISO 20022. */
function csvOf(lines: readonly Line[], batch: BatchRow): string {
  const table = bankCsvTable(
    layoutOf(batch.csv_layout),
    batch,
    lines.map((line) => ({
      reference: bankReference(line.id),
      statement: line.statement_number,
      name: line.account.name,
      account: line.account.account ?? "",
      bank_system: line.account.bank?.system ?? "",
      bank_member_id: line.account.bank?.member_id ?? "",
      amount_minor: BigInt(line.amount_minor),
    })),
  );
  return tableAsCsv(table);
}
