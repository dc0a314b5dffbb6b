import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Goods that a stock-taking found missing and the cooperative bears: what their households are owed (docs/adr/0037). */
export class Migration20261126000277 extends Migration {
  override up(): void {
    this.addSql(KINDS("account", "account_kind_check", "'stock_loss'"));
    this.addSql(KINDS("journal", "journal_kind_check", "'stock_loss', 'reverse_stock_loss'"));
    this.addSql(`
      create table stock_loss (
        stocktake_id text not null,
        lot_id text not null,
        cooperative_id text not null,
        household_id text not null,
        pool_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        price_mode text not null check (price_mode in ('by_sale', 'fixed', 'pool_average')),
        units bigint not null check (units > 0),
        grams bigint not null check (grams >= 0),
        ticket_price_minor bigint check (ticket_price_minor >= 0),
        ticket_per text check (ticket_per in ('kg', 'piece')),
        -- When a price was last looked for.
        looked_at timestamptz not null default now(),
        -- Null while nobody knows a price.
        amount_minor bigint check (amount_minor >= 0),
        basis text check (basis in ('sales', 'ticket', 'average')),
        -- When it was booked.
        at timestamptz,
        period_id text references settlement_period (id),
        primary key (stocktake_id, lot_id),
        constraint stock_loss_booked check ((amount_minor is null) = (at is null) and (amount_minor is null) = (basis is null)),
        constraint stock_loss_ticket check ((ticket_price_minor is null) = (ticket_per is null))
      );
      create index stock_loss_unpriced on stock_loss (looked_at, stocktake_id, lot_id) where at is null;
      create index stock_loss_to_settle on stock_loss (cooperative_id, at) where period_id is null and at is not null;
      create index stock_loss_of_period on stock_loss (period_id) where period_id is not null;

      -- What a loss was booked with stays.
      create function stock_loss_keep_booked() returns trigger language plpgsql as $$
      begin
        if old.at is not null and (new.amount_minor, new.basis, new.at) is distinct from (old.amount_minor, old.basis, old.at) then
          raise exception 'a stock loss that is booked is not changed';
        end if;
        return new;
      end $$;
      create trigger stock_loss_keep_booked before update on stock_loss for each row execute function stock_loss_keep_booked();
      create trigger stock_loss_keep before delete on stock_loss for each row execute function ledger_refuse_change();

      -- What a pool's sales have left of late.
      create index sale_line_of_pool on sale_line (pool_id, posted_at desc) where posted_at is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists sale_line_of_pool;
      drop table if exists stock_loss cascade;
      drop function if exists stock_loss_keep_booked();
    `);
  }
}

/** Adds words to the list of a CHECK, whatever other migrations have added to it before. */
const KINDS = (table: string, constraint: string, added: string): string => `
  do $$
  declare
    known text;
  begin
    select string_agg(distinct quote_literal(word[1]), ', ') into known
    from regexp_matches((select pg_get_constraintdef(oid) from pg_constraint
                         where conname = '${constraint}' and conrelid = '${table}'::regclass), '''([a-z_]+)''', 'g') as word;
    execute 'alter table ${table} drop constraint ${constraint}';
    execute format('alter table ${table} add constraint ${constraint} check (kind in (%s, %s))', known, $kinds$${added}$kinds$);
  end $$;`;
