import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * household_phone_before: every number a household had, sealed, and when another took its place. One that was changed twice
 * is told at both: with room for one only, the second change would silence the household's own.
 */
export class Migration20261126000100 extends Migration {
  override up(): void {
    this.addSql(`
      create table household_phone_before (
        id text primary key,
        household_id text not null references household (id),
        phone_sealed text not null,
        changed_at timestamptz not null default now()
      );
      create index household_phone_before_of on household_phone_before (household_id, changed_at);
      insert into household_phone_before (id, household_id, phone_sealed, changed_at)
        select 'phone_of_' || id, id, phone_before_sealed, phone_changed_at from household where phone_before_sealed is not null;
      alter table household drop column phone_before_sealed, drop column phone_changed_at;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table household add column phone_before_sealed text, add column phone_changed_at timestamptz,
        add constraint household_phone_before check ((phone_before_sealed is null) = (phone_changed_at is null));
      update household h set phone_before_sealed = b.phone_sealed, phone_changed_at = b.changed_at
        from (select distinct on (household_id) * from household_phone_before order by household_id, changed_at desc) b
        where b.household_id = h.id;
      drop table household_phone_before;
    `);
  }
}
