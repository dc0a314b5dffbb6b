import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Labels of a large order are printed in parts, each a file and a commit of its own; which message printed a part, and of how many. */
export class Migration20261126000141 extends Migration {
  override up(): void {
    this.addSql(`
      alter table label_sheet
        add column message_id text,
        add column part int not null default 0 check (part >= 0),
        add column of_labels int check (of_labels > 0);
      create unique index label_sheet_part_once on label_sheet (message_id, cooperative_id, part) where message_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists label_sheet_part_once;
      alter table label_sheet drop column if exists message_id, drop column if exists part, drop column if exists of_labels;
    `);
  }
}
