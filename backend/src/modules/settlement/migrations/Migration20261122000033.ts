import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The bank account that a cooperative's bank files are paid from: changing it closes the old row, batches keep a copy.
 * And the numbers that people read on statements, given by the table itself so that statements go in set-based.
 */
export class Migration20261122000033 extends Migration {
  override up(): void {
    this.addSql(`
      create table paying_account (
        id text primary key,
        cooperative_id text not null,
        -- Name, bank, last four; the number itself is sealed for this row (see lib/cipher.ts).
        account jsonb not null,
        set_by text not null,
        created_at timestamptz not null default now(),
        closed_at timestamptz
      );
      create unique index paying_account_in_force on paying_account (cooperative_id) where closed_at is null;

      alter table statement alter column number set default 'ST' || lpad(nextval('statement_number')::text, 7, '0');
      alter table payout_batch alter column number set default 'PB' || lpad(nextval('payout_batch_number')::text, 6, '0');
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists paying_account cascade;
      alter table statement alter column number drop default;
      alter table payout_batch alter column number drop default;
    `);
  }
}
