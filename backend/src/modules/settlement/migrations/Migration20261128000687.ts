import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A bank that takes back what had paid a debt opens the debt again (docs/adr/0066). transfer_use.taken_back_id: of what had paid a proforma, what
 * undid it; of what went back, that the bank took it and no person sent it. proforma.reopened: how often, and when last.
 */
export class Migration20261128000687 extends Migration {
  override up(): void {
    this.addSql(`
      alter table transfer_use add column taken_back_id text references transfer_taken_back (id);
      alter table transfer_use drop constraint transfer_use_returned;
      alter table transfer_use add constraint transfer_use_returned check (
        kind = 'proforma' or (undone_at is null and (person is not null or (kind = 'returned' and taken_back_id is not null))));
      alter table transfer_use add constraint transfer_use_taken_back check (
        taken_back_id is null or kind = 'returned' or (kind = 'proforma' and undone_at is not null));
      create unique index transfer_use_returned_once on transfer_use (taken_back_id) where kind = 'returned' and taken_back_id is not null;
      create index transfer_use_taken_back on transfer_use (taken_back_id) where taken_back_id is not null;

      alter table proforma add column reopened integer not null default 0 check (reopened >= 0);
      alter table proforma add column reopened_at timestamptz;
      alter table proforma add constraint proforma_reopened check ((reopened = 0) = (reopened_at is null));
    `);
  }

  /** Refused by the table where a bank's act was booked: that has no person. */
  override down(): void {
    this.addSql(`
      alter table proforma drop constraint proforma_reopened, drop column reopened, drop column reopened_at;
      drop index transfer_use_returned_once;
      alter table transfer_use drop constraint transfer_use_taken_back, drop constraint transfer_use_returned, drop column taken_back_id;
      alter table transfer_use add constraint transfer_use_returned check (kind = 'proforma' or (person is not null and undone_at is null));
    `);
  }
}
