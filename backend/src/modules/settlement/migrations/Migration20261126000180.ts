import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Goods that came back by a claim and are sold again (docs/adr/0023): what they bring stands on their claim's account, and is
 * shared among those who bore it.
 */
export class Migration20261126000180 extends Migration {
  override up(): void {
    this.addSql(`
      do $do$
      declare
        allowed text;
      begin
        select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = 'account_kind_check';
        execute 'alter table account drop constraint account_kind_check';
        execute format('alter table account add constraint account_kind_check check (%s or kind in (%L, %L))', allowed, 'returned_goods', 'carrier_owed');
        select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = 'journal_kind_check';
        execute 'alter table journal drop constraint journal_kind_check';
        execute format('alter table journal add constraint journal_kind_check check (%s or kind in (%L, %L))', allowed,
                       'returned_share', 'reverse_returned_share');
      end $do$;

      -- So far, of what was sold again; each sharing is a round.
      alter table claim_bearing add column returned_rounds int not null default 0 check (returned_rounds >= 0),
        add column returned_carrier_minor bigint not null default 0 check (returned_carrier_minor >= 0),
        add column returned_cooperative_minor bigint not null default 0,
        add column returned_lots_minor bigint not null default 0 check (returned_lots_minor >= 0);

      -- 0: taken, or taken back with its replacement. Above: what came in of goods that were sold again. -1: given back after an objection.
      alter table claim_deduction add column round int not null default 0 check (round >= -1);
      drop index claim_deduction_once;
      create unique index claim_deduction_once on claim_deduction (claim_id, attempt, lot_id, (amount_minor > 0), round);
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists claim_deduction_once;
      create unique index claim_deduction_once on claim_deduction (claim_id, attempt, lot_id, (amount_minor > 0));
      alter table claim_deduction drop column if exists round;
      alter table claim_bearing drop column if exists returned_rounds, drop column if exists returned_carrier_minor,
        drop column if exists returned_cooperative_minor, drop column if exists returned_lots_minor;
    `);
  }
}
