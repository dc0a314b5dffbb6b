import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The seal (docs/adr/0026): what was written is chained by hash, in an order that the seal gives. `journal_unsealed` is a
 * queue: a journal is in it from its own transaction on, so one that commits late comes late and is never passed over; it
 * leaves only for a seal. And what append-only lacked: accounts keep what they are, policies can't be truncated, and a
 * reverse journal is the exact opposite of the one it takes back.
 */
export class Migration20261126000170 extends Migration {
  override up(): void {
    this.addSql(`
      create table journal_seal (
        seq bigint primary key check (seq > 0),
        journal_id text not null unique references journal (id),
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        sealed_at timestamptz not null default now()
      );
      create trigger journal_seal_append_only before update or delete on journal_seal for each row execute function ledger_refuse_change();
      create trigger journal_seal_no_truncate before truncate on journal_seal for each statement execute function ledger_refuse_change();

      create table journal_unsealed (
        at timestamptz not null,
        journal_id text not null,
        primary key (at, journal_id)
      );
      insert into journal_unsealed (at, journal_id) select at, id from journal;

      create function ledger_after_journals() returns trigger language plpgsql as $$
      begin
        insert into journal_unsealed (at, journal_id) select at, id from fresh;
        return null;
      end $$;
      create trigger journal_written after insert on journal
        referencing new table as fresh for each statement execute function ledger_after_journals();

      create function ledger_after_unqueued() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from gone g where not exists (select 1 from journal_seal s where s.journal_id = g.journal_id)) then
          raise exception 'a journal leaves the queue of the sealer only for its seal' using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
      create trigger journal_unsealed_sealed after delete on journal_unsealed
        referencing old table as gone for each statement execute function ledger_after_unqueued();
      create trigger journal_unsealed_unchanged before update on journal_unsealed for each row execute function ledger_refuse_change();
      create trigger journal_unsealed_no_truncate before truncate on journal_unsealed for each statement execute function ledger_refuse_change();

      create function ledger_refuse_account_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and (new.id, new.kind, new.party, new.currency) is not distinct from (old.id, old.kind, old.party, old.currency) then
          return new;
        end if;
        raise exception 'account is append-only: it stays what it is' using errcode = 'restrict_violation';
      end $$;
      -- Of the columns that may not change, so that the balance, which does, costs no call.
      create trigger account_keeps_identity before update of id, kind, party, currency on account
        for each row execute function ledger_refuse_account_change();
      create trigger account_no_delete before delete on account for each row execute function ledger_refuse_account_change();
      create trigger account_no_truncate before truncate on account for each statement execute function ledger_refuse_change();
      create trigger fee_policy_no_truncate before truncate on fee_policy for each statement execute function ledger_refuse_change();

      -- One reverse a journal, by the unique (kind, source_id); here: of a journal that is there, and its exact opposite.
      create function ledger_check_reverse() returns trigger language plpgsql as $$
      declare
        original text;
        off text;
      begin
        select id into original from journal where kind = substr(new.kind, length('reverse_') + 1) and source_id = new.source_id;
        if original is null then
          raise exception 'journal % reverses a journal that is not there', new.id
            using errcode = 'check_violation', constraint = 'journal_reverses';
        end if;
        select p.account_id into off from posting p where p.journal_id in (original, new.id)
        group by p.account_id, p.lot_id having sum(p.amount_minor) <> 0 limit 1;
        if found then
          raise exception 'journal % is not the opposite of % in account %', new.id, original, off
            using errcode = 'check_violation', constraint = 'journal_reverses';
        end if;
        return null;
      end $$;
      create constraint trigger journal_reverses after insert on journal
        deferrable initially deferred for each row when (new.kind like 'reverse\\_%') execute function ledger_check_reverse();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists journal_reverses on journal;
      drop trigger if exists journal_written on journal;
      drop trigger if exists account_keeps_identity on account;
      drop trigger if exists account_no_delete on account;
      drop trigger if exists account_no_truncate on account;
      drop trigger if exists fee_policy_no_truncate on fee_policy;
      drop table if exists journal_seal, journal_unsealed cascade;
      drop function if exists ledger_after_journals(), ledger_after_unqueued(), ledger_refuse_account_change(), ledger_check_reverse() cascade;
    `);
  }
}
