import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A certificate's paper is a picture, too. */
export class Migration20261126000451 extends Migration {
  override up(): void {
    this.addSql(`
      alter table shop_picture drop constraint shop_picture_kind_check;
      alter table shop_picture add constraint shop_picture_kind_check check (kind in ('village', 'product', 'certificate'));
    `);
  }

  override down(): void {
    this.addSql(`
      delete from shop_picture where kind = 'certificate';
      alter table shop_picture drop constraint shop_picture_kind_check;
      alter table shop_picture add constraint shop_picture_kind_check check (kind in ('village', 'product'));
    `);
  }
}
