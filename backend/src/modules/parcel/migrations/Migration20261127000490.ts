import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * point_order_wrong_code: wrong codes that were tried for what a buyer fetches, by whom; many at once are refused for a while. And how the
 * desk finds such an order: by its point, by the end of a phone, by a name. And which addresses
 * are those of points, as they are written now or were before.
 */
export class Migration20261127000490 extends Migration {
  override up(): void {
    this.addSql(`
      create table point_order_wrong_code (
        id text primary key,
        point_order_id text not null references point_order (id),
        person text not null,
        at timestamptz not null default now()
      );
      create index point_order_wrong_code_newest on point_order_wrong_code (point_order_id, at desc);

      create index point_order_of_point on point_order (cooperative_id, point_id, created_at desc, id desc);
      -- Read alone by a search: a cooperative's fetched parcels, not all of its parcels.
      create index parcel_fetched_by on parcel (cooperative_id, right(regexp_replace(phone, '\\D', '', 'g'), 4), order_id) include (phone, name)
        where carrier = 'pickup' and state <> 'void';

      create index pickup_point_address on pickup_point ((street || ' (' || name_zh || ')'));
      create index pickup_point_act_address on pickup_point_act (((before ->> 'street') || ' (' || (before ->> 'name_zh') || ')'));
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists parcel_fetched_by, point_order_of_point, pickup_point_address, pickup_point_act_address;
      drop table if exists point_order_wrong_code;
    `);
  }
}
