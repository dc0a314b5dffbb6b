import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A cooperative's log reads its own acts only: an act keeps whose household it was, and every list of the log has an index
 * in the order it is read. The acts that stand are given theirs once; the rule that nobody changes them rests meanwhile.
 */
export class Migration20261126000064 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table household_act add column cooperative_id text;
      alter table household_act disable trigger household_act_append_only;
      update household_act a set cooperative_id = h.cooperative_id from household h where h.id = a.household_id;
      alter table household_act enable trigger household_act_append_only;
      alter table household_act alter column cooperative_id set not null;
      drop index household_act_newest;
      create index household_act_of_cooperative on household_act (cooperative_id, at desc, id desc);
      drop index household_import_of;
      create index household_import_of on household_import (cooperative_id, written_at desc, id desc);
      drop index card_sheet_of;
      create index card_sheet_of on card_sheet (cooperative_id, created_at desc, id desc);
    `);
  }

  override async down(): Promise<void> {
    this.addSql(`
      drop index if exists household_act_of_cooperative;
      alter table household_act drop column if exists cooperative_id;
      create index household_act_newest on household_act (at desc, id desc);
    `);
  }
}
