import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * quote: what a company and one cooperative talk about; `version` is the last one, `accepting_*` an acceptance under way, which is taken up
 * when it is cut off (docs/adr/0051). quote_version and quote_line: what was offered, never changed. quote_message, quote_event: what was said,
 * and who did what; append-only. company_order: an order of a company as limits count it, from the moment it is asked for.
 */
export class Migration20261127000521 extends Migration {
  override up(): void {
    this.addSql(`
      create sequence quote_number start 1001;
      create table quote (
        id text primary key,
        number text not null unique default 'Q-' || nextval('quote_number'),
        company_id text not null references company (id),
        cooperative_id text not null,
        state text not null check (state in ('requested', 'offered', 'countered', 'accepted', 'rejected', 'expired', 'withdrawn')),
        version int not null default 1 check (version between 1 and 50),
        by text not null check (by in ('buyer', 'seller')),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        asked_by text not null references company_member (id),
        address_id text references company_address (id),
        addressee_list_id text references addressee_list (id),
        wanted_on date not null,
        priority smallint not null default 5 check (priority between 0 and 9),
        expires_at timestamptz not null,
        goods_gone_at timestamptz,
        accepting_version int,
        accepting_by text check (accepting_by in ('buyer', 'seller')),
        accepting_person text,
        accepting_at timestamptz,
        cart_id text unique,
        ended_at timestamptz,
        idempotency_key text not null,
        input_hash text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint quote_once unique (company_id, idempotency_key),
        constraint quote_accepting_whole check (num_nonnulls(accepting_version, accepting_by, accepting_person, accepting_at) in (0, 4)),
        constraint quote_of_a_cart check ((cart_id is not null) = (state = 'accepted')),
        constraint quote_ended check ((ended_at is not null) = (state in ('accepted', 'rejected', 'expired', 'withdrawn')))
      );
      create index quote_of_company on quote (company_id, created_at desc, id desc);
      create index quote_of_cooperative on quote (cooperative_id, created_at desc, id desc);
      create index quote_open on quote (expires_at) where ended_at is null;

      create table quote_version (
        quote_id text not null references quote (id),
        version int not null,
        by text not null check (by in ('buyer', 'seller')),
        person text not null,
        freight_minor bigint check (freight_minor >= 0),
        freight_bearer text check (freight_bearer in ('buyer', 'cooperative', 'shared')),
        freight_buyer_bp int check (freight_buyer_bp between 0 and 10000),
        deliver_on date,
        expires_at timestamptz not null,
        terms jsonb,
        words text not null default '',
        created_at timestamptz not null default now(),
        primary key (quote_id, version),
        constraint quote_version_freight check (num_nonnulls(freight_minor, freight_bearer) in (0, 2)),
        constraint quote_version_shared check ((freight_bearer = 'shared') = (freight_buyer_bp is not null))
      );
      create table quote_line (
        quote_id text not null,
        version int not null,
        position int not null,
        product_id text not null,
        variant_id text not null,
        pool_id text not null,
        title jsonb not null,
        pack jsonb not null,
        grade text not null,
        unit text not null check (unit in ('g', 'piece')),
        units_per_pack bigint not null check (units_per_pack > 0),
        packs int not null check (packs > 0),
        price_minor bigint check (price_minor >= 0),
        primary key (quote_id, version, position),
        foreign key (quote_id, version) references quote_version (quote_id, version),
        constraint quote_line_once unique (quote_id, version, variant_id)
      );
      create table quote_message (
        id text primary key,
        quote_id text not null references quote (id),
        by text not null check (by in ('buyer', 'seller')),
        person text not null,
        words text not null check (words <> ''),
        at timestamptz not null default clock_timestamp()
      );
      create index quote_message_of on quote_message (quote_id, at, id);
      create table quote_event (
        id text primary key,
        quote_id text not null references quote (id),
        at timestamptz not null default clock_timestamp(),
        by text not null check (by in ('buyer', 'seller', 'system')),
        person text,
        act text not null,
        version int,
        words text not null default ''
      );
      create index quote_event_of on quote_event (quote_id, at, id);

      create table company_order (
        id text primary key,
        company_id text not null references company (id),
        quote_id text not null references quote (id),
        version int not null,
        member_id text not null references company_member (id),
        asked_at timestamptz not null default now(),
        total_minor bigint not null check (total_minor > 0),
        currency text not null,
        state text not null check (state in ('awaiting_approval', 'placed', 'declined', 'cancelled')),
        decided_by text references company_member (id),
        decided_at timestamptz,
        words text not null default '',
        cart_id text,
        order_id text,
        updated_at timestamptz not null default now(),
        foreign key (quote_id, version) references quote_version (quote_id, version)
      );
      create unique index company_order_live on company_order (quote_id) where state in ('awaiting_approval', 'placed');
      create index company_order_of_member on company_order (member_id, asked_at);
      create index company_order_decided on company_order (decided_by, decided_at) where decided_by is not null;
      create index company_order_of_cart on company_order (cart_id) where cart_id is not null;

      create function quote_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
      end $$;
      create trigger quote_version_append_only before update or delete on quote_version for each row execute function quote_refuse_change();
      create trigger quote_line_append_only before update or delete on quote_line for each row execute function quote_refuse_change();
      create trigger quote_message_append_only before update or delete on quote_message for each row execute function quote_refuse_change();
      create trigger quote_event_append_only before update or delete on quote_event for each row execute function quote_refuse_change();
      create trigger quote_version_kept before truncate on quote_version for each statement execute function quote_refuse_change();
      create trigger quote_line_kept before truncate on quote_line for each statement execute function quote_refuse_change();
      create trigger quote_message_kept before truncate on quote_message for each statement execute function quote_refuse_change();
      create trigger quote_event_kept before truncate on quote_event for each statement execute function quote_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists company_order, quote_event, quote_message, quote_line, quote_version, quote;
      drop sequence if exists quote_number;
      drop function if exists quote_refuse_change();
    `);
  }
}
