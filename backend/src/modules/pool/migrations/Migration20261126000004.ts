import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who decided what is done about missing packs of a pool, when and why; the pool itself says what holds now. */
export class Migration20261126000004 extends Migration {
  override up(): void {
    this.addSql(`
      create table short_policy_change (
        id text primary key,
        pool_id text not null references pool (id),
        policy text not null check (policy in ('substitute', 'refund', 'wait', 'split')),
        wait_days int not null check (wait_days between 1 and 90),
        reason text not null,
        person text not null,
        created_at timestamptz not null default now()
      );
      create index short_policy_change_of_pool on short_policy_change (pool_id, created_at desc, id desc);
      create trigger short_policy_change_append_only before update or delete on short_policy_change for each row execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists short_policy_change;`);
  }
}
