import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The weigh-in as a whole ticket: what was on the scale, in which container, what the cooperative's table took off, what
 * was refused, at which price of the day.
 * - deduction_rule, day_price: append-only; the newest row of a day is in force from that day on. A lot keeps what was
 *   in force when it was weighed.
 */
export class Migration20261125000120 extends Migration {
  override up(): void {
    this.addSql(`
      create table deduction_rule (
        id text primary key,
        cooperative_id text not null,
        produce text not null,
        kind text not null check (kind in ('moisture', 'foreign_matter', 'imperfect', 'other')),
        method text not null check (method in ('dry_matter', 'share', 'none')),
        base_bp int not null check (base_bp between 0 and 9999),
        limit_bp int check (limit_bp between base_bp and 10000),
        from_day date not null,
        entered_by text not null,
        at timestamptz not null default now()
      );
      create index deduction_rule_in_force on deduction_rule (cooperative_id, produce, kind, from_day desc, at desc, id);

      create table day_price (
        id text primary key,
        cooperative_id text not null,
        produce text not null,
        grade text not null,
        day date not null,
        price_minor bigint not null check (price_minor > 0),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        per text not null check (per in ('kg', 'piece')),
        entered_by text not null,
        at timestamptz not null default now()
      );
      create index day_price_of_day on day_price (cooperative_id, day, produce, grade, at desc, id);

      create table container_type (
        id text primary key,
        cooperative_id text not null,
        code text not null,
        name text not null,
        tare_g bigint not null check (tare_g between 0 and 1000000),
        active boolean not null default true,
        created_at timestamptz not null default now(),
        constraint container_type_code unique (cooperative_id, code)
      );

      create table scale (
        id text primary key,
        cooperative_id text not null,
        code text not null,
        name text not null,
        limit_g bigint not null check (limit_g between 1 and 3000000),
        active boolean not null default true,
        created_at timestamptz not null default now(),
        constraint scale_code unique (cooperative_id, code)
      );

      alter table lot
        add column weighed_at timestamptz not null default now(),
        add column weighed_on date,
        add column container text,
        add column containers int check (containers between 1 and 1000),
        add column day_price_minor bigint check (day_price_minor > 0),
        add column day_price_currency text,
        add column day_price_per text check (day_price_per in ('kg', 'piece')),
        add constraint lot_day_price_whole check (num_nulls(day_price_minor, day_price_currency, day_price_per) in (0, 3)),
        add constraint lot_container_counted check ((container is null) = (containers is null));
      update lot set weighed_at = created_at, weighed_on = (created_at at time zone 'Asia/Shanghai')::date;
      create index lot_of_household_weighed on lot (household_id, weighed_at desc);

      create table lot_deduction (
        id text primary key,
        lot_id text not null references lot (id),
        position int not null check (position >= 0),
        kind text not null,
        method text not null,
        measured_bp int not null check (measured_bp between 0 and 10000),
        base_bp int not null check (base_bp between 0 and 9999),
        deducted_g bigint not null check (deducted_g >= 0),
        rule_id text not null references deduction_rule (id),
        constraint lot_deduction_once unique (lot_id, kind)
      );

      create table cull (
        id text primary key,
        cooperative_id text not null,
        household_id text not null,
        pool_id text not null references pool (id),
        lot_id text references lot (id),
        units bigint not null check (units > 0),
        reason text not null check (reason in ('mould', 'insects', 'broken', 'unripe', 'wet', 'spoilt', 'other')),
        fate text not null check (fate in ('returned', 'discarded')),
        words text not null default '',
        weigher_id text not null,
        idempotency_key text not null unique,
        at timestamptz not null default now()
      );
      create index cull_of_lot on cull (lot_id) where lot_id is not null;
      create index cull_of_cooperative on cull (cooperative_id, at desc, id);

      create trigger deduction_rule_append_only before update or delete on deduction_rule for each row execute function refuse_change();
      create trigger day_price_append_only before update or delete on day_price for each row execute function refuse_change();
      create trigger lot_deduction_append_only before update or delete on lot_deduction for each row execute function refuse_change();
      create trigger cull_append_only before update or delete on cull for each row execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists cull, lot_deduction, day_price, container_type, scale cascade;
      drop table if exists deduction_rule cascade;
      drop index if exists lot_of_household_weighed;
      alter table lot drop column weighed_at, drop column weighed_on, drop column container,
        drop column containers, drop column day_price_minor, drop column day_price_currency, drop column day_price_per;
    `);
  }
}
