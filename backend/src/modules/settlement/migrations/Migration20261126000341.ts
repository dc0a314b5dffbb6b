import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Periods that were opened by mistake and removed before anybody asked for their settlement: what they were stays readable. */
export class Migration20261126000341 extends Migration {
  override up(): void {
    this.addSql(`
      create table settlement_period_removed (
        id text primary key,
        cooperative_id text not null,
        from_date date not null,
        to_date date not null,
        opened_by text not null,
        by_schedule boolean not null,
        opened_at timestamptz not null,
        removed_by text not null,
        removed_at timestamptz not null default now()
      );
      create index settlement_period_removed_newest on settlement_period_removed (cooperative_id, removed_at desc, id desc);
      create function settlement_period_removed_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'settlement_period_removed is append-only';
      end $$;
      create trigger settlement_period_removed_stays before update or delete or truncate on settlement_period_removed
        for each statement execute function settlement_period_removed_stays();
      create function settlement_period_goes_open() returns trigger language plpgsql as $$
      begin
        raise exception 'period % is %: only one whose settlement nobody asked for goes away', old.id, old.state;
      end $$;
      create trigger settlement_period_goes_open before delete on settlement_period for each row
        when (old.state <> 'open') execute function settlement_period_goes_open();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists settlement_period_goes_open on settlement_period;
      drop table if exists settlement_period_removed;
      drop function if exists settlement_period_goes_open(), settlement_period_removed_stays();
    `);
  }
}
