import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Waste and corrections with a reason, above a limit by two people; goods that came back; parts of lots that changed
 * pool. What was decided stays as it was decided.
 */
export class Migration20261125000131 extends Migration {
  override up(): void {
    this.addSql(`
      create table ledger_policy (
        cooperative_id text primary key,
        limit_g bigint not null check (limit_g >= 0),
        limit_pieces bigint not null check (limit_pieces >= 0),
        bearer text not null check (bearer in ('oldest_first', 'pro_rata', 'cooperative')),
        changed_by text not null,
        changed_at timestamptz not null default now()
      );

      create table pool_adjustment (
        id text primary key,
        cooperative_id text not null,
        pool_id text not null references pool (id),
        kind text not null check (kind in ('waste', 'adjust')),
        reason text not null,
        words text not null check (length(words) > 0),
        total_units bigint not null,
        limit_units bigint not null check (limit_units >= 0),
        state text not null check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
        proposed_by text not null,
        decided_by text,
        decided_words text,
        idempotency_key text not null,
        input_hash text not null,
        at timestamptz not null default now(),
        decided_at timestamptz,
        constraint pool_adjustment_once unique (cooperative_id, idempotency_key),
        constraint pool_adjustment_decided check ((state = 'proposed') = (decided_at is null)),
        constraint pool_adjustment_second_person check (state <> 'rejected' or decided_by <> proposed_by)
      );
      create index pool_adjustment_of_cooperative on pool_adjustment (cooperative_id, at desc, id desc);
      create index pool_adjustment_waiting on pool_adjustment (cooperative_id, at desc, id desc) where state = 'proposed';

      create table pool_adjustment_line (
        adjustment_id text not null references pool_adjustment (id),
        lot_id text not null references lot (id),
        delta_units bigint not null check (delta_units <> 0),
        primary key (adjustment_id, lot_id)
      );
      create trigger pool_adjustment_line_append_only before update or delete on pool_adjustment_line
        for each row execute function refuse_change();

      create table returned_goods (
        id text primary key,
        -- The act of Medusa that received them: an order change action.
        source_id text not null,
        return_id text not null,
        order_id text not null,
        order_line_id text not null,
        cooperative_id text not null,
        pool_id text not null references pool (id),
        units bigint not null check (units > 0),
        damaged boolean not null,
        state text not null default 'waiting' check (state in ('waiting', 'sellable', 'wasted')),
        decided_by text,
        words text,
        at timestamptz not null default now(),
        decided_at timestamptz,
        constraint returned_goods_once unique (source_id, pool_id),
        constraint returned_goods_decided check ((state = 'waiting') = (decided_at is null))
      );
      create index returned_goods_of_cooperative on returned_goods (cooperative_id, at desc, id desc);
      create index returned_goods_waiting on returned_goods (cooperative_id, at desc, id desc) where state = 'waiting';

      create table lot_split (
        id text primary key,
        cooperative_id text not null,
        from_lot_id text not null references lot (id),
        to_lot_id text not null references lot (id),
        units bigint not null check (units > 0),
        reason text not null,
        person text not null,
        idempotency_key text not null,
        input_hash text not null,
        at timestamptz not null default now(),
        constraint lot_split_once unique (cooperative_id, idempotency_key),
        constraint lot_split_target unique (to_lot_id)
      );
      create index lot_split_of_lot on lot_split (from_lot_id);
      create trigger lot_split_append_only before update or delete on lot_split
        for each row execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(
      `drop table if exists lot_split, returned_goods, pool_adjustment_line, pool_adjustment, ledger_policy cascade;`,
    );
  }
}
