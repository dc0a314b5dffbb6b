import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** lock_lease: who holds which key, and when the holder was last heard of. */
export class Migration20261122000002 extends Migration {
  override up(): void {
    this.addSql(`
      create table if not exists lock_lease (
        key text primary key,
        owner text not null,
        acquired_at timestamptz not null default now(),
        renewed_at timestamptz not null default now()
      );
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists lock_lease;`);
  }
}
