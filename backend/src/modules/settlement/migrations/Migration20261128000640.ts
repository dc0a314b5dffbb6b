import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Paid later (docs/adr/0058). proforma.kind: what it asks for; those of `balance` and `account` are owed by an order that stands. total_minor: where a
 * part is asked for, what the order costs; balance_days, before_dispatch: when the rest of a deposit is due, and whether goods wait for it. receivable_credit: what a refund took off what is owed;
 * append-only. sale.owed_minor: what of a sale was owed when it was captured. post_waits_at: the sale is due to be divided, and waits for the
 * company's money.
 */
export class Migration20261128000640 extends Migration {
  override up(): void {
    this.addSql(KINDS("account", "account_kind_check", `'receivable'`));
    this.addSql(KINDS("journal", "journal_kind_check", `'receivable_paid', 'reverse_receivable_paid'`));
    this.addSql(`
      alter table sale add column owed_minor bigint not null default 0 check (owed_minor between 0 and captured_minor);

      alter table proforma
        add column kind text not null default 'whole' check (kind in ('whole', 'deposit', 'balance', 'account')),
        add column total_minor bigint,
        add column balance_days int check (balance_days between 1 and 180),
        add column before_dispatch boolean not null default false,
        add column reminded int not null default 0 check (reminded between 0 and 3),
        add column settled_at timestamptz,
        add column post_waits_at timestamptz;
      alter table proforma drop constraint proforma_state_check,
        add constraint proforma_state_check check (state in ('open', 'paid', 'granted', 'ordered', 'lapsed', 'void')),
        drop constraint proforma_order_id_key,
        add constraint proforma_kind_state check (case kind when 'account' then state in ('granted', 'ordered', 'lapsed', 'void')
          when 'balance' then state in ('ordered', 'void') else state <> 'granted' end),
        add constraint proforma_total check ((kind in ('deposit', 'balance')) = (total_minor is not null) and amount_minor < coalesce(total_minor, amount_minor + 1)),
        add constraint proforma_balance check ((kind = 'deposit') = (balance_days is not null)),
        add constraint proforma_owed check (kind in ('balance', 'account') or (settled_at is null and post_waits_at is null and reminded = 0));
      drop index proforma_live;
      create unique index proforma_live on proforma (cart_id) where state in ('open', 'paid', 'granted', 'ordered') and kind <> 'balance';
      create unique index proforma_one_balance on proforma (cart_id) where kind = 'balance';
      create unique index proforma_of_order on proforma (order_id) where kind <> 'balance';
      create index proforma_balance_of_order on proforma (order_id) where kind = 'balance';
      create index proforma_owed_of_company on proforma (company_id, currency) where kind in ('balance', 'account') and settled_at is null;
      create index proforma_owed_due on proforma (due_at) where kind in ('balance', 'account') and state = 'ordered' and settled_at is null;
      create index proforma_owed_of_cooperative on proforma (cooperative_id, due_at, id)
        where kind in ('balance', 'account') and state = 'ordered' and settled_at is null;

      create table receivable_credit (
        refund_intent_id text primary key references refund_intent (id),
        proforma_id text not null references proforma (id),
        amount_minor bigint not null check (amount_minor > 0),
        at timestamptz not null default now()
      );
      create index receivable_credit_of on receivable_credit (proforma_id);
      create trigger receivable_credit_append_only before update or delete on receivable_credit
        for each row execute function ledger_refuse_change();
      create trigger receivable_credit_kept before truncate on receivable_credit
        for each statement execute function ledger_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists receivable_credit;
      drop index if exists proforma_live, proforma_one_balance, proforma_of_order, proforma_balance_of_order, proforma_owed_of_company,
        proforma_owed_due, proforma_owed_of_cooperative;
      alter table proforma drop column if exists kind, drop column if exists total_minor, drop column if exists balance_days,
        drop column if exists before_dispatch, drop column if exists reminded, drop column if exists settled_at, drop column if exists post_waits_at;
      create unique index proforma_live on proforma (cart_id) where state in ('open', 'paid', 'ordered');
      alter table sale drop column if exists owed_minor;
    `);
  }
}

const KINDS = (table: string, name: string, more: string): string => `
  do $do$
  declare
    allowed text;
  begin
    select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = '${name}';
    execute 'alter table ${table} drop constraint ${name}';
    execute format('alter table ${table} add constraint ${name} check (%s or kind in (%s))', allowed, ${lit(more)});
  end $do$;
`;

function lit(text: string): string {
  return `$lit$${text}$lit$`;
}
