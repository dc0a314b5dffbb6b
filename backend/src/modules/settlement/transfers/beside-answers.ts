import { ok, type Refusal, type Result } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { Unreadable } from "../answers/fault";
import { readAnswerFile } from "../answers/file";
import type { ReadStatement } from "./read-statement";

// A statement of an account can be of use twice: for what came in here, and for our payouts among the bank's answers (docs/adr/0027, 0052).

/** Payouts of ours that came back are the bank's answers', not a buyer's money. */
export async function withoutPayouts(sql: Sql, credits: ReadStatement["credits"]): Promise<ReadStatement["credits"]> {
  const ours = await rows<{ id: string }>(sql, `select id from payout where id = any(?)`, [
    credits.flatMap((line) => (line.end_to_end === null ? [] : [`payout_${line.end_to_end}`])),
  ]);
  const back = new Set(ours.map((one) => one.id));
  return credits.filter((line) => !back.has(`payout_${line.end_to_end ?? ""}`));
}

/** Whether something in it concerns buyers: what came in, or was taken back. A sheet says so by its columns alone. */
export const showsBuyers = (read: ReadStatement, buyers: ReadStatement["credits"]): boolean =>
  read.kind === "camt.053" && (buyers.length > 0 || read.debits.some((one) => one.reversal));

/** Refuses what speaks of our payouts and of nothing that came in; of a sheet whose lines are payouts the amounts say nothing of that. */
export async function refuseAnswers(
  sql: Sql,
  input: { cooperative_id: string; bytes: Buffer },
  came: boolean,
): Promise<Result<void, Refusal>> {
  const read = came ? undefined : readAnswerFile(input.bytes);
  if (!read?.ok) return ok(undefined);
  const targets = read.value.lines.flatMap(({ target }) => (target === null ? [] : [target]));
  const ours = await row(
    sql,
    `select 1 from payout where cooperative_id = ? and (id = any(?) or batch_id = any(?)) limit 1`,
    [
      input.cooperative_id,
      targets.flatMap((one) => ("payout" in one ? [`payout_${one.payout}`] : [])),
      targets.flatMap((one) => ("batch" in one ? [`batch_${one.batch}`] : [])),
    ],
  );
  return ours === undefined ? ok(undefined) : { ok: false, refusal: new Unreadable("payout_answer").refusal };
}

/** The same file was read as an answer before: what it showed as come in is booked here now, and nobody has to ask about it there. */
export async function closeAsked_(
  tx: Transaction,
  file: { cooperative_id: string; sha256: string; person: string },
): Promise<void> {
  await rows(
    tx,
    `update bank_open_item i set closed_at = now(), closed_by = ?, close_reason = '来款已记入买家转账 / Booked under buyers'' transfers'
     from bank_answer_file f where f.id = i.file_id and f.cooperative_id = ? and f.sha256 = ? and i.cooperative_id = f.cooperative_id
       and i.kind = 'unknown_credit' and i.reason_code is null and i.closed_at is null`,
    [file.person, file.cooperative_id, file.sha256],
  );
}
