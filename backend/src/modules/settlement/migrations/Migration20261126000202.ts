import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Periods open and close by a schedule (docs/adr/0029). Each setting is a version; the newest counts. */
export class Migration20261126000202 extends Migration {
  override up(): void {
    this.addSql(`
      create table settlement_schedule (
        cooperative_id text not null,
        version integer not null check (version > 0),
        -- 'none' switches it off.
        rhythm text not null check (rhythm in ('none', 'monthly', 'half_monthly', 'weekly')),
        day integer not null check (day between 1 and 28),
        -- Where a day ends; the cooperative's own.
        time_zone text not null,
        -- Periods from this day on; what was before is opened by hand.
        since date not null,
        set_by text not null,
        set_at timestamptz not null default now(),
        primary key (cooperative_id, version)
      );
      create trigger settlement_schedule_append_only before update or delete on settlement_schedule for each row execute function ledger_refuse_change();

      alter table settlement_period add column by_schedule boolean not null default false;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table settlement_period drop column if exists by_schedule;
      drop table if exists settlement_schedule;
    `);
  }
}
