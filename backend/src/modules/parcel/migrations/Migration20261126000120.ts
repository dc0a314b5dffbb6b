import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The plan of an order as a run: what was decided is stored first (baskets with their certificates, patterns with counts), then
 * parcels are written range by range. While a run is open its order is withdrawn (`parcel_plan.withdrawn_for` names the run), so
 * that nothing of a half plan is packed, printed or counted. What is in a parcel follows from the run and the parcel's place in it:
 * a range that is written again writes the same rows. Weights in grams, money in minor units, lots in the pool's units.
 */
export class Migration20261126000120 extends Migration {
  override up(): void {
    this.addSql(`
      create table plan_run (
        id text primary key,
        order_id text not null references parcel_plan (order_id),
        plan_version int not null check (plan_version > 0),
        state text not null check (state in ('writing', 'written', 'finished', 'ended')),
        -- Why it was planned anew; null: the first plan.
        cause text,
        currency text not null,
        parcels int not null check (parcels >= 0),
        -- Ids of parcels begin with it; their numbers are drawn from the salt, which nobody is told.
        mark text not null unique check (mark ~ '^[0-9a-f]{24}$'),
        salt bytea not null check (length(salt) = 16),
        freight_minor bigint not null check (freight_minor >= 0),
        baskets int not null check (baskets >= 0),
        -- What all parcels cost, and what no plan could cost less than: proven, and checked by separate code before this row was written.
        upper_bound_minor bigint not null,
        lower_bound_minor bigint not null check (lower_bound_minor >= 0),
        -- Baskets of which a cheaper plan is not ruled out.
        unproven int not null check (unproven between 0 and baskets),
        planned_ms int not null check (planned_ms >= 0),
        ended_for text,
        finished_at timestamptz,
        created_at timestamptz not null default now(),
        constraint plan_run_version_once unique (order_id, plan_version),
        constraint plan_run_bounds check (lower_bound_minor <= upper_bound_minor),
        constraint plan_run_ended_says_why check ((state = 'ended') = (ended_for is not null)),
        constraint plan_run_finished_at check ((state = 'finished') = (finished_at is not null))
      );
      create unique index plan_run_one_open on plan_run (order_id) where state in ('writing', 'written');

      create table plan_basket (
        run_id text not null references plan_run (id),
        basket int not null check (basket >= 0),
        cooperative_id text not null,
        destinations int not null check (destinations > 0),
        parcels int not null check (parcels > 0),
        certificate jsonb not null,
        primary key (run_id, basket)
      );

      -- Equal parcels of a basket: those from 'first' (counted from 0 in the basket) up to first + parcels.
      create table plan_pattern (
        run_id text not null,
        basket int not null,
        first int not null check (first >= 0),
        parcels int not null check (parcels > 0),
        cooperative_id text not null,
        zone text not null,
        carton text not null,
        carton_id text not null references carton (id),
        rate_card_id text not null references rate_card (id),
        carrier text not null,
        service text not null,
        goods_g bigint not null check (goods_g > 0),
        gross_g bigint not null check (gross_g >= goods_g),
        billed_g bigint not null check (billed_g > 0),
        carton_minor bigint not null check (carton_minor >= 0),
        freight_minor bigint not null check (freight_minor >= 0),
        -- [{order_line_id, title, packs, pack_units, pack_g, freight_minor}]
        lines jsonb not null,
        primary key (run_id, basket, first),
        foreign key (run_id, basket) references plan_basket (run_id, basket)
      );

      -- A range of parcels still to be written, with all that writing them needs; its addresses go when the run is over.
      create table plan_chunk (
        id text primary key,
        run_id text not null references plan_run (id),
        first int not null check (first >= 0),
        parcels int not null check (parcels > 0),
        body jsonb not null,
        written_at timestamptz,
        created_at timestamptz not null default now(),
        constraint plan_chunk_once unique (run_id, first)
      );
      -- Compressing addresses that live for seconds costs more than the room.
      alter table plan_chunk alter column body set storage external;

      -- An order that could not be planned, in a sentence for the desk; one that has been asked for again names the message.
      create table plan_refusal (
        id text primary key,
        order_id text not null,
        cause text,
        reason text not null,
        sentence text not null,
        -- Whose goods it is of: their desks see it.
        cooperative_ids text[] not null,
        created_at timestamptz not null default now(),
        asked_again_by text,
        asked_again_at timestamptz,
        solved_at timestamptz,
        constraint plan_refusal_asked check ((asked_again_at is null) = (asked_again_by is null))
      );
      create unique index plan_refusal_one_open on plan_refusal (order_id) where solved_at is null;
      create index plan_refusal_open on plan_refusal (created_at desc, id desc) where solved_at is null;

      -- A parcel's number from its run's secret and its place: 50 bits that nobody guesses, the same every time.
      create function parcel_number_of(salt bytea, place int, tries int) returns text language plpgsql immutable strict parallel safe as $$
      declare
        hash bytea := sha256(salt || int4send(place) || int4send(tries));
        number text := 'CL';
      begin
        for at in 0..9 loop
          number := number || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(hash, at) & 31), 1);
        end loop;
        return number;
      end $$;

      create function plan_run_moves_forward() returns trigger language plpgsql as $$
      begin
        if old.state in ('finished', 'ended')
           or (new.id, new.order_id, new.plan_version, new.cause, new.currency, new.parcels, new.mark, new.salt, new.freight_minor,
               new.upper_bound_minor, new.lower_bound_minor)
              is distinct from
              (old.id, old.order_id, old.plan_version, old.cause, old.currency, old.parcels, old.mark, old.salt, old.freight_minor,
               old.upper_bound_minor, old.lower_bound_minor) then
          raise exception 'run % of order % stands as it is', old.id, old.order_id using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger plan_run_moves_forward before update on plan_run for each row execute function plan_run_moves_forward();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists plan_refusal, plan_chunk, plan_pattern, plan_basket, plan_run cascade;
      drop function if exists parcel_number_of, plan_run_moves_forward;
    `);
  }
}
