import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * shop_pool: what the shop last said of a pool: whether there is something to buy, and how much was sold lately. A mirror that
 * decides nothing; it is kept to notice a change once, in the transaction that sends it to the search index.
 */
export class Migration20261126000370 extends Migration {
  override up(): void {
    this.addSql(`
      create table shop_pool (
        pool_id text primary key,
        in_stock boolean not null default false,
        sold_g bigint not null default 0 check (sold_g >= 0),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz
      );
      create index shop_pool_sold on shop_pool (pool_id) where sold_g > 0;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists shop_pool;`);
  }
}
