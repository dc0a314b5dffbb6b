import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** cycle_told: what of a cycle the households whose goods it takes were told; once it is there, it is not told again. */
export class Migration20261126000452 extends Migration {
  override up(): void {
    this.addSql(`
      create table cycle_told (
        cycle_id text not null references order_cycle (id),
        what text not null check (what in ('opened', 'minimum', 'ended')),
        told_at timestamptz not null default now(),
        primary key (cycle_id, what)
      );
      -- Cycles that were over before households were told of any are no news.
      insert into cycle_told (cycle_id, what)
        select c.id, w.what from order_cycle c cross join (values ('opened'), ('minimum'), ('ended')) as w(what)
        where c.state in ('reached', 'missed', 'called_off');
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists cycle_told;`);
  }
}
