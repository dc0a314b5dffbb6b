import type { BankState } from "@commonlot/domain";
import { atKey, placeOf } from "../../../lib/keyset";
import { rows, type Sql } from "../../../lib/sql";
import { safeNumber } from "../amounts";
import { notFound } from "../refusals";
import type { AnswerKind } from "./lines";
import { openItems, type OpenItemView } from "./open-items";
import { reasonWords } from "./reason-words";

/** Rejected and returned payouts of one file on a page; all of them are in the batch. */
const SHOWN = 200;

export interface Page {
  cooperative_id: string;
  limit: number;
  cursor?: string;
}

interface FileHead {
  id: string;
  kind: AnswerKind;
  message_id: string | null;
  name: string;
  bytes: number;
  lines: number;
  moved: number;
  noted: number;
  asked: number;
  read_by: string;
  created_at: Date;
}

const HEAD = `id, kind, message_id, name, bytes, lines, moved, noted, asked, read_by, created_at`;

export interface AnswerFileView extends FileHead {
  /** What the file moved: to which state, how many, how much. */
  sums: { bank_state: BankState; currency: string; payouts: number; amount_minor: number }[];
  /** What was not paid, with why: the first of them. */
  refused: {
    payout_id: string;
    batch_id: string;
    /** Null: an agent's. */
    household_id: string | null;
    agent_id: string | null;
    /** Whom the account is held by. */
    payee: string;
    statement_number: string;
    bank_state: BankState;
    amount_minor: number;
    currency: string;
    reason_code: string | null;
    reason: string | null;
    words: { en: string; zh: string };
  }[];
  items: OpenItemView[];
}

/** The files of a cooperative, newest first. */
export function answerFiles(
  sql: Sql,
  { cooperative_id, limit, cursor }: Page,
): Promise<(FileHead & { at_key: string })[]> {
  const before = placeOf(cursor);
  return rows(
    sql,
    `select ${HEAD}, ${atKey("created_at")} from bank_answer_file
     where cooperative_id = ? and (created_at, id) < (?::timestamptz, ?) order by created_at desc, id desc limit ?`,
    [cooperative_id, before.at, before.id, limit],
  );
}

/** One file: what it moved, what was refused, what waits for a person. Another cooperative's is not there. */
export async function answerFile(sql: Sql, id: string, cooperative_id: string): Promise<AnswerFileView> {
  const [head] = await rows<FileHead>(sql, `select ${HEAD} from bank_answer_file where id = ? and cooperative_id = ?`, [
    id,
    cooperative_id,
  ]);
  if (!head) throw notFound("file of a bank");
  const sums = await rows<{ bank_state: BankState; currency: string; payouts: string; amount_minor: string }>(
    sql,
    `select bank_state, currency, count(*) as payouts, sum(amount_minor) as amount_minor from (
       select distinct on (a.payout_id) a.payout_id, a.bank_state, p.currency, p.amount_minor
       from bank_answer a join payout p on p.id = a.payout_id
       where a.file_id = ? and a.action = 'move' order by a.payout_id, a.seq desc) as last
     group by bank_state, currency order by bank_state, currency`,
    [id],
  );
  const refused = await rows<
    Omit<AnswerFileView["refused"][number], "amount_minor" | "words"> & { amount_minor: string }
  >(
    sql,
    `select a.payout_id, p.batch_id, p.household_id, p.agent_id, p.account->>'name' as payee, coalesce(s.number, c.number) as statement_number, a.bank_state, p.amount_minor, p.currency, a.reason_code, a.reason
     from bank_answer a join payout p on p.id = a.payout_id left join statement s on s.id = p.statement_id
       left join commission_statement c on c.id = p.commission_statement_id
     where a.file_id = ? and a.action = 'move' and a.bank_state in ('rejected', 'returned') order by a.seq limit ${SHOWN}`,
    [id],
  );
  return {
    ...head,
    sums: sums.map((sum) => ({ ...sum, payouts: Number(sum.payouts), amount_minor: safeNumber(sum.amount_minor) })),
    refused: refused.map((line) => ({
      ...line,
      amount_minor: safeNumber(line.amount_minor),
      words: reasonWords(line.reason_code),
    })),
    items: await openItems(sql, { cooperative_id, file_id: id, limit: SHOWN, closed: true }),
  };
}

export interface BatchAnswers {
  bank_state: BankState;
  payouts: number;
  amount_minor: number;
}

export async function answersOfBatch(sql: Sql, batch_id: string): Promise<BatchAnswers[]> {
  const found = await rows<{ bank_state: BankState; payouts: string; amount_minor: string }>(
    sql,
    `select coalesce(bank_state, 'sent') as bank_state, count(*) as payouts, sum(amount_minor) as amount_minor
     from payout where batch_id = ? group by 1 order by 1`,
    [batch_id],
  );
  return found.map((sum) => ({ ...sum, payouts: Number(sum.payouts), amount_minor: safeNumber(sum.amount_minor) }));
}
