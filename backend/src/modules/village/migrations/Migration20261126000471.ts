import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** village_thanks: who published it and when stays, also when it is taken down later. Of what was taken down before, nobody knows any more. */
export class Migration20261126000471 extends Migration {
  override up(): void {
    this.addSql(`
      alter table village_thanks add column published_at timestamptz, add column published_by text;
      update village_thanks set published_at = decided_at, published_by = decided_by where decided_at is not null and reason is null;
      alter table village_thanks add constraint village_thanks_published
        check ((published_at is null) = (published_by is null) and (state <> 'published' or published_at is not null));
      create index village_thanks_published on village_thanks (cooperative_id, published_at desc, id desc) where published_at is not null;
    `);
  }

  override down(): void {
    this.addSql(`alter table village_thanks drop column published_at, drop column published_by;`);
  }
}
