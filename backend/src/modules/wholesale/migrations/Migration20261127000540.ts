import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * company_price: what a pack costs companies and the least it is sold in; without steps the price of the shop holds. company_price_change: who
 * set it; append-only. order_list: what a member wants to order, the one that is worked on and those that the company keeps. A line holds what
 * was written beside what it came to, so that nothing is lost that nobody could read.
 */
export class Migration20261127000540 extends Migration {
  override up(): void {
    this.addSql(`
      create table company_price (
        variant_id text primary key,
        product_id text not null,
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        minimum_packs int not null check (minimum_packs between 1 and 1000000),
        version int not null default 1,
        set_by text not null,
        set_at timestamptz not null default now()
      );
      create index company_price_of_product on company_price (product_id);
      create table company_price_step (
        variant_id text not null references company_price (variant_id),
        from_packs int not null check (from_packs between 0 and 1000000),
        price_minor bigint not null check (price_minor > 0),
        primary key (variant_id, from_packs)
      );
      create table company_price_change (
        id text primary key,
        variant_id text not null,
        cooperative_id text not null,
        person text not null,
        at timestamptz not null default clock_timestamp(),
        before jsonb,
        after jsonb
      );
      create index company_price_change_of on company_price_change (variant_id, at);
      create function company_price_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'company_price_change is append-only' using errcode = 'restrict_violation';
      end $$;
      create trigger company_price_change_append_only before update or delete on company_price_change
        for each row execute function company_price_refuse_change();
      create trigger company_price_change_kept before truncate on company_price_change
        for each statement execute function company_price_refuse_change();

      create table order_list (
        id text primary key,
        company_id text not null references company (id),
        member_id text not null references company_member (id),
        kind text not null check (kind in ('working', 'saved')),
        name text not null default '',
        -- Of the last sheet that was added: pressed twice, it is added once.
        last_key text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint order_list_named check ((kind = 'saved') = (name <> ''))
      );
      create unique index order_list_working on order_list (member_id) where kind = 'working';
      create index order_list_of_company on order_list (company_id, created_at desc, id desc) where kind = 'saved';
      create table order_list_line (
        list_id text not null references order_list (id) on delete cascade,
        line int not null check (line > 0),
        name text not null,
        pack text not null default '',
        amount text not null default '',
        unit text not null check (unit in ('packs', 'kg')),
        variant_id text,
        packs int check (packs > 0),
        fault text check (fault in ('formula', 'no_amount', 'not_found', 'ambiguous', 'part_packs', 'too_many')),
        primary key (list_id, line),
        constraint order_list_line_whole check (fault is not null or (variant_id is not null and packs is not null))
      );
      create index order_list_line_of_pack on order_list_line (list_id, variant_id);
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists order_list_line, order_list, company_price_change, company_price_step, company_price;
      drop function if exists company_price_refuse_change();
    `);
  }
}
