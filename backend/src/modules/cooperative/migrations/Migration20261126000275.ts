import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * household_account.as_on_paper: its number or its bank's has a check digit that does not fit, and somebody compared them with
 * the bank's paper: an account of a company may look like a card.
 */
export class Migration20261126000275 extends Migration {
  override up(): void {
    this.addSql(`alter table household_account add column as_on_paper boolean not null default false;`);
  }

  override down(): void {
    this.addSql(`alter table household_account drop column as_on_paper;`);
  }
}
