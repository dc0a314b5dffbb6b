import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Pools of one produce and grade, over all cooperatives: what a large order is spread over (docs/adr/0057). */
export class Migration20261128000636 extends Migration {
  override up(): void {
    this.addSql(`create index if not exists pool_alike on pool (produce, grade, unit) where status = 'open'`);
  }

  override down(): void {
    this.addSql(`drop index if exists pool_alike`);
  }
}
