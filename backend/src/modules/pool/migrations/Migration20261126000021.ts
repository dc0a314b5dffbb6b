import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who tapped when it was a relative of the household: an objection is theirs by name. */
export class Migration20261126000021 extends Migration {
  override up(): void {
    this.addSql(`
      alter table objection add column said_by_id text, add column said_by_name text,
        add constraint objection_said_by check (num_nulls(said_by_id, said_by_name) in (0, 2));
    `);
  }

  override down(): void {
    this.addSql(`alter table objection drop column said_by_id, drop column said_by_name;`);
  }
}
