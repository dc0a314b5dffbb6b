import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Cash household by household (docs/adr/0032): who handed it out, with which photo, who saw it, and why it was carried over. */
export class Migration20261126000221 extends Migration {
  override up(): void {
    this.addSql(`
      create table cash_photo (
        id text primary key,
        batch_id text not null references payout_batch (id),
        file text not null,
        source_sha256 text not null,
        width integer not null check (width > 0),
        height integer not null check (height > 0),
        bytes integer not null check (bytes > 0),
        taken_by text not null,
        at timestamptz not null default now(),
        constraint cash_photo_once unique (batch_id, source_sha256)
      );
      create trigger cash_photo_append_only before update or delete on cash_photo for each row execute function ledger_refuse_change();

      create table cash_handing (
        id text primary key,
        payout_id text not null references payout (id),
        batch_id text not null references payout_batch (id),
        cooperative_id text not null,
        photo_id text not null references cash_photo (id),
        payer text not null,
        handed_at timestamptz not null default now(),
        witness text,
        confirmed_at timestamptz,
        taken_back_by text,
        taken_back_at timestamptz,
        taken_back_because text check (length(taken_back_because) between 2 and 300),
        -- Who hands out money is not who says that it was handed out.
        constraint cash_handing_two_people check (witness is null or witness <> payer),
        constraint cash_handing_confirmed check ((witness is null) = (confirmed_at is null)),
        constraint cash_handing_taken_back check (
          num_nulls(taken_back_by, taken_back_at, taken_back_because) in (0, 3) and (confirmed_at is null or taken_back_at is null))
      );
      -- Of one payout one handing at most stands, whatever two desks press.
      create unique index cash_handing_stands on cash_handing (payout_id) where taken_back_at is null;
      create index cash_handing_of_batch on cash_handing (batch_id, handed_at);
      create index cash_handing_of_cooperative on cash_handing (cooperative_id, handed_at desc);

      create table cash_carried (
        payout_id text primary key references payout (id),
        batch_id text not null references payout_batch (id),
        cooperative_id text not null,
        reason text not null check (reason in ('not_collected', 'cash_short', 'person_unknown')),
        words text not null default '' check (length(words) <= 300),
        person text not null,
        at timestamptz not null default now()
      );
      create index cash_carried_of_cooperative on cash_carried (cooperative_id, at desc);
      create trigger cash_carried_append_only before update or delete on cash_carried for each row execute function ledger_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists cash_carried, cash_handing, cash_photo;`);
  }
}
