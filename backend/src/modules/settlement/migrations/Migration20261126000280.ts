import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Postings in runs (docs/adr/0038). Everyday postings are run 0, one table as before. A settlement of very many lines is a run of its
 * own: a table that is filled without indexes, indexed, summed in one pass and then attached, all in the transaction that writes it.
 * Attaching goes past triggers, so one function does it, with every check that the trigger makes. A journal names its run, and has
 * postings in no other: so (journal, seq) is unique in the whole ledger although each run has its own index.
 */
export class Migration20261126000280 extends Migration {
  override up(): void {
    this.addSql(`
      alter table journal add column if not exists run integer not null default 0;

      drop trigger posting_append_only on posting;
      drop trigger posting_no_truncate on posting;
      drop trigger posting_written on posting;
      alter table posting rename to posting_run_0;
      alter table posting_run_0 rename constraint posting_pkey to posting_run_0_pkey;
      alter index posting_of_account rename to posting_run_0_of_account;
      alter table posting_run_0 add column if not exists run integer not null default 0 constraint posting_run_0_only check (run = 0);

      create table posting (
        journal_id text not null,
        seq integer not null constraint posting_seq_check check (seq > 0),
        account_id text not null,
        currency text not null,
        amount_minor bigint not null constraint posting_amount_minor_check check (amount_minor <> 0),
        lot_id text,
        run integer not null default 0
      ) partition by list (run);
      create index posting_of_account on posting (account_id);
      create trigger posting_append_only before update or delete on posting for each row execute function ledger_refuse_change();
      create trigger posting_no_truncate before truncate on posting for each statement execute function ledger_refuse_change();
      alter table posting attach partition posting_run_0 for values in (0);

      -- What a statement or a run has moved: by journal (its run, no account) and by account (no journal), summed once.
      drop type if exists ledger_sum cascade;
      create type ledger_sum as (journal_id text, run integer, account_id text, currency text, moved numeric);

      create or replace function ledger_check_sums(sums ledger_sum[]) returns void language plpgsql as $$
      declare
        bad record;
      begin
        select s.journal_id, j.id is null as missing, j.written_in <> pg_current_xact_id() as earlier into bad
        from unnest(sums) s left join journal j on j.id = s.journal_id
        where s.journal_id is not null and (j.id is null or j.written_in <> pg_current_xact_id() or j.run <> s.run) limit 1;
        if found then
          if bad.missing then
            raise exception 'posting of journal %, which is not there', bad.journal_id using errcode = 'foreign_key_violation';
          elsif bad.earlier then
            raise exception 'journal % was written in an earlier transaction and takes no more postings', bad.journal_id
              using errcode = 'restrict_violation';
          end if;
          raise exception 'journal % has its postings in another run', bad.journal_id using errcode = 'restrict_violation';
        end if;
        select s.account_id into bad from unnest(sums) s left join account a on a.id = s.account_id and a.currency = s.currency
        where s.account_id is not null and a.id is null limit 1;
        if found then
          raise exception 'posting to account %, which is not there in that currency', bad.account_id using errcode = 'foreign_key_violation';
        end if;
      end $$;

      create or replace function ledger_move_balances(sums ledger_sum[]) returns void language plpgsql as $$
      begin
        -- Locked in the order of their ids, so that two journals with the same households never wait for each other.
        perform 1 from account
        where id in (select account_id from unnest(sums)) and balance_minor is not null order by id for no key update;
        update account a set balance_minor = a.balance_minor + s.moved
        from (select account_id, moved from unnest(sums) where account_id is not null) s
        where a.id = s.account_id and a.balance_minor is not null;
      end $$;

      create or replace function ledger_after_postings() returns trigger language plpgsql as $$
      declare
        sums ledger_sum[];
        off text[];
      begin
        select array_agg(row(journal_id, run, account_id, currency, moved)::ledger_sum),
               array_agg(distinct journal_id) filter (where journal_id is not null and moved <> 0) into sums, off
        from (select journal_id, run, account_id, currency, sum(amount_minor) as moved from fresh
              group by grouping sets ((journal_id, run, currency), (account_id, currency))) s;
        if sums is null then
          return null;
        end if;
        perform ledger_check_sums(sums);
        -- A statement that balances each of its journals leaves what was balanced balanced; any other is looked at at commit.
        if off is not null then
          delete from journal_open where journal_id = any(off) and journal_id not in (select u.journal_id from ledger_unbalanced(off) u);
          insert into journal_open (journal_id) select distinct u.journal_id from ledger_unbalanced(off) u on conflict do nothing;
        end if;
        perform ledger_move_balances(sums);
        return null;
      end $$;
      create trigger posting_written after insert on posting
        referencing new table as fresh for each statement execute function ledger_after_postings();

      -- A run that is named instead of the ledger meets the same triggers.
      create function ledger_guard_run(part text) returns void language plpgsql as $$
      begin
        execute format('create trigger posting_no_truncate before truncate on %I for each statement execute function ledger_refuse_change()', part);
        execute format('create trigger posting_written after insert on %I
          referencing new table as fresh for each statement execute function ledger_after_postings()', part);
      end $$;
      select ledger_guard_run('posting_run_0');

      create sequence posting_run_no as integer;

      create function ledger_open_run() returns integer language plpgsql as $$
      declare
        no integer := nextval('posting_run_no');
      begin
        execute format('create table %I (like posting including constraints, constraint %I check (run = %s))',
          'posting_run_' || no, 'posting_run_' || no || '_only', no);
        execute format('alter table %I alter column run set default %s', 'posting_run_' || no, no);
        return no;
      end $$;

      -- The table of ledger_open_run, filled, becomes part of the ledger, or the transaction ends. Its journals must balance here: a
      -- run has no second statement. Accounts are locked before the ledger's definition is, and nothing is waited for after that.
      create function ledger_attach_run(no integer) returns bigint language plpgsql
      set work_mem = '64MB' set maintenance_work_mem = '128MB' as $$
      declare
        part text := 'posting_run_' || no;
        sums ledger_sum[];
        off record;
        written bigint;
      begin
        execute format('alter table %I add primary key (journal_id, seq)', part);
        execute format('create index %I on %I (account_id)', part || '_of_account', part);
        execute format('select array_agg(row(journal_id, run, account_id, currency, moved)::ledger_sum), sum(rows) filter (where journal_id is not null)
          from (select journal_id, run, account_id, currency, sum(amount_minor) as moved, count(*) as rows from %I
                group by grouping sets ((journal_id, run, currency), (account_id, currency))) s', part) into sums, written;
        select journal_id, currency, moved into off from unnest(sums) where journal_id is not null and moved <> 0 limit 1;
        if found then
          raise exception 'journal % is off by % minor units of %', off.journal_id, off.moved, off.currency
            using errcode = 'check_violation', constraint = 'journal_balanced';
        end if;
        perform ledger_check_sums(sums);
        perform ledger_move_balances(sums);
        execute format('alter table posting attach partition %I for values in (%s)', part, no);
        perform ledger_guard_run(part);
        return coalesce(written, 0);
      end $$;
    `);
  }

  /** One table again. Its column `run` and the checks of what is written stay: they need no partitions. */
  override down(): void {
    this.addSql(`
      do $do$
      begin
        if exists (select from pg_inherits where inhparent = 'posting'::regclass and inhrelid <> 'posting_run_0'::regclass) then
          raise exception 'the ledger has runs of its own: they are not folded back into one table';
        end if;
      end $do$;
      alter table posting detach partition posting_run_0;
      drop table posting;
      alter table posting_run_0 rename to posting;
      alter table posting rename constraint posting_run_0_pkey to posting_pkey;
      alter index posting_run_0_of_account rename to posting_of_account;
      create trigger posting_append_only before update or delete on posting for each row execute function ledger_refuse_change();
      drop function ledger_open_run(), ledger_attach_run(integer), ledger_guard_run(text);
      drop sequence posting_run_no;
    `);
  }
}
