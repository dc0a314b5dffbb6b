import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What buyers are told by e-mail or SMS (a recall, a question): once for each subject, order and address. The address is
 * sealed as a household's phone is; a row is the outbox people look into where no network is connected.
 */
export class Migration20261125000143 extends Migration {
  override up(): void {
    this.addSql(`
      alter table notice drop constraint if exists notice_kind_check;
      alter table notice add constraint notice_kind_check check (kind ~ '^[a-z_]{3,40}$');

      create table buyer_notice (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        subject_id text not null,
        order_id text not null,
        channel text not null check (channel in ('email', 'sms')),
        to_sealed text not null,
        -- Tells addresses apart without opening them.
        to_hash text not null,
        text text not null,
        state text not null default 'queued' check (state in ('queued', 'sent')),
        created_at timestamptz not null default now(),
        sent_at timestamptz,
        constraint buyer_notice_once unique (subject_id, order_id, channel, to_hash),
        constraint buyer_notice_sent_has_time check ((state = 'sent') = (sent_at is not null))
      );
      create index buyer_notice_of_subject on buyer_notice (subject_id, id);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists buyer_notice;`);
  }
}
