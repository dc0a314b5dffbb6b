import { Migration } from "@medusajs/framework/mikro-orm/migrations";

const KEY = "order_id, cooperative_id, plan_version, state";
const KEPT = `${KEY}, parcels, gross_g, freight_minor`;

/**
 * How many parcels of an order are in which state, what they weigh (grams) and what their carriage costs (minor units): kept, so that a page
 * of the order does not count them (docs/adr/0068). Every statement that writes parcels adds what it changed, in its own transaction,
 * as rows that nobody else writes to; the sums of the rows are the counts. `folded`: what was many rows before.
 */
export class Migration20261128000701 extends Migration {
  override up(): void {
    this.addSql(`
      -- Whoever writes parcels waits here until the rows below stand.
      lock table parcel in share row exclusive mode;

      create table parcel_tally (
        id bigint generated always as identity primary key,
        order_id text not null,
        cooperative_id text not null,
        plan_version int not null,
        state text not null,
        -- By how much each grew: negative where parcels left the state.
        parcels bigint not null,
        gross_g bigint not null,
        freight_minor bigint not null,
        folded boolean not null default false
      );
      create index parcel_tally_of_order on parcel_tally (order_id);
      -- A board adds up those that still need somebody, of all orders.
      create index parcel_tally_on_board on parcel_tally (cooperative_id) include (state, parcels)
        where state in ('planned', 'labelled', 'packed', 'handed_over', 'in_transit');
      create index parcel_tally_to_fold on parcel_tally (order_id) where not folded;

      create function parcel_tally_adds() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${KEPT})
          select ${KEY}, count(*), sum(gross_g), sum(freight_minor) from came group by ${KEY};
        return null;
      end $$;
      create function parcel_tally_moves() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${KEPT})
          select ${KEY}, sum(n), sum(n * gross_g), sum(n * freight_minor)
          from (select 1 as n, ${KEY}, gross_g, freight_minor from came
                union all select -1, ${KEY}, gross_g, freight_minor from went) moved
          group by ${KEY} having sum(n) <> 0 or sum(n * gross_g) <> 0 or sum(n * freight_minor) <> 0;
        return null;
      end $$;
      create function parcel_tally_takes() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${KEPT})
          select ${KEY}, -count(*), -sum(gross_g), -sum(freight_minor) from went group by ${KEY};
        return null;
      end $$;
      create function parcel_tally_empties() returns trigger language plpgsql as $$
      begin
        delete from parcel_tally;
        return null;
      end $$;
      create trigger parcel_tally_adds after insert on parcel referencing new table as came
        for each statement execute function parcel_tally_adds();
      create trigger parcel_tally_moves after update on parcel referencing old table as went new table as came
        for each statement execute function parcel_tally_moves();
      create trigger parcel_tally_takes after delete on parcel referencing old table as went
        for each statement execute function parcel_tally_takes();
      create trigger parcel_tally_empties after truncate on parcel for each statement execute function parcel_tally_empties();

      -- From the parcels themselves, with nobody writing or folding meanwhile: at the beginning, and to mend it (docs/operations.md).
      create function parcel_tally_counts_anew() returns void language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('fold:parcel_tally', 0));
        lock table parcel in share row exclusive mode;
        delete from parcel_tally;
        insert into parcel_tally (${KEPT}, folded)
          select ${KEY}, count(*), sum(gross_g), sum(freight_minor), true from parcel group by ${KEY};
      end $$;
      select parcel_tally_counts_anew();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists parcel_tally_adds on parcel;
      drop trigger if exists parcel_tally_moves on parcel;
      drop trigger if exists parcel_tally_takes on parcel;
      drop trigger if exists parcel_tally_empties on parcel;
      drop function if exists parcel_tally_adds, parcel_tally_moves, parcel_tally_takes, parcel_tally_empties, parcel_tally_counts_anew;
      drop table if exists parcel_tally;
    `);
  }
}
