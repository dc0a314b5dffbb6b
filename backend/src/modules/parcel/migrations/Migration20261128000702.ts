import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * How many labels of a sheet are still labels: kept in the same way (docs/adr/0068). And the cartons of an order that go by truck, so that
 * an order without any is not read for them.
 */
export class Migration20261128000702 extends Migration {
  override up(): void {
    this.addSql(`
      lock table parcel_label in share row exclusive mode;

      create table label_tally (
        id bigint generated always as identity primary key,
        sheet_id text not null,
        -- By how much it grew: negative where labels were voided.
        labels bigint not null,
        folded boolean not null default false
      );
      create index label_tally_of_sheet on label_tally (sheet_id);
      create index label_tally_to_fold on label_tally (sheet_id) where not folded;

      create function label_tally_adds() returns trigger language plpgsql as $$
      begin
        insert into label_tally (sheet_id, labels)
          select sheet_id, count(*) from came where voided_at is null group by sheet_id;
        return null;
      end $$;
      create function label_tally_moves() returns trigger language plpgsql as $$
      begin
        insert into label_tally (sheet_id, labels)
          select sheet_id, sum(n)
          from (select 1 as n, sheet_id from came where voided_at is null
                union all select -1, sheet_id from went where voided_at is null) moved
          group by sheet_id having sum(n) <> 0;
        return null;
      end $$;
      create function label_tally_takes() returns trigger language plpgsql as $$
      begin
        insert into label_tally (sheet_id, labels)
          select sheet_id, -count(*) from went where voided_at is null group by sheet_id;
        return null;
      end $$;
      create function label_tally_empties() returns trigger language plpgsql as $$
      begin
        delete from label_tally;
        return null;
      end $$;
      create trigger label_tally_adds after insert on parcel_label referencing new table as came
        for each statement execute function label_tally_adds();
      create trigger label_tally_moves after update on parcel_label referencing old table as went new table as came
        for each statement execute function label_tally_moves();
      create trigger label_tally_takes after delete on parcel_label referencing old table as went
        for each statement execute function label_tally_takes();
      create trigger label_tally_empties after truncate on parcel_label for each statement execute function label_tally_empties();

      create function label_tally_counts_anew() returns void language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('fold:label_tally', 0));
        lock table parcel_label in share row exclusive mode;
        delete from label_tally;
        insert into label_tally (sheet_id, labels, folded)
          select sheet_id, count(*), true from parcel_label where voided_at is null group by sheet_id;
      end $$;
      select label_tally_counts_anew();

      create index parcel_on_truck on parcel (order_id, handover_id) where carrier = 'own_truck' and state <> 'void';
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists parcel_on_truck;
      drop trigger if exists label_tally_adds on parcel_label;
      drop trigger if exists label_tally_moves on parcel_label;
      drop trigger if exists label_tally_takes on parcel_label;
      drop trigger if exists label_tally_empties on parcel_label;
      drop function if exists label_tally_adds, label_tally_moves, label_tally_takes, label_tally_empties, label_tally_counts_anew;
      drop table if exists label_tally;
    `);
  }
}
