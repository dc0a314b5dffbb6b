import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who closed or opened a pool, when and why. */
export class Migration20261126000063 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table pool_status_change (
        id text primary key,
        pool_id text not null references pool (id),
        cooperative_id text not null,
        status text not null check (status in ('open', 'closed')),
        reason text not null check (reason <> ''),
        person text not null,
        at timestamptz not null default now()
      );
      create index pool_status_change_of on pool_status_change (cooperative_id, at desc, id desc);
      create trigger pool_status_change_append_only before update or delete on pool_status_change
        for each row execute function refuse_change();
    `);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists pool_status_change;`);
  }
}
