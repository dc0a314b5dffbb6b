import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What one person wrote off alone in a pool within the day is asked at every entry. */
export class Migration20261126000061 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create index pool_adjustment_alone on pool_adjustment (pool_id, proposed_by, at desc) where state = 'approved' and decided_by = proposed_by;`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists pool_adjustment_alone;`);
  }
}
