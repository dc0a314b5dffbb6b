import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "./append";

export type WebhookState = "open" | "handled" | "failed";

export interface WebhookView {
  id: string;
  at_key: string;
  source: string;
  type: string;
  received_at: Date;
  processed_at: Date | null;
  state: WebhookState;
  attempts: number;
  last_error: string | null;
}

export interface JobView {
  job: string;
  waiting: number;
  due: number;
  retried: number;
  dead: number;
  oldest_due_s: number;
}

export interface DeadLetterView {
  id: string;
  at_key: string;
  job: string;
  last_error: string | null;
  attempts: number;
  dead_at: Date;
}

export interface OperatorAct {
  id: string;
  at_key: string;
  act: "replay_event" | "retry_message";
  subject_id: string;
  about: string;
  person: string;
  at: Date;
}

/** Events that came in, and messages that wait or can't go on, for who runs the house. Payloads stay inside. */
export class OutboxOperator {
  constructor(private readonly sql: Knex) {}

  /** Events of the processor, newest first. Handled is what its last message says: done, on its way, or dead. */
  webhooks(asked: {
    state?: WebhookState | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<WebhookView[]> {
    const before = placeOf(asked.cursor);
    return rows<WebhookView>(
      this.sql,
      `select * from (
         select w.event_id as id, ${atKey("w.received_at")}, w.source, w.type, w.received_at, w.processed_at, coalesce(m.attempts, 0) as attempts, m.last_error,
                case when w.processed_at is not null then 'handled' when m.dead_at is not null then 'failed' else 'open' end as state
         from webhook_inbox w left join lateral (
           select attempts, last_error, dead_at from outbox_message
           where job = 'stripe-event' and (dedup_key = w.event_id or dedup_key like w.event_id || ':again-%') order by created_at desc limit 1) m on true
         where w.source = 'stripe' and (w.received_at, w.event_id) < (?::timestamptz, ?)
         order by w.received_at desc, w.event_id desc) e
       where (?::text is null or state = ?) limit ?`,
      [before.at, before.id, asked.state ?? null, asked.state ?? null, asked.limit],
    );
  }

  /**
   * Has an event handled again. Safe at any time: a handler looks at how things stand, not at what the event says, and what
   * it does is done once. Pressed twice at once it is one message, and one act in the list of who did what.
   */
  replay({ event_id, person }: { event_id: string; person: string }): Promise<Result<{ event_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const event = await row<{ event_id: string; type: string }>(
        tx,
        `update webhook_inbox set processed_at = null where source = 'stripe' and event_id = ? returning event_id, type`,
        [event_id],
      );
      if (!event) return refuse("not_found", "There is no such event.");
      const before = await row<{ again: number; waits: boolean }>(
        tx,
        `select count(*)::int as again, coalesce(bool_or(done_at is null and dead_at is null), false) as waits
         from outbox_message where job = 'stripe-event' and (dedup_key = ? or dedup_key like ?)`,
        [event_id, `${event_id}:again-%`],
      );
      if (!before?.waits) {
        const dedup_key = `${event_id}:again-${before?.again ?? 0}`;
        await append(tx, { job: "stripe-event", payload: { event_id }, dedup_key });
        await note(tx, { act: "replay_event", subject_id: event_id, about: event.type, person });
      }
      return ok({ event_id });
    });
  }

  /** How each kind of job stands. */
  jobs(): Promise<JobView[]> {
    return rows<JobView>(
      this.sql,
      `select job, count(*) filter (where dead_at is null)::int as waiting, count(*) filter (where dead_at is null and due_at <= now())::int as due,
              count(*) filter (where dead_at is null and attempts > 0)::int as retried, count(*) filter (where dead_at is not null)::int as dead,
              coalesce(extract(epoch from now() - min(due_at) filter (where dead_at is null and due_at <= now())), 0)::int as oldest_due_s
       from outbox_message where done_at is null group by job order by dead desc, due desc, job`,
    );
  }

  /** Messages that nobody tries any more, newest first. */
  deadLetters(asked: { cursor?: string | undefined; limit: number }): Promise<DeadLetterView[]> {
    const before = placeOf(asked.cursor);
    return rows<DeadLetterView>(
      this.sql,
      `select id, ${atKey("dead_at")}, job, last_error, attempts, dead_at from outbox_message
       where dead_at is not null and (dead_at, id) < (?::timestamptz, ?) order by dead_at desc, id desc limit ?`,
      [before.at, before.id, asked.limit],
    );
  }

  /** Takes a dead message up again, from its first attempt, and says who. One that is not dead is left as it is. */
  retry({ id, person }: { id: string; person: string }): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await row<{ id: string; job: string }>(
        tx,
        `update outbox_message set dead_at = null, attempts = 0, enqueued_at = null, due_at = now(), updated_at = now()
         where id = ? and dead_at is not null and payload <> '{}'::jsonb returning id, job`,
        [id],
      );
      if (!found) {
        return refuse(
          "not_found",
          "There is no such message that stopped: it is on its way again, it is done, or it has nothing to try again with. Nothing was changed.",
        );
      }
      await note(tx, { act: "retry_message", subject_id: id, about: found.job, person });
      await tx.raw(`select pg_notify('outbox', '')`);
      return ok({ id });
    });
  }

  /** Who had what done again, newest first. */
  acts(asked: { cursor?: string | undefined; limit: number }): Promise<OperatorAct[]> {
    const before = placeOf(asked.cursor);
    return rows<OperatorAct>(
      this.sql,
      `select id, ${atKey("at")}, act, subject_id, about, person, at from operator_act
       where (at, id) < (?::timestamptz, ?) order by at desc, id desc limit ?`,
      [before.at, before.id, asked.limit],
    );
  }
}

async function note(
  tx: Transaction,
  { act, subject_id, about, person }: Pick<OperatorAct, "act" | "subject_id" | "about" | "person">,
): Promise<void> {
  await tx.raw(`insert into operator_act (id, act, subject_id, about, person) values (?, ?, ?, ?, ?)`, [
    newId("act"),
    act,
    subject_id,
    about,
    person,
  ]);
}
