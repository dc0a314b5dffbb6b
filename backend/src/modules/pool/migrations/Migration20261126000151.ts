import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A hold has no priority: it is a promise until its clock or its order ends it, and none outranks another (docs/adr/0017). */
export class Migration20261126000151 extends Migration {
  override up(): void {
    this.addSql(`
      drop index if exists hold_open;
      alter table hold drop column priority;
      create index hold_open on hold (created_at desc, id desc) where state in ('soft', 'pending', 'confirmed');
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists hold_open;
      alter table hold add column priority smallint not null default 0 check (priority between 0 and 9);
      create index hold_open on hold (priority desc, created_at desc, id desc) where state in ('soft', 'pending', 'confirmed');
    `);
  }
}
