import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Where the cart of an accepted quote goes, as `placeMark` writes it (docs/adr/0069): no other place is paid for. */
export class Migration20261128000704 extends Migration {
  override up(): void {
    this.addSql(`alter table quote add column place_mark text check (place_mark ~ '^[0-9a-f]{64}$');`);
  }

  override down(): void {
    this.addSql(`alter table quote drop column if exists place_mark;`);
  }
}
