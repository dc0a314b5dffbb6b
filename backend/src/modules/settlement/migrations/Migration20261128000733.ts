import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What became of a refund that lies at a cooperative is read with its order's page, by the refund alone (docs/adr/0052). */
export class Migration20261128000733 extends Migration {
  override up(): void {
    this.addSql(`create index transfer_line_of_refund on transfer_line (line_key) where source = 'refund';`);
  }

  override down(): void {
    this.addSql(`drop index if exists transfer_line_of_refund;`);
  }
}
