import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Where parcels of a carrier that tells nothing ended, as a person said it: one line an act, and the person at each event. */
export class Migration20261126000110 extends Migration {
  override up(): void {
    this.addSql(`
      alter table parcel_event add column person text;
      create table parcel_arrival (
        id text primary key,
        cooperative_id text not null,
        handover_id text not null references handover (id),
        -- Null: all of the handover that were still on their way.
        parcel_id text references parcel (id),
        said text not null check (said in ('delivered', 'returned', 'lost')),
        parcels bigint not null check (parcels > 0),
        person text not null,
        created_at timestamptz not null default now()
      );
      create index parcel_arrival_of_cooperative on parcel_arrival (cooperative_id, created_at desc, id desc);
      create trigger parcel_arrival_stands before update or delete on parcel_arrival
        for each row execute function packing_record_stands();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists parcel_arrival;
      alter table parcel_event drop column if exists person;
    `);
  }
}
