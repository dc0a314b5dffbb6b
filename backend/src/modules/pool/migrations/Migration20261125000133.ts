import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Harvests that households declare: apart from stock. */
export class Migration20261125000133 extends Migration {
  override up(): void {
    this.addSql(`
      create table forecast (
        id text primary key,
        cooperative_id text not null,
        household_id text not null,
        pool_id text not null references pool (id),
        produce text not null,
        grade text not null,
        units bigint not null check (units > 0),
        delivered_units bigint not null default 0 check (delivered_units >= 0),
        ready_from date not null,
        ready_to date not null,
        state text not null default 'declared' check (state in ('declared', 'delivered', 'withdrawn')),
        -- Who said it: the household itself, or a member who wrote it down for them.
        declared_by text not null,
        ended_by text,
        note text,
        idempotency_key text not null,
        input_hash text not null,
        at timestamptz not null default now(),
        ended_at timestamptz,
        constraint forecast_once unique (household_id, idempotency_key),
        constraint forecast_days check (ready_from <= ready_to),
        constraint forecast_ended check ((state = 'declared') = (ended_at is null))
      );
      create index forecast_of_cooperative on forecast (cooperative_id, at desc, id desc);
      create index forecast_open on forecast (pool_id, ready_to, id) where state = 'declared';
      create index forecast_of_household on forecast (household_id, at desc, id desc);

      -- What each household declared and brought, of those that ended: the next declaration is weighed by it.
      create table forecast_past (
        household_id text not null,
        produce text not null,
        declared_units bigint not null check (declared_units >= 0),
        delivered_units bigint not null check (delivered_units >= 0),
        forecasts bigint not null check (forecasts > 0),
        primary key (household_id, produce)
      );
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists forecast_past, forecast;`);
  }
}
