import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Several kinds of packs in one list (docs/adr/0067). `goods` is an object of packs by the variant's id; null where everybody gets the one pack
 * that the list names. Of a sheet and of a list it is what all get together, kept with it. addressee_sheet.pack_names: what a company has
 * said that a name means. addressee_sheet_line.goods_written: the packs as somebody named them.
 */
export class Migration20261128000690 extends Migration {
  override up(): void {
    this.addSql(`
      alter table addressee_sheet
        add column goods jsonb check (jsonb_typeof(goods) = 'object'),
        add column pack_names jsonb not null default '{}' check (jsonb_typeof(pack_names) = 'object');
      alter table addressee_sheet_line
        add column goods_written text not null default '',
        add column goods jsonb check (jsonb_typeof(goods) = 'object' and goods <> '{}');
      alter table addressee_list
        add column goods jsonb check (jsonb_typeof(goods) = 'object' and goods <> '{}'),
        add constraint addressee_list_goods check (goods is null or product_variant_id is null);
      alter table addressee add column goods jsonb check (jsonb_typeof(goods) = 'object' and goods <> '{}');
    `);
  }

  override down(): void {
    this.addSql(`
      alter table addressee drop column if exists goods;
      alter table addressee_list drop column if exists goods;
      alter table addressee_sheet_line drop column if exists goods, drop column if exists goods_written;
      alter table addressee_sheet drop column if exists goods, drop column if exists pack_names;
    `);
  }
}
