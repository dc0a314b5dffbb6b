import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Which orders a cooperative packs for, and since when: a page of them is found without counting every parcel it ever packed. Kept by
 * the database with the first parcel of each. A plan writes its row before its ranges, so that they do not wait for each other here.
 */
export class Migration20261126000191 extends Migration {
  override up(): void {
    this.addSql(`
      create table parcel_order (
        cooperative_id text not null,
        order_id text not null references parcel_plan (order_id),
        planned_at timestamptz not null,
        primary key (cooperative_id, order_id)
      );
      insert into parcel_order (cooperative_id, order_id, planned_at)
        select p.cooperative_id, p.order_id, pl.created_at
        from (select distinct cooperative_id, order_id from parcel) p join parcel_plan pl on pl.order_id = p.order_id;
      create index parcel_order_newest on parcel_order (cooperative_id, planned_at, order_id);

      create function parcel_order_is_kept() returns trigger language plpgsql set enable_seqscan = off as $$
      begin
        insert into parcel_order (cooperative_id, order_id, planned_at)
          select c.cooperative_id, c.order_id, (select pl.created_at from parcel_plan pl where pl.order_id = c.order_id)
          from (select distinct cooperative_id, order_id from changed) c
          where (select 1 from parcel_order o where o.cooperative_id = c.cooperative_id and o.order_id = c.order_id) is null
          on conflict do nothing;
        return null;
      end $$;
      -- After parcel_names_are_there, by its name: a plan that is not there is said as such.
      create trigger parcel_order_is_kept after insert on parcel referencing new table as changed
        for each statement execute function parcel_order_is_kept();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists parcel_order_is_kept on parcel;
      drop function if exists parcel_order_is_kept;
      drop table if exists parcel_order;
    `);
  }
}
