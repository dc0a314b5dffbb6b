import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * quote_version: how its goods travel, in parcels of carriers or on a truck; of a truck what was worked out when the version was written, which
 * is what the truck costs in the books, whatever its rate becomes (docs/adr/0061). Versions from before go in parcels.
 */
export class Migration20261128000661 extends Migration {
  override up(): void {
    this.addSql(`
      alter table quote_version add column ship_by text not null default 'parcels' check (ship_by in ('parcels', 'truck'));
      alter table quote_version add column truck jsonb;
      alter table quote_version add constraint quote_version_truck check (
        (ship_by = 'truck') = (truck is not null)
        and (truck is null or (truck->>'freight_minor' ~ '^[0-9]{1,18}$' and truck->>'rate_id' <> '')));
    `);
  }

  override down(): void {
    this.addSql(`
      alter table quote_version drop constraint if exists quote_version_truck, drop column if exists truck, drop column if exists ship_by;
    `);
  }
}
