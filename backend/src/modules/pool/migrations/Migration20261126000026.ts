import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A reply by SMS is the household's own word: no member has written it down. A call still needs one. */
export class Migration20261126000026 extends Migration {
  override up(): void {
    this.addSql(`
      alter table objection drop constraint objection_logged_by_staff,
        add constraint objection_logged_by_staff check (case via when 'tap' then logged_by is null when 'call' then logged_by is not null else true end);
    `);
  }

  override down(): void {
    this.addSql(`alter table objection drop constraint objection_logged_by_staff;`);
  }
}
