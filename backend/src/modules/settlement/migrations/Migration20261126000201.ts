import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Holdbacks come to an end (docs/adr/0029): when each is due, and what its release gave back to which lot. */
export class Migration20261126000201 extends Migration {
  override up(): void {
    this.addSql(`
      do $do$
      declare
        allowed text;
      begin
        select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = 'journal_kind_check';
        execute 'alter table journal drop constraint journal_kind_check';
        execute format('alter table journal add constraint journal_kind_check check (%s or kind in (%L, %L))', allowed,
                       'holdback_release', 'reverse_holdback_release');
      end $do$;

      create table holdback (
        sale_line_id text primary key references sale_line (id),
        cooperative_id text not null,
        -- Null: with the settlement after its own.
        due_at timestamptz,
        released_at timestamptz
      );
      create index holdback_due on holdback (due_at, sale_line_id) where released_at is null and due_at is not null;
      create index holdback_of_cooperative on holdback (cooperative_id) where released_at is null and due_at is null;

      -- What a household's next statement takes up.
      create table holdback_entry (
        sale_line_id text not null references sale_line (id),
        lot_id text not null,
        household_id text not null,
        cooperative_id text not null,
        currency text not null,
        grams bigint,
        amount_minor bigint not null check (amount_minor > 0),
        period_id text references settlement_period (id),
        at timestamptz not null default now(),
        primary key (sale_line_id, lot_id)
      );
      create index holdback_entry_to_settle on holdback_entry (cooperative_id, at) where period_id is null;
      create index holdback_entry_of_period on holdback_entry (period_id) where period_id is not null;

      -- What was held back before holdbacks had an end: 30 days after the sale was divided.
      insert into holdback (sale_line_id, cooperative_id, due_at)
      select l.id, l.cooperative_id, l.posted_at + interval '30 days' from sale_line l
      where l.posted_at is not null
        and exists (select from sale_line_row r where r.sale_line_id = l.id and r.account = 'household_holdback');
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists holdback_entry, holdback cascade;`);
  }
}
