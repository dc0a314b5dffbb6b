import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Codes of the accountant's books, and who read what of the money: bank files and the ledger (docs/adr/0035). */
export class Migration20261126000271 extends Migration {
  override up(): void {
    this.addSql(`
      -- The latest of a kind counts. Book: a cooperative, or "platform".
      create table ledger_code (
        id text primary key,
        book text not null,
        kind text not null,
        code text not null check (code ~ '^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$'),
        name text not null check (length(name) between 1 and 60),
        person text not null,
        at timestamptz not null default now()
      );
      create index ledger_code_latest on ledger_code (book, kind, at desc, id desc);
      create trigger ledger_code_append_only before update or delete on ledger_code for each row execute function ledger_refuse_change();

      -- A reading of account numbers or of the ledger: written and committed before the first byte goes out.
      create table money_read (
        id text primary key,
        book text not null,
        kind text not null check (kind in ('bank_file_read', 'bank_sheet_read', 'ledger_exported')),
        -- The batch's number or the days of the ledger, and the desk page it is read on.
        subject text not null,
        page text,
        person text not null,
        why text not null default '',
        at timestamptz not null default now()
      );
      create index money_read_list on money_read (book, at desc, id desc);
      create trigger money_read_append_only before update or delete on money_read for each row execute function ledger_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists money_read, ledger_code cascade;
    `);
  }
}
