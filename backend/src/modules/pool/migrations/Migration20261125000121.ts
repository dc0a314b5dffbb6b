import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A weight is never edited. lot_correction: a signed delta, entered by one person and in force when a second one signs
 * it. objection: what a household says is not right, open until the cooperative has answered.
 */
export class Migration20261125000121 extends Migration {
  override up(): void {
    this.addSql(`
      create table objection (
        id text primary key,
        lot_id text not null references lot (id),
        cooperative_id text not null,
        household_id text not null,
        via text not null check (via in ('tap', 'call', 'sms')),
        words text not null default '',
        logged_by text,
        state text not null default 'open' check (state in ('open', 'corrected', 'explained')),
        answer text,
        answered_by text,
        at timestamptz not null default now(),
        answered_at timestamptz,
        constraint objection_answered check ((state = 'open') = (answered_at is null) and num_nulls(answer, answered_by, answered_at) in (0, 3)),
        constraint objection_logged_by_staff check ((via = 'tap') = (logged_by is null))
      );
      create unique index objection_one_open on objection (lot_id) where state = 'open';
      create index objection_of_lot on objection (lot_id, at, id);
      create index objection_of_cooperative on objection (cooperative_id, state, at desc, id desc);

      create table lot_correction (
        id text primary key,
        lot_id text not null references lot (id),
        cooperative_id text not null,
        objection_id text references objection (id),
        delta_units bigint not null check (delta_units <> 0),
        sellable_delta bigint,
        kept_apart_delta bigint,
        gross_g bigint check (gross_g > 0),
        tare_g bigint check (tare_g >= 0 and tare_g < gross_g),
        reason text not null check (reason in ('weighed_again', 'typing_error', 'wrong_container', 'wrong_deduction', 'other')),
        words text not null check (length(words) between 1 and 500),
        state text not null default 'proposed' check (state in ('proposed', 'signed', 'dropped')),
        entered_by text not null,
        ended_by text,
        idempotency_key text not null unique,
        at timestamptz not null default now(),
        ended_at timestamptz,
        constraint lot_correction_ended check ((state = 'proposed') = (ended_at is null) and (ended_by is null) = (ended_at is null)),
        constraint lot_correction_two_people check (state <> 'signed' or ended_by <> entered_by),
        constraint lot_correction_signed_moves check ((state = 'signed') = (sellable_delta is not null)
          and (state = 'signed') = (kept_apart_delta is not null) and (state <> 'signed' or sellable_delta + kept_apart_delta = delta_units))
      );
      create unique index lot_correction_one_proposed on lot_correction (lot_id) where state = 'proposed';
      create index lot_correction_of_lot on lot_correction (lot_id, at, id);
      create index lot_correction_of_cooperative on lot_correction (cooperative_id, state, at desc, id desc);

      create function refuse_change_once_ended() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.ended_at is not null or new.delta_units <> old.delta_units or new.lot_id <> old.lot_id
          or new.entered_by <> old.entered_by then
          raise exception 'a correction is not edited: write another one' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger lot_correction_kept before update or delete on lot_correction for each row execute function refuse_change_once_ended();

      create function refuse_changed_objection() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.state <> 'open' or new.words <> old.words or new.lot_id <> old.lot_id then
          raise exception 'an objection is answered once and not edited' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger objection_kept before update or delete on objection for each row execute function refuse_changed_objection();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists lot_correction, objection cascade;
      drop function if exists refuse_change_once_ended() cascade;
      drop function if exists refuse_changed_objection() cascade;
    `);
  }
}
