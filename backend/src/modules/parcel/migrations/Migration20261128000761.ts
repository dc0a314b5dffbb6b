import { Migration } from "@medusajs/framework/mikro-orm/migrations";

const KEY = "order_id, cooperative_id, plan_version, state, waits";
const OF_PARCEL = "order_id, cooperative_id, plan_version, state, state = 'labelled' and wave_id is null as waits";
const SUMS = "parcels, gross_g, freight_minor";

/**
 * Which labelled parcels wait for a wave is kept with what stands where (docs/adr/0068), so that a list of orders that wait counts none of them;
 * and the index that a wave is filled from, those to one place together, read from its beginning. Two hundred letters of an address: a
 * btree takes no long texts.
 */
export class Migration20261128000761 extends Migration {
  override up(): void {
    this.addSql(`
      -- Whoever writes parcels waits here until the rows below stand.
      lock table parcel in share row exclusive mode;

      alter table parcel_tally add column waits boolean not null default false;
      create index parcel_tally_waiting on parcel_tally (cooperative_id, order_id) include (parcels, gross_g) where waits;

      create or replace function parcel_tally_adds() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${KEY}, ${SUMS})
          select ${KEY}, count(*), sum(gross_g), sum(freight_minor)
          from (select ${OF_PARCEL}, gross_g, freight_minor from came) new_ones group by ${KEY};
        return null;
      end $$;
      create or replace function parcel_tally_moves() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${KEY}, ${SUMS})
          select ${KEY}, sum(n), sum(n * gross_g), sum(n * freight_minor)
          from (select 1 as n, ${OF_PARCEL}, gross_g, freight_minor from came
                union all select -1, ${OF_PARCEL}, gross_g, freight_minor from went) moved
          group by ${KEY} having sum(n) <> 0 or sum(n * gross_g) <> 0 or sum(n * freight_minor) <> 0;
        return null;
      end $$;
      create or replace function parcel_tally_takes() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${KEY}, ${SUMS})
          select ${KEY}, -count(*), -sum(gross_g), -sum(freight_minor)
          from (select ${OF_PARCEL}, gross_g, freight_minor from went) gone group by ${KEY};
        return null;
      end $$;
      create or replace function parcel_tally_counts_anew() returns void language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('fold:parcel_tally', 0));
        lock table parcel in share row exclusive mode;
        delete from parcel_tally;
        insert into parcel_tally (${KEY}, ${SUMS}, folded)
          select ${KEY}, count(*), sum(gross_g), sum(freight_minor), true
          from (select ${OF_PARCEL}, gross_g, freight_minor from parcel) each_one group by ${KEY};
      end $$;
      select parcel_tally_counts_anew();

      drop index if exists parcel_without_wave;
      create index parcel_to_take on parcel (cooperative_id, order_id, left(address, 200), number) where state = 'labelled' and wave_id is null;
    `);
  }

  /** What is kept of parcels is then kept as it was before; what waits is found among the parcels. */
  override down(): void {
    const before = KEY.replace(", waits", "");
    this.addSql(`
      lock table parcel in share row exclusive mode;
      drop index if exists parcel_to_take, parcel_tally_waiting;
      create index if not exists parcel_without_wave on parcel (cooperative_id, order_id) where state = 'labelled' and wave_id is null;
      alter table parcel_tally drop column if exists waits;

      create or replace function parcel_tally_adds() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${before}, ${SUMS})
          select ${before}, count(*), sum(gross_g), sum(freight_minor) from came group by ${before};
        return null;
      end $$;
      create or replace function parcel_tally_moves() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${before}, ${SUMS})
          select ${before}, sum(n), sum(n * gross_g), sum(n * freight_minor)
          from (select 1 as n, ${before}, gross_g, freight_minor from came
                union all select -1, ${before}, gross_g, freight_minor from went) moved
          group by ${before} having sum(n) <> 0 or sum(n * gross_g) <> 0 or sum(n * freight_minor) <> 0;
        return null;
      end $$;
      create or replace function parcel_tally_takes() returns trigger language plpgsql as $$
      begin
        insert into parcel_tally (${before}, ${SUMS})
          select ${before}, -count(*), -sum(gross_g), -sum(freight_minor) from went group by ${before};
        return null;
      end $$;
      create or replace function parcel_tally_counts_anew() returns void language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('fold:parcel_tally', 0));
        lock table parcel in share row exclusive mode;
        delete from parcel_tally;
        insert into parcel_tally (${before}, ${SUMS}, folded)
          select ${before}, count(*), sum(gross_g), sum(freight_minor), true from parcel group by ${before};
      end $$;
      select parcel_tally_counts_anew();
    `);
  }
}
