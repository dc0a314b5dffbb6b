import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Parcels that wait for a typed number, in the order in which somebody types them: the expressions of `wanted-numbers.ts`. */
export class Migration20261126000195 extends Migration {
  override up(): void {
    this.addSql(`
      create index parcel_wants_number on parcel (
        cooperative_id,
        (case when state in ('handed_over', 'in_transit') then 0 when state = 'packed' then 1 else 2 end),
        (coalesce(handed_over_at, created_at)),
        id
      ) where tracking_number is null and state in ('labelled', 'packed', 'handed_over', 'in_transit');
    `);
  }

  override down(): void {
    this.addSql(`drop index if exists parcel_wants_number;`);
  }
}
