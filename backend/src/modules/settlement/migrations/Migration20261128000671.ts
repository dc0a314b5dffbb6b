import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The gap between freight quoted and freight planned (docs/adr/0063). sale_freight_term: what a quote says of it, frozen with the sale, of each of its
 * cooperatives. freight_gap: how it was settled, once. quoted: what the buyer had paid for freight and not got back by then; tax: what of the
 * amount asked is tax, and of each unit of what is above the cap. freight_gap_agreed: the buyer pays what is above the cap, too. All three are append-only. A proforma of the
 * kind `freight` asks for the buyer's part of a loss.
 */
export class Migration20261128000671 extends Migration {
  override up(): void {
    this.addSql(JOURNAL_KINDS(`'freight_paid', 'reverse_freight_paid'`));
    this.addSql(`
      alter table proforma drop constraint proforma_kind_check,
        add constraint proforma_kind_check check (kind in ('whole', 'deposit', 'balance', 'account', 'freight')),
        drop constraint proforma_kind_state,
        add constraint proforma_kind_state check (case kind when 'account' then state in ('granted', 'ordered', 'lapsed', 'void')
          when 'balance' then state in ('ordered', 'void') when 'freight' then state = 'ordered' else state <> 'granted' end),
        drop constraint proforma_owed,
        add constraint proforma_owed check (case kind when 'freight' then post_waits_at is null and not before_dispatch
          else kind in ('balance', 'account') or (settled_at is null and post_waits_at is null and reminded = 0) end);
      drop index proforma_live;
      create unique index proforma_live on proforma (cart_id)
        where state in ('open', 'paid', 'granted', 'ordered') and kind not in ('balance', 'freight');
      drop index proforma_of_order;
      create unique index proforma_of_order on proforma (order_id) where kind not in ('balance', 'freight');
      create index proforma_freight_of_order on proforma (order_id) where kind = 'freight';
      drop index proforma_owed_of_company;
      create index proforma_owed_of_company on proforma (company_id, currency) where kind in ('balance', 'account', 'freight') and settled_at is null;
      drop index proforma_owed_due;
      create index proforma_owed_due on proforma (due_at)
        where kind in ('balance', 'account', 'freight') and state = 'ordered' and settled_at is null;
      drop index proforma_owed_of_cooperative;
      create index proforma_owed_of_cooperative on proforma (cooperative_id, due_at, id)
        where kind in ('balance', 'account', 'freight') and state = 'ordered' and settled_at is null;

      create table sale_freight_term (
        order_id text not null,
        cooperative_id text not null,
        sale_id text not null references sale (id),
        quote_id text not null unique,
        quote_number text not null,
        company_id text not null,
        company text not null,
        cart_id text not null,
        -- Who accepted it.
        person text not null,
        agreed_minor bigint not null check (agreed_minor >= 0),
        bearer text not null check (bearer in ('buyer', 'cooperative', 'shared')),
        buyer_bp int check (buyer_bp between 0 and 10000),
        cap_bp int check (cap_bp between 0 and 10000),
        at timestamptz not null default now(),
        primary key (order_id, cooperative_id),
        constraint sale_freight_term_shared check ((bearer = 'shared') = (buyer_bp is not null)),
        constraint sale_freight_term_cap check ((bearer = 'cooperative') = (cap_bp is null))
      );

      create table freight_gap (
        id text primary key,
        order_id text not null,
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        quoted_minor bigint not null check (quoted_minor >= 0),
        planned_minor bigint not null check (planned_minor >= 0),
        gap_minor bigint not null,
        buyer_minor bigint not null check (buyer_minor >= 0),
        cooperative_minor bigint not null,
        back_minor bigint not null check (back_minor >= 0),
        ask_minor bigint not null check (ask_minor >= 0),
        ask_tax_minor bigint not null check (ask_tax_minor between 0 and ask_minor),
        above_minor bigint not null check (above_minor >= 0),
        above_tax_minor bigint not null check (above_tax_minor between 0 and above_minor),
        parcels int not null check (parcels >= 0),
        -- The version of the order's plan.
        plan_version int,
        -- A loss that nobody could be asked for: the cooperative has named no account.
        no_account boolean not null default false,
        refund_intent_id text unique references refund_intent (id),
        proforma_id text unique references proforma (id),
        at timestamptz not null default now(),
        constraint freight_gap_once unique (order_id, cooperative_id),
        foreign key (order_id, cooperative_id) references sale_freight_term (order_id, cooperative_id),
        constraint freight_gap_sum check (gap_minor = planned_minor - quoted_minor and buyer_minor + cooperative_minor = planned_minor
          and buyer_minor = quoted_minor - back_minor + ask_minor and (back_minor = 0 or ask_minor + above_minor = 0)),
        constraint freight_gap_paid check ((back_minor > 0) = (refund_intent_id is not null) and (ask_minor > 0) = (proforma_id is not null))
      );

      create table freight_gap_agreed (
        gap_id text primary key references freight_gap (id),
        amount_minor bigint not null check (amount_minor > 0),
        tax_minor bigint not null check (tax_minor between 0 and amount_minor),
        proforma_id text not null unique references proforma (id),
        person text not null,
        at timestamptz not null default now()
      );
    `);
    for (const table of TABLES)
      this.addSql(`
        create trigger ${table}_append_only before update or delete on ${table} for each row execute function ledger_refuse_change();
        create trigger ${table}_kept before truncate on ${table} for each statement execute function ledger_refuse_change();
      `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists freight_gap_agreed, freight_gap, sale_freight_term;
      drop index if exists proforma_live, proforma_of_order, proforma_freight_of_order, proforma_owed_of_company, proforma_owed_due,
        proforma_owed_of_cooperative;
      create unique index proforma_live on proforma (cart_id) where state in ('open', 'paid', 'granted', 'ordered') and kind <> 'balance';
      create unique index proforma_of_order on proforma (order_id) where kind <> 'balance';
      create index proforma_owed_of_company on proforma (company_id, currency) where kind in ('balance', 'account') and settled_at is null;
      create index proforma_owed_due on proforma (due_at) where kind in ('balance', 'account') and state = 'ordered' and settled_at is null;
      create index proforma_owed_of_cooperative on proforma (cooperative_id, due_at, id)
        where kind in ('balance', 'account') and state = 'ordered' and settled_at is null;
    `);
  }
}

const TABLES = ["sale_freight_term", "freight_gap", "freight_gap_agreed"];

const JOURNAL_KINDS = (more: string): string => `
  do $do$
  declare
    allowed text;
  begin
    select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = 'journal_kind_check';
    alter table journal drop constraint journal_kind_check;
    execute format('alter table journal add constraint journal_kind_check check (%s or kind in (%s))', allowed, $lit$${more}$lit$);
  end $do$;
`;
