import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * shop_look: up to when changes of products were looked for, so that what changed while the house was down is found when it is back.
 * What the shop has said of a pool's stock is unknown until it has said something.
 */
export class Migration20261126000373 extends Migration {
  override up(): void {
    this.addSql(`
      create table shop_look (what text primary key, looked_at timestamptz not null);
      insert into shop_look (what, looked_at) values ('products', now());
      alter table shop_pool alter column in_stock drop not null, alter column in_stock drop default;
    `);
  }

  override down(): void {
    this.addSql(`
      update shop_pool set in_stock = false where in_stock is null;
      alter table shop_pool alter column in_stock set default false, alter column in_stock set not null;
      drop table if exists shop_look;
    `);
  }
}
