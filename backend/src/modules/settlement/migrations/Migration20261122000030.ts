import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The ledger, with the signs of `domain/src/settlement/journal.ts`: a debit is positive, a credit negative, so what we
 * owe (a buyer's deposit, a household's payable) stands below zero and money that has arrived stands above.
 *
 * What the database itself refuses: a journal that does not sum to zero per currency (at commit), a change or a removal
 * of a journal or a posting, a posting added to a journal of an earlier transaction, a deposit spent twice, payouts
 * promised above the payable.
 */
export class Migration20261122000030 extends Migration {
  override up(): void {
    this.addSql(`
      create table account (
        id text primary key,
        kind text not null check (kind in (
          'clearing', 'buyer_deposit', 'household_payable', 'household_holdback', 'household_advance', 'household_clawback',
          'cooperative_fee', 'packing', 'platform_fee', 'agent_commission', 'freight', 'tax', 'processor_fee',
          'payout_clearing', 'donation'
        )),
        -- Whose account: a processor, an order, a household, a cooperative, a rail, "platform".
        party text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        -- Kept for orders and households only, whose rows payouts and refunds lock and check. A cached balance on a
        -- clearing or fee account would be one row that every writer waits for; theirs is the sum of their postings.
        balance_minor bigint,
        -- Of what a household is owed: promised to payouts that are on their way (intended or unknown).
        reserved_minor bigint not null default 0,
        created_at timestamptz not null default now(),
        constraint account_identity unique (kind, party, currency),
        constraint account_currency unique (id, currency),
        constraint account_caches_balance check ((balance_minor is not null) = (kind in (
          'buyer_deposit', 'household_payable', 'household_holdback', 'household_advance', 'household_clawback'))),
        -- An order's deposit can only be divided or given back once: it never turns into a debt of the buyer.
        constraint account_deposit_not_overdrawn check (kind <> 'buyer_deposit' or balance_minor <= 0),
        constraint account_reserved_within_payable check (
          reserved_minor = 0 or (kind = 'household_payable' and reserved_minor > 0 and reserved_minor <= -balance_minor))
      );
      create index account_of_party on account (party, kind);

      create table journal (
        id text primary key,
        kind text not null check (kind in (
          'capture', 'sale', 'refund', 'payout', 'processor_fee',
          'reverse_capture', 'reverse_sale', 'reverse_refund', 'reverse_payout', 'reverse_processor_fee'
        )),
        -- What this journal books: a sale, an order line, a refund intent, a payout. Once per kind, whatever is replayed.
        source_id text not null,
        order_id text,
        memo text not null,
        written_in xid8 not null default pg_current_xact_id(),
        at timestamptz not null default now(),
        constraint journal_once unique (kind, source_id)
      );
      create index journal_of_order on journal (order_id) where order_id is not null;

      create table posting (
        journal_id text not null references journal (id),
        seq integer not null check (seq > 0),
        account_id text not null,
        currency text not null,
        amount_minor bigint not null check (amount_minor <> 0),
        lot_id text,
        primary key (journal_id, seq),
        constraint posting_account foreign key (account_id, currency) references account (id, currency)
      );
      create index posting_of_account on posting (account_id);

      create function ledger_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: write a reverse journal instead', tg_table_name using errcode = 'restrict_violation';
      end $$;
      create trigger journal_append_only before update or delete on journal for each row execute function ledger_refuse_change();
      create trigger journal_no_truncate before truncate on journal for each statement execute function ledger_refuse_change();
      create trigger posting_append_only before update or delete on posting for each row execute function ledger_refuse_change();
      create trigger posting_no_truncate before truncate on posting for each statement execute function ledger_refuse_change();

      create function ledger_after_postings() returns trigger language plpgsql as $$
      declare
        closed text;
      begin
        select j.id into closed from journal j
        where j.id in (select journal_id from fresh) and j.written_in <> pg_current_xact_id() limit 1;
        if closed is not null then
          raise exception 'journal % was written in an earlier transaction and takes no more postings', closed
            using errcode = 'restrict_violation';
        end if;
        -- What was found balanced before these postings must be looked at again (ledger_check_balanced).
        perform set_config('commonlot.balanced_journal', '', true);
        -- Locked in the order of their ids, so that two journals with the same households never wait for each other.
        perform 1 from account
        where id in (select account_id from fresh) and balance_minor is not null order by id for no key update;
        update account a set balance_minor = a.balance_minor + s.moved
        from (select account_id, sum(amount_minor) as moved from fresh group by account_id) s
        where a.id = s.account_id and a.balance_minor is not null;
        return null;
      end $$;
      create trigger posting_written after insert on posting
        referencing new table as fresh for each statement execute function ledger_after_postings();

      -- Runs at commit for every posting; the postings of a journal follow each other, so the first one checks it and
      -- the others find it checked: a journal of n postings costs n, not n x n.
      create function ledger_check_balanced() returns trigger language plpgsql as $$
      declare
        off record;
      begin
        if current_setting('commonlot.balanced_journal', true) = new.journal_id then
          return null;
        end if;
        select p.currency, sum(p.amount_minor) as amount into off
        from posting p where p.journal_id = new.journal_id group by p.currency having sum(p.amount_minor) <> 0 limit 1;
        if found then
          raise exception 'journal % is off by % minor units of %', new.journal_id, off.amount, off.currency
            using errcode = 'check_violation', constraint = 'journal_balanced';
        end if;
        perform set_config('commonlot.balanced_journal', new.journal_id, true);
        return null;
      end $$;
      create constraint trigger journal_balanced after insert on posting
        deferrable initially deferred for each row execute function ledger_check_balanced();

      create function ledger_check_not_empty() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from posting where journal_id = new.id) then
          raise exception 'journal % has no postings', new.id using errcode = 'check_violation', constraint = 'journal_not_empty';
        end if;
        return null;
      end $$;
      create constraint trigger journal_not_empty after insert on journal
        deferrable initially deferred for each row execute function ledger_check_not_empty();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists posting, journal, account cascade;
      drop function if exists ledger_refuse_change(), ledger_after_postings(), ledger_check_balanced(), ledger_check_not_empty() cascade;
    `);
  }
}
