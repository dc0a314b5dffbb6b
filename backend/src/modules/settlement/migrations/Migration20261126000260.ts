import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A dispute's fee is booked from the processor's own movement (docs/adr/0033), and no more from what its events tell: what was booked
 * so is taken back here, since the reading goes back to the first sale and books it.
 */
export class Migration20261126000260 extends Migration {
  override up(): void {
    this.addSql(`
      create temporary table fee_told on commit drop as
        select j.id, 'journal_' || replace(gen_random_uuid()::text, '-', '') as reverse_id, j.source_id
        from journal j join dispute d on j.source_id = d.id or j.source_id like d.id || ':%'
        where j.kind = 'processor_fee'
          and not exists (select from journal r where r.kind = 'reverse_processor_fee' and r.source_id = j.source_id);
      insert into journal (id, kind, source_id, memo)
        select reverse_id, 'reverse_processor_fee', source_id, 'Booked from the movement of the processor instead' from fee_told order by source_id;
      insert into posting (journal_id, seq, account_id, currency, amount_minor, lot_id)
        select f.reverse_id, p.seq, p.account_id, p.currency, -p.amount_minor, p.lot_id from fee_told f join posting p on p.journal_id = f.id
        order by f.reverse_id, p.seq;

      alter table dispute drop column booked_fee_minor;
      -- All movements of one cause: what a dispute has cost, and whether a refund came back.
      create index processor_transaction_of_source on processor_transaction (source);
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists processor_transaction_of_source;
      alter table dispute add column booked_fee_minor bigint not null default 0;
      alter table dispute add constraint dispute_booked_fee_within check (0 <= booked_fee_minor and booked_fee_minor <= fee_minor);
    `);
  }
}
