import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A dispute's fee may grow (a second one when it is contested): what is booked of it, in place of whether anything is. */
export class Migration20261126000245 extends Migration {
  override up(): void {
    this.addSql(`
      alter table dispute add column booked_fee_minor bigint not null default 0;
      -- As the ledger has it: the fee may have grown since it was booked.
      update dispute d set booked_fee_minor = x.amount
      from (select j.source_id, sum(p.amount_minor) as amount from journal j join posting p on p.journal_id = j.id
            join account a on a.id = p.account_id and a.kind = 'processor_fee' where j.kind = 'processor_fee' group by 1) x
      where d.booked_fee and x.source_id = d.id;
      alter table dispute add constraint dispute_booked_fee_within check (0 <= booked_fee_minor and booked_fee_minor <= fee_minor);
      alter table dispute drop column booked_fee;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table dispute add column booked_fee boolean not null default false;
      update dispute set booked_fee = booked_fee_minor > 0;
      alter table dispute drop column booked_fee_minor;
    `);
  }
}
