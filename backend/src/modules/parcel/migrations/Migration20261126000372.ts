import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * arrival_time: how long a cooperative's parcels took from hand-over to each province lately, counted from what carriers reported.
 * A copy, made anew every few minutes.
 */
export class Migration20261126000372 extends Migration {
  override up(): void {
    this.addSql(`
      create table arrival_time (
        cooperative_id text not null,
        province_code text not null,
        parcels bigint not null check (parcels > 0),
        usual_days smallint not null check (usual_days > 0),
        latest_days smallint not null check (latest_days >= usual_days),
        counted_at timestamptz not null default now(),
        primary key (cooperative_id, province_code)
      );
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists arrival_time;`);
  }
}
