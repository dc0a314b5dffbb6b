import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A changed payout account waits before it is paid to, and the old contact hears of it.
 * household_account: from when it may be paid to, whether the one before may be until then, who set it with which proof.
 * household: the number it had before, sealed, for a while: somebody who changes the phone first must not silence the notice.
 * notice: a number of its own, when it goes to another than the household's.
 */
export class Migration20261126000022 extends Migration {
  override up(): void {
    this.addSql(`
      alter table household_account
        add column usable_from timestamptz not null default now(),
        add column old_stops boolean not null default false,
        add column called_off_at timestamptz,
        add column set_by_kind text not null default 'house' check (set_by_kind in ('house', 'coop_member', 'secretary', 'household')),
        add column set_by_name text not null default '',
        add column proof text not null default 'register' check (proof in ('register', 'pin', 'code', 'agreed')),
        add constraint household_account_called_off check (called_off_at is null or replaced_at is not null);
      update household_account set usable_from = created_at;
      create index household_account_of on household_account (household_id, created_at desc);

      alter table household add column phone_before_sealed text, add column phone_changed_at timestamptz,
        add constraint household_phone_before check ((phone_before_sealed is null) = (phone_changed_at is null));
      alter table notice add column to_sealed text;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table household_account drop column usable_from, drop column old_stops, drop column called_off_at,
        drop column set_by_kind, drop column set_by_name, drop column proof;
      alter table household drop column phone_before_sealed, drop column phone_changed_at;
      alter table notice drop column to_sealed;
    `);
  }
}
