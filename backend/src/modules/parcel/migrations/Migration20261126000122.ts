import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Whether contents are frozen is looked up parcel by parcel, by its key, whatever the statistics say: while a large order is written
 * they may say that there is no parcel at all, and a join planned by that compares every content with every parcel.
 */
export class Migration20261126000122 extends Migration {
  override up(): void {
    this.addSql(`
      create or replace function parcel_contents_frozen() returns trigger language plpgsql set enable_seqscan = off as $$
      begin
        if exists (select from (select distinct parcel_id from changed) c
                   where (select parcel_rank(p.state) from parcel p where p.id = c.parcel_id) >= 30) then
          raise exception 'the contents of a handed over parcel are frozen' using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
    `);
  }

  override down(): void {
    this.addSql(`
      create or replace function parcel_contents_frozen() returns trigger language plpgsql as $$
      begin
        if exists (select from changed c join parcel p on p.id = c.parcel_id where parcel_rank(p.state) >= 30) then
          raise exception 'the contents of a handed over parcel are frozen' using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
    `);
  }
}
