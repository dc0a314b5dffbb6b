import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who brought a sale and the rate that was agreed with them then, frozen (docs/adr/0058): its lines are divided with it, at most their policy's. */
export class Migration20261128000641 extends Migration {
  override up(): void {
    this.addSql(`
      alter table sale
        add column agent_id text,
        add column agent_bp int check (agent_bp between 0 and 10000),
        add constraint sale_agent check ((agent_id is null) = (agent_bp is null));
      create index sale_of_agent on sale (agent_id, created_at desc, id desc) where agent_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`alter table sale drop column if exists agent_id, drop column if exists agent_bp`);
  }
}
