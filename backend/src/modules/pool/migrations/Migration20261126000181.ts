import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Goods that came back by a claim belong to whoever bore it (docs/adr/0023): back on sale they are a lot of their own, split off
 * the one they came from, that names the claim. Who is paid for a lot is its `owner_id`.
 */
export class Migration20261126000181 extends Migration {
  override up(): void {
    this.addSql(`
      alter table lot add column returned_for text,
        add constraint lot_returned_is_split check (returned_for is null or parent_lot_id is not null);
      alter table lot add column owner_id text generated always as (case when returned_for is null then household_id else 'returned:' || returned_for end) stored;
      create index lot_returned on lot (parent_lot_id) where returned_for is not null;

      alter table returned_goods add column claim_id text;
      update returned_goods set claim_id = split_part(source_id, '/', 1) where source_id like 'claim_%/%';
    `);
  }

  override down(): void {
    this.addSql(`
      alter table returned_goods drop column if exists claim_id;
      alter table lot drop column if exists owner_id, drop column if exists returned_for;
    `);
  }
}
