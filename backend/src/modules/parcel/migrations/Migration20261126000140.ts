import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Every act of a carrier has a row that stands before the call. A booking may be asked before parcels leave, is divided when
 * the carrier takes some of it only, and remembers under which reference it asked for a parcel; what is cancelled, fetched as
 * a label, ordered as a pick-up or closed as a list is asked once under its key.
 */
export class Migration20261126000140 extends Migration {
  override up(): void {
    this.addSql(`
      alter table booking alter column handover_id drop not null;
      alter table booking add column cooperative_id text, add column message_id text;
      update booking b set cooperative_id = h.cooperative_id from handover h where h.id = b.handover_id;
      alter table booking alter column cooperative_id set not null;
      alter table booking drop constraint booking_state_check;
      alter table booking add constraint booking_state_check check (state in ('pending', 'booked', 'refused', 'cancelled', 'divided'));
      create index booking_open on booking (created_at, id) where state = 'pending';

      -- A parcel is in one booking that counts; those before it keep their row, with the reference they asked under.
      alter table booking_parcel drop constraint booking_parcel_parcel_id_key;
      alter table booking_parcel add column reference text, add column tracking_number text, add column left_at timestamptz;
      update booking_parcel b set reference = p.number, tracking_number = p.tracking_number from parcel p where p.id = b.parcel_id;
      alter table booking_parcel alter column reference set not null;
      create unique index booking_parcel_counts_once on booking_parcel (parcel_id) where left_at is null;
      create index booking_parcel_of_parcel on booking_parcel (parcel_id);

      alter table parcel add column booking_reason text;
      update parcel p set booking_refusal = 'carrier_refused', booking_reason = b.reason
        from booking_parcel k join booking b on b.id = k.booking_id
        where k.parcel_id = p.id and b.state = 'refused' and p.tracking_number is null and p.booking_refusal is null;
      update booking_parcel k set left_at = now() from booking b where b.id = k.booking_id and b.state = 'refused';
      create index parcel_refused_booking on parcel (cooperative_id, id) where booking_refusal is not null and tracking_number is null;

      -- What was mended of a parcel that its carrier refused: names of fields, not their contents.
      create table parcel_mend (
        id text primary key,
        parcel_id text not null references parcel (id),
        cooperative_id text not null,
        changed text[] not null,
        carrier text not null,
        reason text,
        person text not null,
        created_at timestamptz not null default now()
      );
      create index parcel_mend_of_parcel on parcel_mend (parcel_id, created_at desc);
      create index parcel_mend_of_cooperative on parcel_mend (cooperative_id, created_at desc, id desc);
      create trigger parcel_mend_stands before update or delete on parcel_mend for each row execute function packing_record_stands();

      create table booking_cancel (
        id text primary key,
        cooperative_id text not null,
        carrier text not null,
        why text not null check (why in ('asked', 'voided', 'relabelled')),
        words text,
        person text not null,
        state text not null default 'pending' check (state in ('pending', 'done')),
        message_id text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index booking_cancel_open on booking_cancel (created_at, id) where state = 'pending';
      create index booking_cancel_of_cooperative on booking_cancel (cooperative_id, created_at desc, id desc);
      create table booking_cancel_parcel (
        cancel_id text not null references booking_cancel (id),
        booking_id text not null references booking (id),
        parcel_id text not null references parcel (id),
        reference text not null,
        state text not null default 'pending' check (state in ('pending', 'done', 'refused')),
        reason text,
        primary key (cancel_id, reference),
        constraint booking_cancelled_once unique (booking_id, reference)
      );
      create index booking_cancel_of_parcel on booking_cancel_parcel (parcel_id);

      -- Who makes the label on the box: we, the carrier, or both, one beside the other.
      alter table carrier_account add column label_by text not null default 'ours' check (label_by in ('ours', 'carrier', 'both'));
      create table carrier_label (
        booking_id text not null references booking (id),
        reference text not null,
        parcel_id text not null references parcel (id),
        state text not null default 'pending' check (state in ('pending', 'stored', 'refused')),
        format text,
        file text,
        sha256 text,
        reason text,
        updated_at timestamptz not null default now(),
        primary key (booking_id, reference),
        constraint carrier_label_stored_has_file check ((state = 'stored') = (file is not null))
      );
      create index carrier_label_of_parcel on carrier_label (parcel_id);
      alter table booking add column labels_message_id text;

      create table pickup_order (
        id text primary key,
        cooperative_id text not null,
        carrier text not null,
        handover_id text references handover (id),
        day date not null,
        until text not null check (until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        parcels int not null check (parcels > 0),
        weight_g bigint not null check (weight_g > 0),
        key text not null unique,
        state text not null default 'pending' check (state in ('pending', 'ordered', 'refused', 'cancelled')),
        confirmation text,
        reason text,
        asked_at timestamptz,
        cancel_wanted_at timestamptz,
        cancel_refused text,
        message_id text,
        person text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pickup_ordered_has_confirmation check (state <> 'ordered' or confirmation is not null)
      );
      -- One courier a day and carrier: asked for twice, the first is meant.
      create unique index pickup_order_once on pickup_order (cooperative_id, carrier, day) where state in ('pending', 'ordered');
      create index pickup_order_open on pickup_order (created_at, id)
        where state = 'pending' or (state = 'ordered' and cancel_wanted_at is not null and cancel_refused is null);
      create index pickup_order_of_cooperative on pickup_order (cooperative_id, created_at desc, id desc);

      create table carrier_manifest (
        id text primary key,
        cooperative_id text not null,
        carrier text not null,
        handover_id text not null references handover (id),
        part int not null check (part >= 0),
        parcel_references text[] not null check (cardinality(parcel_references) between 1 and 5000),
        key text not null unique,
        state text not null default 'pending' check (state in ('pending', 'closed', 'refused')),
        number text,
        reason text,
        asked_at timestamptz,
        message_id text,
        person text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint carrier_manifest_closed_has_number check ((state = 'closed') = (number is not null))
      );
      create unique index carrier_manifest_once on carrier_manifest (handover_id, carrier, part) where state <> 'refused';
      create index carrier_manifest_open on carrier_manifest (created_at, id) where state = 'pending';

      -- As before, but the address of a parcel that its carrier refused may be put right: no carrier has it yet.
      create or replace function parcel_moves_forward() returns trigger language plpgsql as $$
      begin
        if new.state <> old.state and (parcel_rank(new.state) <= parcel_rank(old.state) or parcel_rank(old.state) >= 50
           or (new.state = 'void' and parcel_rank(old.state) >= 30)) then
          raise exception 'parcel % is % and cannot become %', old.number, old.state, new.state using errcode = 'restrict_violation';
        end if;
        if parcel_rank(old.state) >= 30 and
           ((new.order_id, new.goods_g, new.gross_g, new.freight_minor, new.carton_minor, new.carton, new.handover_id, new.province_code, new.number)
           is distinct from
           (old.order_id, old.goods_g, old.gross_g, old.freight_minor, old.carton_minor, old.carton, old.handover_id, old.province_code, old.number)
           or (new.address is distinct from old.address and (old.booking_refusal is null or old.tracking_number is not null))) then
          raise exception 'parcel % is handed over: what it is can no longer change', old.number using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists carrier_manifest, pickup_order, carrier_label, booking_cancel_parcel, booking_cancel, parcel_mend;
      alter table carrier_account drop column if exists label_by;
      alter table parcel drop column if exists booking_reason;
      drop index if exists booking_parcel_counts_once, booking_parcel_of_parcel, booking_open, parcel_refused_booking;
      delete from booking_parcel where left_at is not null;
      alter table booking_parcel drop column if exists reference, drop column if exists tracking_number, drop column if exists left_at,
        add constraint booking_parcel_parcel_id_key unique (parcel_id);
      delete from booking_parcel where booking_id in (select id from booking where handover_id is null);
      delete from booking where handover_id is null;
      alter table booking alter column handover_id set not null, drop column if exists cooperative_id, drop column if exists message_id,
        drop column if exists labels_message_id;
    `);
  }
}
