import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Capturing needs no intent of ours: Medusa's capture and the processor are looked at before each call, and refuse a second one. */
export class Migration20261125000160 extends Migration {
  override up(): void {
    this.addSql(`drop table if exists capture_intent;`);
  }

  override down(): void {
    this.addSql(`select 1;`);
  }
}
