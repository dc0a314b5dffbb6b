import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Stock-taking, and what a produce loses by drying. */
export class Migration20261125000132 extends Migration {
  override up(): void {
    this.addSql(`
      create table stocktake (
        id text primary key,
        cooperative_id text not null,
        pool_id text not null references pool (id),
        state text not null check (state in ('open', 'counted', 'approved', 'dropped')),
        bearer text not null check (bearer in ('oldest_first', 'pro_rata', 'cooperative')),
        opened_by text not null,
        counted_by text,
        decided_by text,
        counted_units bigint check (counted_units >= 0),
        expected_units bigint check (expected_units >= 0),
        words text,
        at timestamptz not null default now(),
        counted_at timestamptz,
        decided_at timestamptz,
        constraint stocktake_counted check ((state in ('counted', 'approved')) <= (counted_at is not null)),
        constraint stocktake_decided check ((state in ('approved', 'dropped')) = (decided_at is not null)),
        constraint stocktake_second_person check (state <> 'approved' or decided_by <> counted_by)
      );
      create unique index stocktake_one_open on stocktake (pool_id) where state in ('open', 'counted');
      create index stocktake_of_cooperative on stocktake (cooperative_id, at desc, id desc);

      create table stocktake_line (
        stocktake_id text not null references stocktake (id),
        lot_id text not null references lot (id),
        delta_units bigint not null check (delta_units <> 0),
        borne_by text not null check (borne_by in ('household', 'cooperative')),
        primary key (stocktake_id, lot_id)
      );

      create table shrink_rule (
        id text primary key,
        cooperative_id text not null,
        produce text not null,
        ppm_per_day bigint not null check (ppm_per_day >= 0 and ppm_per_day <= 200000),
        from_day date not null,
        reason text not null check (length(reason) > 0),
        person text not null,
        at timestamptz not null default now(),
        constraint shrink_rule_once unique (cooperative_id, produce, from_day)
      );
      create trigger shrink_rule_append_only before update or delete on shrink_rule
        for each row execute function refuse_change();

      create table shrink_run (
        pool_id text not null references pool (id),
        day date not null,
        rule_id text not null references shrink_rule (id),
        lost_units bigint not null check (lost_units >= 0),
        left_out_units bigint not null check (left_out_units >= 0 and left_out_units <= lost_units),
        carry bigint not null check (carry >= 0 and carry < 1000000),
        at timestamptz not null default now(),
        primary key (pool_id, day)
      );
      create trigger shrink_run_append_only before update or delete on shrink_run
        for each row execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists shrink_run, shrink_rule, stocktake_line, stocktake cascade;`);
  }
}
