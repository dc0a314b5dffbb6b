import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * With whom a cooperative sends and when they come, and what packing must know of a pack. Bookings name their carrier,
 * a parcel says why a carrier would not take it, and when its carrier was last asked where it is.
 */
export class Migration20261126000041 extends Migration {
  override up(): void {
    this.addSql(`
      create table carrier_account (
        cooperative_id text not null,
        carrier text not null check (carrier ~ '^[a-z][a-z0-9_-]{0,39}$'),
        name text,
        adapter text not null check (adapter in ('manual', 'standin')),
        needs_phone boolean not null,
        active boolean not null,
        cutoff text not null check (cutoff ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        pickup_days int[] not null check (cardinality(pickup_days) between 1 and 7 and pickup_days <@ array[1,2,3,4,5,6,7]),
        tracking_lengths int[] not null default '{}' check (cardinality(tracking_lengths) <= 10),
        tracking_prefixes text[] not null default '{}' check (cardinality(tracking_prefixes) <= 10),
        changed_by text not null,
        changed_at timestamptz not null default now(),
        primary key (cooperative_id, carrier)
      );
      create table carrier_service (
        cooperative_id text not null,
        carrier text not null,
        service text not null check (service ~ '^[a-z][a-z0-9_-]{0,39}$'),
        title text not null,
        cold boolean not null default false,
        active boolean not null default true,
        primary key (cooperative_id, carrier, service),
        foreign key (cooperative_id, carrier) references carrier_account (cooperative_id, carrier)
      );

      create table pack_attributes (
        variant_id text primary key,
        cooperative_id text not null,
        gross_g bigint check (gross_g > 0),
        length_mm bigint check (length_mm > 0),
        width_mm bigint check (width_mm > 0),
        height_mm bigint check (height_mm > 0),
        volume_ml bigint check (volume_ml > 0),
        fragile boolean not null default false,
        cold boolean not null default false,
        keep_upright boolean not null default false,
        goods_class text,
        not_with text[] not null default '{}',
        changed_by text not null,
        changed_at timestamptz not null default now(),
        constraint pack_size_whole check (num_nulls(length_mm, width_mm, height_mm) in (0, 3)),
        constraint pack_size_or_volume check (length_mm is null or volume_ml is null)
      );
      create index pack_attributes_of_cooperative on pack_attributes (cooperative_id, variant_id);

      alter table booking add column carrier text;
      alter table booking drop constraint booking_state_check;
      alter table booking add constraint booking_state_check check (state in ('pending', 'booked', 'refused', 'cancelled'));

      alter table parcel
        add column booking_refusal text,
        add column polled_at timestamptz;
      create index parcel_on_its_way on parcel (handed_over_at, id) where state in ('handed_over', 'in_transit');
    `);
  }

  override down(): void {
    this.addSql(`
      alter table parcel drop column if exists booking_refusal, drop column if exists polled_at;
      alter table booking drop column if exists carrier;
      drop table if exists pack_attributes, carrier_service, carrier_account;
    `);
  }
}
