import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * outbox_message: what must happen, written in the transaction of its cause. A row ends done or dead.
 * inbox_claim: an effect has happened; inserted in the effect's own transaction.
 * webhook_inbox: an outside event as it arrived, once per (source, event_id).
 * upkeep_tick: when each task of upkeep is due next.
 */
export class Migration20261122000001 extends Migration {
  override up(): void {
    this.addSql(`
      create table outbox_message (
        id text primary key,
        job text not null,
        dedup_key text,
        payload jsonb not null,
        due_at timestamptz not null default now(),
        enqueued_at timestamptz,
        done_at timestamptz,
        dead_at timestamptz,
        attempts int not null default 0,
        last_error text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint outbox_message_ended_once check (done_at is null or dead_at is null)
      );
      create unique index outbox_message_dedup on outbox_message (job, dedup_key) where dedup_key is not null;
      create index outbox_message_open on outbox_message (due_at) where done_at is null and dead_at is null;
      create index outbox_message_dead on outbox_message (dead_at) where dead_at is not null;

      create table inbox_claim (
        handler text not null,
        message_id text not null,
        claimed_at timestamptz not null default now(),
        primary key (handler, message_id)
      );

      create table webhook_inbox (
        source text not null,
        event_id text not null,
        type text not null,
        payload jsonb not null,
        received_at timestamptz not null default now(),
        processed_at timestamptz,
        primary key (source, event_id)
      );
      create table upkeep_tick (
        name text primary key,
        next_at timestamptz not null
      );
      create index webhook_inbox_open on webhook_inbox (received_at) where processed_at is null;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists upkeep_tick, webhook_inbox, inbox_claim, outbox_message;`);
  }
}
