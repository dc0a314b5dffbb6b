import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * joint_quote: one request that several cooperatives answer, each by a quote of its own (`quote.joint_id`), which are accepted at once and paid
 * with one cart (docs/adr/0057). Never changed: how it stands is what its quotes are.
 */
export class Migration20261128000635 extends Migration {
  override up(): void {
    this.addSql(`
      create sequence joint_quote_number start 1001;
      create table joint_quote (
        id text primary key,
        number text not null unique default 'J-' || nextval('joint_quote_number'),
        company_id text not null references company (id),
        asked_by text not null references company_member (id),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        product_id text not null,
        variant_id text not null,
        title jsonb not null,
        pack jsonb not null,
        grade text not null,
        unit text not null check (unit in ('g', 'piece')),
        units_per_pack bigint not null check (units_per_pack > 0),
        packs int not null check (packs > 0),
        prefer text not null check (prefer in ('cheapest', 'nearest', 'fewest')),
        address_id text references company_address (id),
        wanted_on date not null,
        idempotency_key text not null,
        input_hash text not null,
        created_at timestamptz not null default now(),
        constraint joint_quote_once unique (company_id, idempotency_key)
      );
      create index joint_quote_of_company on joint_quote (company_id, created_at desc, id desc);
      create trigger joint_quote_append_only before update or delete on joint_quote for each row execute function quote_refuse_change();
      create trigger joint_quote_kept before truncate on joint_quote for each statement execute function quote_refuse_change();

      alter table quote add column joint_id text references joint_quote (id);
      create index quote_of_joint on quote (joint_id, id) where joint_id is not null;
      alter table quote drop constraint quote_cart_id_key;
      create unique index quote_cart_of_one on quote (cart_id) where cart_id is not null and joint_id is null;
      create index quote_of_cart on quote (cart_id) where cart_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists quote_of_cart, quote_cart_of_one, quote_of_joint;
      alter table quote drop column if exists joint_id;
      alter table quote add constraint quote_cart_id_key unique (cart_id);
      drop table if exists joint_quote;
      drop sequence if exists joint_quote_number;
    `);
  }
}
