import { Migration } from "@medusajs/framework/mikro-orm/migrations";
import { readEnv } from "../../../env";
import { blindIndex } from "../../../lib/blind-index";
import { Cipher } from "../../../lib/cipher";

/**
 * A relative signs in with their phone: it is found by its blind index, as a household's is. What a relative does for a
 * household stands in the same log as what a member or a secretary does; how the household agreed is that it named them.
 */
export class Migration20261126000020 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table household_delegate add column phone_index text;
      create index household_delegate_phone on household_delegate (phone_index) where ended_at is null;
      alter table household_act drop constraint household_act_actor_kind_check, drop constraint household_act_consent_kind_check,
        add constraint household_act_actor_kind_check check (actor_kind in ('coop_member', 'secretary', 'delegate')),
        add constraint household_act_consent_kind_check check (consent_kind in ('present', 'phone', 'paper', 'named')),
        add constraint household_act_named check ((actor_kind = 'delegate') = (consent_kind = 'named'));
      create index household_act_about on household_act (subject_id, act) where subject_id is not null;
    `);
    // Sealed phones of before: only this process has the key that opens them.
    const before = (await this.execute(`select id, phone_sealed from household_delegate`)) as {
      id: string;
      phone_sealed: string;
    }[];
    if (before.length === 0) return;
    const cipher = new Cipher(readEnv().HOUSEHOLD_KEY);
    for (const { id, phone_sealed } of before) {
      const phone = cipher.open(phone_sealed, `household_delegate:${id}:phone`);
      this.addSql(`update household_delegate set phone_index = '${blindIndex("phone", phone)}' where id = '${id}'`);
    }
  }

  override down(): void {
    this.addSql(`
      alter table household_act drop constraint household_act_named;
      drop index household_act_about;
      alter table household_delegate drop column phone_index;
    `);
  }
}
