import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * truck_load: what the truck of a load costs, as the accepted quote froze it, minor units; written with every plan of it. Whatever cartons it
 * becomes, and however many of them fall short, the truck costs this once any of it has left (docs/adr/0061). Loads that were planned before
 * cost what their cartons bear.
 */
export class Migration20261128000695 extends Migration {
  override up(): void {
    this.addSql(`
      create table truck_load (
        order_id text not null references parcel_plan (order_id),
        destination_id text not null,
        cooperative_id text not null,
        freight_minor bigint not null check (freight_minor >= 0),
        created_at timestamptz not null default now(),
        primary key (order_id, destination_id)
      );
      insert into truck_load (order_id, destination_id, cooperative_id, freight_minor)
      select p.order_id, p.destination_id, min(p.cooperative_id), sum(p.freight_minor)
      from parcel p join parcel_plan pl on pl.order_id = p.order_id and pl.withdrawn_for is null
      where p.carrier = 'own_truck' and p.state <> 'void' group by p.order_id, p.destination_id;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists truck_load;`);
  }
}
