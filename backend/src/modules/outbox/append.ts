import { randomUUID } from "node:crypto";
import { parseJob, type JobName, type JobPayload } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";

export interface OutboxEntry<N extends JobName = JobName> {
  job: N;
  payload: JobPayload<N>;
  /** When the job may run; now when left out. */
  due_at?: Date;
  /** Two entries with the same (job, dedup_key) are one: the first one stands. */
  dedup_key?: string;
}

/**
 * Writes one outbox row in the caller's own transaction, and wakes the relay when that commits.
 * With `appendAll`, `isOnItsWay` and `claim` all of this module that other modules may import (docs/adr/0007).
 * Returns the id of the row, or undefined when an entry with that dedup key stands already.
 */
export async function append<N extends JobName>(tx: Transaction, entry: OutboxEntry<N>): Promise<string | undefined> {
  const parsed = parseJob(entry.job, entry.payload);
  if (!parsed.ok) throw new Error(`outbox refuses ${entry.job}: ${parsed.refusal.message}`);
  const written = await row<{ id: string }>(
    tx,
    `insert into outbox_message (id, job, dedup_key, payload, due_at)
     values (?, ?, ?, ?::jsonb, coalesce(?::timestamptz, now()))
     on conflict (job, dedup_key) where dedup_key is not null do nothing
     returning id`,
    [
      `out_${randomUUID().replaceAll("-", "")}`,
      entry.job,
      entry.dedup_key ?? null,
      JSON.stringify(entry.payload),
      entry.due_at ?? null,
    ],
  );
  if (written) await tx.raw(`select pg_notify('outbox', '')`);
  return written?.id;
}

/** Whether an entry is still on its way: written, and neither done nor dead. One that is gone is not. */
export async function isOnItsWay(
  tx: Transaction,
  entry: { job: JobName } & ({ message_id: string } | { dedup_key: string }),
): Promise<boolean> {
  const [column, key] = "message_id" in entry ? ["id", entry.message_id] : ["dedup_key", entry.dedup_key];
  const found = await row(
    tx,
    `select 1 from outbox_message where job = ? and ${column} = ? and done_at is null and dead_at is null`,
    [entry.job, key],
  );
  return found !== undefined;
}

/** As `append`, for many entries in one statement: a batch of ten thousand payouts is not ten thousand round trips. */
export async function appendAll(tx: Transaction, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const written = entries.map((entry) => {
    const parsed = parseJob(entry.job, entry.payload);
    if (!parsed.ok) throw new Error(`outbox refuses ${entry.job}: ${parsed.refusal.message}`);
    return {
      id: `out_${randomUUID().replaceAll("-", "")}`,
      job: entry.job,
      dedup_key: entry.dedup_key ?? null,
      payload: entry.payload,
      due_at: entry.due_at ?? null,
    };
  });
  await rows(
    tx,
    `with written as (
       insert into outbox_message (id, job, dedup_key, payload, due_at)
       select id, job, dedup_key, payload, coalesce(due_at, now())
       from jsonb_to_recordset(?::jsonb) as x(id text, job text, dedup_key text, payload jsonb, due_at timestamptz)
       on conflict (job, dedup_key) where dedup_key is not null do nothing
     )
     select pg_notify('outbox', '')`,
    [JSON.stringify(written)],
  );
}

/**
 * Claims a message for its effect, in the effect's own transaction: true exactly once per (handler, message_id).
 * Marks the outbox row done in the same commit, so that a message is done if and only if its effect is.
 */
export async function claim(tx: Transaction, handler: string, message_id: string): Promise<boolean> {
  const claimed = await row<{ message_id: string }>(
    tx,
    `insert into inbox_claim (handler, message_id) values (?, ?) on conflict do nothing returning message_id`,
    [handler, message_id],
  );
  await tx.raw(
    `update outbox_message set done_at = now(), updated_at = now() where id = ? and done_at is null and dead_at is null`,
    [message_id],
  );
  return claimed !== undefined;
}
