import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * company_price_list: a cooperative's prices for some companies, under a name that only it sees (docs/adr/0062); ended, it holds for nobody.
 * company_price_list_price: what it says of a pack; a minimum of null, or no step, is as for all companies. company_price_list_company: who is in it, from and to
 * which day; the key lets a company be in one list of a cooperative only. company_price_list_change: who changed what; append-only.
 */
export class Migration20261128000665 extends Migration {
  override up(): void {
    this.addSql(`
      create table company_price_list (
        id text primary key,
        cooperative_id text not null,
        name text not null check (name <> ''),
        version int not null default 1,
        ended_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint company_price_list_of_one unique (id, cooperative_id)
      );
      create unique index company_price_list_named on company_price_list (cooperative_id, lower(name)) where ended_at is null;
      create table company_price_list_price (
        list_id text not null references company_price_list (id),
        variant_id text not null,
        product_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        minimum_packs int check (minimum_packs between 1 and 1000000),
        version int not null default 1,
        set_by text not null,
        set_at timestamptz not null default now(),
        primary key (list_id, variant_id)
      );
      create table company_price_list_step (
        list_id text not null,
        variant_id text not null,
        from_packs int not null check (from_packs between 0 and 1000000),
        price_minor bigint not null check (price_minor > 0),
        primary key (list_id, variant_id, from_packs),
        foreign key (list_id, variant_id) references company_price_list_price (list_id, variant_id)
      );
      create table company_price_list_company (
        cooperative_id text not null,
        company_id text not null references company (id),
        list_id text not null,
        from_day date,
        to_day date,
        put_by text not null,
        put_at timestamptz not null default now(),
        primary key (cooperative_id, company_id),
        foreign key (list_id, cooperative_id) references company_price_list (id, cooperative_id),
        constraint company_price_list_company_period check (from_day <= to_day)
      );
      create index company_price_list_company_of on company_price_list_company (list_id, company_id);
      create index company_price_list_of_company on company_price_list_company (company_id);
      create table company_price_list_change (
        id text primary key,
        list_id text not null references company_price_list (id),
        at timestamptz not null default clock_timestamp(),
        person text not null,
        act text not null check (act in ('made', 'named', 'ended', 'priced', 'put_in', 'taken_out')),
        variant_id text,
        company_id text,
        before jsonb,
        after jsonb
      );
      create index company_price_list_change_of on company_price_list_change (list_id, at);
      create function company_price_list_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'company_price_list_change is append-only' using errcode = 'restrict_violation';
      end $$;
      create trigger company_price_list_change_append_only before update or delete on company_price_list_change
        for each row execute function company_price_list_refuse_change();
      create trigger company_price_list_change_kept before truncate on company_price_list_change
        for each statement execute function company_price_list_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists company_price_list_change, company_price_list_company, company_price_list_step, company_price_list_price, company_price_list;
      drop function if exists company_price_list_refuse_change();
    `);
  }
}
