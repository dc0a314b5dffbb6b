import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who set how much one person may write off alone, and when: every change is kept. */
export class Migration20261126000062 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table ledger_policy_change (
        id text primary key,
        cooperative_id text not null,
        limit_g bigint not null,
        limit_pieces bigint not null,
        bearer text not null,
        person text not null,
        at timestamptz not null default now()
      );
      create index ledger_policy_change_of on ledger_policy_change (cooperative_id, at desc, id desc);
      create trigger ledger_policy_change_append_only before update or delete on ledger_policy_change
        for each row execute function refuse_change();
    `);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists ledger_policy_change;`);
  }
}
