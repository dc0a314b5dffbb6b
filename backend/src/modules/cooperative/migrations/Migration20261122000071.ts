import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** The number a household calls within three days when its receipt is wrong; printed and texted. */
export class Migration20261122000071 extends Migration {
  override up(): void {
    this.addSql(`alter table cooperative add column phone text not null default '';`);
  }

  override down(): void {
    this.addSql(`alter table cooperative drop column phone;`);
  }
}
