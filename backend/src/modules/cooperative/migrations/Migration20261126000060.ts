import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** The activity log of a cooperative walks the acts for its households newest first. */
export class Migration20261126000060 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`create index household_act_newest on household_act (at desc, id desc);`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists household_act_newest;`);
  }
}
