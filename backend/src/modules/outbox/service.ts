import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { JobName, JobPayload } from "@commonlot/domain";
import { inTransaction, row, rows } from "../../lib/sql";
import { append, appendAll, type OutboxEntry } from "./append";
import { OutboxOperator } from "./operator";
import OutboxMessage from "./models/outbox-message";

/** A message on its way to a queue. */
export interface DueMessage {
  id: string;
  job: JobName;
  payload: JobPayload<JobName>;
}

/** How long a message may sit in a queue before the relay hands it over again (the queue may have been lost). */
const REENQUEUE_AFTER_S = 30;
/** Rows handed over in one round: one round trip to the queue. */
const RELAY_BATCH = 500;
/** Characters of an error kept beside a message: enough for a person, not a log. */
const MAX_REASON = 2_000;

/** Who calls our hooks, and the job that does the work of an event. */
const JOB_OF = { stripe: "stripe-event", carrier: "carrier-event", sms: "sms-reply" } as const;
export type WebhookSource = keyof typeof JOB_OF;

class OutboxService extends MedusaService({ OutboxMessage }) {
  protected readonly sql: Knex;
  /** What operators read of it, and have done again. */
  readonly operator: OutboxOperator;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    this.operator = new OutboxOperator(this.sql);
  }

  /** Writes one entry in a transaction of its own, for callers that have no write of theirs to join. */
  async send<N extends JobName>(entry: OutboxEntry<N>): Promise<string | undefined> {
    return inTransaction(this.sql, (tx) => append(tx, entry));
  }

  /** As `send`, for many entries: all of them or none, in one statement. */
  async sendAll(entries: readonly OutboxEntry[]): Promise<void> {
    await inTransaction(this.sql, (tx) => appendAll(tx, entries));
  }

  /**
   * Hands due messages to `enqueue`, in one transaction that marks them handed over when it commits.
   * A crash in between hands them over again: job ids make that one job, inbox claims make it one effect.
   */
  async relay(enqueue: (messages: DueMessage[]) => Promise<void>): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const due = await rows<DueMessage>(
        tx,
        `select id, job, payload from outbox_message
         where done_at is null and dead_at is null and due_at <= now()
           and (enqueued_at is null or enqueued_at < now() - make_interval(secs => ?))
         order by due_at limit ? for update skip locked`,
        [REENQUEUE_AFTER_S, RELAY_BATCH],
      );
      if (due.length === 0) return 0;
      await enqueue(due);
      await tx.raw(`update outbox_message set enqueued_at = now() where id = any(?)`, [due.map((m) => m.id)]);
      return due.length;
    });
  }

  /** Marks a message done whose effect needs no claim of its own (it was found done already, or it only reads). */
  async markDone(message_id: string): Promise<void> {
    await this.sql.raw(
      `update outbox_message set done_at = now(), updated_at = now() where id = ? and done_at is null and dead_at is null`,
      [message_id],
    );
  }

  /** Whether a message ended already, done or dead: a second delivery of it has nothing to do. */
  async isEnded(message_id: string): Promise<boolean> {
    const ended = await row(
      this.sql,
      `select 1 from outbox_message where id = ? and (done_at is not null or dead_at is not null)`,
      [message_id],
    );
    return ended !== undefined;
  }

  /** Counts a failed attempt, keeps its reason and returns how many there were. */
  async markFailed(message_id: string, reason: string): Promise<number> {
    const counted = await row<{ attempts: number }>(
      this.sql,
      `update outbox_message set attempts = attempts + 1, last_error = ?, updated_at = now() where id = ? returning attempts`,
      [reason.slice(0, MAX_REASON), message_id],
    );
    return counted?.attempts ?? 1;
  }

  /**
   * Ends a message that can't succeed: kept with its reason, shown as an alert, never tried again by itself.
   * A job that came from no outbox row (somebody wrote into the queue) gets a row here, so that it is seen too.
   */
  async deadLetter(letter: { id: string; job: string; reason: string }): Promise<void> {
    await this.sql.raw(
      `insert into outbox_message as m (id, job, payload, dead_at, last_error) values (?, ?, '{}'::jsonb, now(), ?)
       on conflict (id) do update set dead_at = now(), last_error = excluded.last_error, updated_at = now()
         where m.done_at is null and m.dead_at is null`,
      [letter.id, letter.job, letter.reason.slice(0, MAX_REASON)],
    );
  }

  /** Dead letters, newest first: what a person has to look at. */
  async deadLetters(limit = 100): Promise<{ id: string; job: string; last_error: string; dead_at: Date }[]> {
    return rows(
      this.sql,
      `select id, job, last_error, dead_at from outbox_message where dead_at is not null order by dead_at desc limit ?`,
      [limit],
    );
  }

  /** Hands each due tick of upkeep to one caller: the names whose turn it is now, and for this caller only. */
  async takeDueTicks(tasks: readonly { name: string; every_s: number }[]): Promise<string[]> {
    const taken = await rows<{ name: string }>(
      this.sql,
      `insert into upkeep_tick as t (name, next_at)
       select w.name, now() + make_interval(secs => w.every_s) from unnest(?::text[], ?::float8[]) as w (name, every_s) order by w.name
       on conflict (name) do update set next_at = excluded.next_at where t.next_at <= now()
       returning name`,
      [tasks.map((t) => t.name), tasks.map((t) => t.every_s)] as never,
    );
    return taken.map((t) => t.name);
  }

  /** Stores an outside event once and queues its handling in the same transaction. False when it was there already. */
  async receiveWebhook(input: {
    source: WebhookSource;
    event_id: string;
    type: string;
    payload: unknown;
  }): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      const stored = await row<{ event_id: string }>(
        tx,
        `insert into webhook_inbox (source, event_id, type, payload) values (?, ?, ?, ?::jsonb)
         on conflict do nothing returning event_id`,
        [input.source, input.event_id, input.type, JSON.stringify(input.payload)],
      );
      if (!stored) return false;
      await append(tx, { job: JOB_OF[input.source], payload: { event_id: input.event_id }, dedup_key: input.event_id });
      return true;
    });
  }

  async webhook(source: WebhookSource, event_id: string) {
    return row<{
      event_id: string;
      type: string;
      payload: Record<string, unknown>;
      received_at: Date;
      processed_at: Date | null;
    }>(
      this.sql,
      `select event_id, type, payload, received_at, processed_at from webhook_inbox where source = ? and event_id = ?`,
      [source, event_id],
    );
  }

  async markWebhookProcessed(source: WebhookSource, event_id: string): Promise<void> {
    await this.sql.raw(
      `update webhook_inbox set processed_at = now() where source = ? and event_id = ? and processed_at is null`,
      [source, event_id],
    );
  }

  /** How the outbox stands: for /ready, metrics and the invariants page. Ages in seconds. */
  async lag(): Promise<{ open: number; due: number; dead: number; oldest_due_s: number }> {
    const found = await row<{ open: string; due: string; dead: string; oldest_due_s: string }>(
      this.sql,
      `select count(*) filter (where done_at is null and dead_at is null) as open,
              count(*) filter (where done_at is null and dead_at is null and due_at <= now()) as due,
              count(*) filter (where dead_at is not null) as dead,
              coalesce(extract(epoch from now() - min(due_at) filter (where done_at is null and dead_at is null and due_at <= now())), 0) as oldest_due_s
       from outbox_message where done_at is null`,
    );
    return {
      open: Number(found?.open ?? 0),
      due: Number(found?.due ?? 0),
      dead: Number(found?.dead ?? 0),
      oldest_due_s: Number(found?.oldest_due_s ?? 0),
    };
  }
}

export default OutboxService;
