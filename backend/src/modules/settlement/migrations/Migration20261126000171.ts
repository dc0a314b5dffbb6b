import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The checks of postings by set (docs/adr/0026). Three calls a row, two foreign keys and the deferred check of the balance,
 * were most of the cost of a large settlement. Now one pass over what a statement wrote does all of it: the journal is of
 * this transaction, the account is there in that currency (neither is ever deleted or renamed, so looking once is enough),
 * and the journal sums to zero. One that does not yet, written posting by posting, stands in `journal_open`, whose deferred
 * trigger refuses the commit while it stands there.
 */
export class Migration20261126000171 extends Migration {
  override up(): void {
    this.addSql(`
      create table journal_open (journal_id text primary key);

      create function ledger_unbalanced(ids text[]) returns table (journal_id text, currency text, off_minor numeric)
      language sql stable as $$
        select p.journal_id, p.currency, sum(p.amount_minor) from posting p
        where p.journal_id = any(ids) group by p.journal_id, p.currency having sum(p.amount_minor) <> 0
      $$;

      create function ledger_check_open() returns trigger language plpgsql as $$
      declare
        off record;
      begin
        select * into off from ledger_unbalanced(array[new.journal_id]) limit 1;
        if found then
          raise exception 'journal % is off by % minor units of %', off.journal_id, off.off_minor, off.currency
            using errcode = 'check_violation', constraint = 'journal_balanced';
        end if;
        delete from journal_open where journal_id = new.journal_id;
        return null;
      end $$;
      create constraint trigger journal_balanced after insert on journal_open
        deferrable initially deferred for each row execute function ledger_check_open();

      create function ledger_after_closed() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from ledger_unbalanced(array(select journal_id from gone))) then
          raise exception 'a journal is open until it sums to zero' using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
      create trigger journal_open_balanced after delete on journal_open
        referencing old table as gone for each statement execute function ledger_after_closed();
      create trigger journal_open_unchanged before update on journal_open for each row execute function ledger_refuse_change();
      create trigger journal_open_no_truncate before truncate on journal_open for each statement execute function ledger_refuse_change();

      create or replace function ledger_after_postings() returns trigger language plpgsql as $$
      declare
        bad text;
        off text[];
      begin
        select f.journal_id into bad from (select distinct journal_id from fresh) f
        left join journal j on j.id = f.journal_id where j.id is null limit 1;
        if found then
          raise exception 'posting of journal %, which is not there', bad using errcode = 'foreign_key_violation';
        end if;
        select j.id into bad from journal j
        where j.id in (select journal_id from fresh) and j.written_in <> pg_current_xact_id() limit 1;
        if found then
          raise exception 'journal % was written in an earlier transaction and takes no more postings', bad
            using errcode = 'restrict_violation';
        end if;
        select f.account_id into bad from (select account_id, currency from fresh group by account_id, currency) f
        left join account a on a.id = f.account_id and a.currency = f.currency where a.id is null limit 1;
        if found then
          raise exception 'posting to account %, which is not there in that currency', bad using errcode = 'foreign_key_violation';
        end if;

        -- A statement that balances each of its journals leaves what was balanced balanced; any other is looked at at commit.
        select array_agg(distinct journal_id) into off from (
          select journal_id from fresh group by journal_id, currency having sum(amount_minor) <> 0) x;
        if off is not null then
          delete from journal_open where journal_id = any(off) and journal_id not in (select u.journal_id from ledger_unbalanced(off) u);
          insert into journal_open (journal_id) select distinct u.journal_id from ledger_unbalanced(off) u on conflict do nothing;
        end if;

        -- Locked in the order of their ids, so that two journals with the same households never wait for each other.
        perform 1 from account
        where id in (select account_id from fresh) and balance_minor is not null order by id for no key update;
        update account a set balance_minor = a.balance_minor + s.moved
        from (select account_id, sum(amount_minor) as moved from fresh group by account_id) s
        where a.id = s.account_id and a.balance_minor is not null;
        return null;
      end $$;

      drop trigger journal_balanced on posting;
      drop function ledger_check_balanced();
      alter table posting drop constraint posting_account;
      alter table posting drop constraint posting_journal_id_fkey;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists journal_open cascade;
      drop function if exists ledger_unbalanced(text[]), ledger_check_open(), ledger_after_closed() cascade;
    `);
  }
}
