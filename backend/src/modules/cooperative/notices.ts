import { smsSegments } from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append, appendAll } from "../outbox/append";

export type NoticeKind =
  | "receipt"
  | "statement"
  | "payout"
  | "payout_refused"
  | "recall"
  | "correction"
  | "objection_answer"
  | "account_changed"
  | "phone_changed"
  | "objection_received"
  | "cycle"
  | "sms_help";

/** One SMS to a household about one thing: a lot, a statement, a payout. */
export interface NoticeInput {
  cooperative_id: string;
  household_id: string;
  kind: NoticeKind;
  /** What it is about: the id of a lot, a statement, a payout, a correction, an objection. */
  subject_id: string;
  text: string;
  /** Another number than the household's, sealed with the notice. */
  to?: { phone: string; cipher: Cipher };
}

export interface Notice {
  id: string;
  household_id: string;
  text: string;
  /** Left out: the household's number. */
  to_sealed: string | null;
  state: "queued" | "sent" | "failed";
}

/** Which row and column a notice's own number belongs to. */
export const noticeCell = (notice_id: string): string => `notice:${notice_id}:to`;

/** Writes the notice and queues its sending, together. The same subject a second time is the first notice. */
export async function queueNotice_(tx: Transaction, input: NoticeInput): Promise<string> {
  const id = newId("notice");
  const written = await row<{ id: string }>(
    tx,
    `insert into notice (id, cooperative_id, household_id, kind, subject_id, text, segments, to_sealed) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict on constraint notice_once do nothing returning id`,
    [
      id,
      input.cooperative_id,
      input.household_id,
      input.kind,
      input.subject_id,
      input.text,
      smsSegments(input.text),
      input.to ? input.to.cipher.seal(input.to.phone, noticeCell(id)) : null,
    ],
  );
  if (written) {
    await append(tx, { job: "notify", payload: { notice_id: written.id }, dedup_key: written.id });
    return written.id;
  }
  const stands = await row<{ id: string }>(
    tx,
    `select id from notice where kind = ? and subject_id = ? and household_id = ?`,
    [input.kind, input.subject_id, input.household_id],
  );
  if (!stands) throw new Error("a notice that stood in the way is gone");
  return stands.id;
}

/** As `queueNotice_`, for many at once in one statement, to the households' own numbers. Returns how many are new. */
export async function queueNotices_(tx: Transaction, inputs: readonly NoticeInput[]): Promise<number> {
  const written = await rows<{ id: string }>(
    tx,
    `insert into notice (id, cooperative_id, household_id, kind, subject_id, text, segments)
     select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[])
     on conflict on constraint notice_once do nothing returning id`,
    [
      inputs.map(() => newId("notice")),
      inputs.map((input) => input.cooperative_id),
      inputs.map((input) => input.household_id),
      inputs.map((input) => input.kind),
      inputs.map((input) => input.subject_id),
      inputs.map((input) => input.text),
      inputs.map((input) => smsSegments(input.text)),
    ],
  );
  await appendAll(
    tx,
    written.map(({ id }) => ({ job: "notify" as const, payload: { notice_id: id }, dedup_key: id })),
  );
  return written.length;
}

export function noticeById(sql: Sql, id: string): Promise<Notice | undefined> {
  return row(sql, `select id, household_id, text, to_sealed, state from notice where id = ?`, [id]);
}

/** False when it was marked before: then nothing is written. */
export async function markSent_(tx: Transaction, id: string): Promise<boolean> {
  const marked = await row<{ id: string }>(
    tx,
    `update notice set state = 'sent', sent_at = now(), error = null where id = ? and state <> 'sent' returning id`,
    [id],
  );
  return marked !== undefined;
}
