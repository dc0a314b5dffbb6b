import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** More kinds of notices than three: what they are is said in code (notices.ts); the database keeps them well-formed. */
export class Migration20261125000122 extends Migration {
  override up(): void {
    this.addSql(`
      alter table notice drop constraint notice_kind_check;
      alter table notice add constraint notice_kind_check check (kind ~ '^[a-z][a-z_]{2,39}$');
    `);
  }

  override down(): void {
    this.addSql(`
      alter table notice drop constraint notice_kind_check;
      alter table notice add constraint notice_kind_check check (kind in ('receipt', 'statement', 'payout')) not valid;
    `);
  }
}
