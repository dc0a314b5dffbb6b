import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * pool_rule: by which rule a pool's lots fill orders, version by version: who proposed it, why, and which second person put it
 * in force. It binds allocations made from then on; `allocation.rule_version` says which one bound each (0: the pool's first).
 * allocation_swap: staff put one lot in the place of another. Append-only; what was swapped wrongly is swapped back by another row.
 */
export class Migration20261125000150 extends Migration {
  override up(): void {
    this.addSql(`
      create table pool_rule (
        id text primary key,
        pool_id text not null references pool (id),
        version int not null check (version > 0),
        rule text not null check (rule in ('pro_rata', 'equal', 'fefo', 'rotation')),
        cap_units bigint check (cap_units > 0),
        min_take_units bigint check (min_take_units > 0),
        season_days int not null check (season_days between 1 and 3660),
        reason text not null check (reason <> ''),
        state text not null default 'proposed' check (state in ('proposed', 'in_force', 'dropped')),
        proposed_by text not null,
        proposed_at timestamptz not null default now(),
        decided_by text,
        decided_at timestamptz,
        constraint pool_rule_version unique (pool_id, version),
        constraint pool_rule_fefo_has_no_cap check (rule <> 'fefo' or cap_units is null),
        constraint pool_rule_decision check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
        constraint pool_rule_needs_two_people check (state <> 'in_force' or decided_by <> proposed_by)
      );
      create unique index pool_rule_one_proposal on pool_rule (pool_id) where state = 'proposed';

      create function pool_rule_decided_once() returns trigger language plpgsql as $$
      begin
        if old.state <> 'proposed' or (new.id, new.pool_id, new.version, new.rule, new.season_days, new.reason, new.proposed_by, new.proposed_at)
             is distinct from (old.id, old.pool_id, old.version, old.rule, old.season_days, old.reason, old.proposed_by, old.proposed_at)
           or new.cap_units is distinct from old.cap_units or new.min_take_units is distinct from old.min_take_units then
          raise exception 'rule % of pool % stands as it is: propose a new version', old.version, old.pool_id using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger pool_rule_decided_once before update on pool_rule for each row execute function pool_rule_decided_once();
      create trigger pool_rule_kept before delete on pool_rule for each row execute function refuse_change();
      create trigger pool_rule_no_truncate before truncate on pool_rule for each statement execute function refuse_change();

      alter table allocation add column rule_version int not null default 0 check (rule_version >= 0);
      create index lot_of_pool_by_day on lot (pool_id, created_at);

      create table allocation_swap (
        id text primary key,
        order_id text not null,
        order_line_id text not null,
        pool_id text not null references pool (id),
        from_lot_id text not null references lot (id),
        to_lot_id text not null references lot (id),
        from_household_id text not null,
        to_household_id text not null,
        units bigint not null check (units > 0),
        reason text not null check (reason <> ''),
        person text not null,
        undoes text references allocation_swap (id),
        idempotency_key text not null,
        at timestamptz not null default now(),
        constraint allocation_swap_two_lots check (from_lot_id <> to_lot_id),
        constraint allocation_swap_once unique (idempotency_key),
        constraint allocation_swap_undone_once unique (undoes)
      );
      create index allocation_swap_of_order on allocation_swap (order_id, at);
      create index allocation_swap_from_lot on allocation_swap (from_lot_id, at);
      create index allocation_swap_to_lot on allocation_swap (to_lot_id, at);
      create trigger allocation_swap_append_only before update or delete on allocation_swap
        for each row execute function refuse_change();
      create trigger allocation_swap_no_truncate before truncate on allocation_swap
        for each statement execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists allocation_swap, pool_rule cascade;
      drop function if exists pool_rule_decided_once;
      drop index if exists lot_of_pool_by_day;
      alter table allocation drop column if exists rule_version;
    `);
  }
}
