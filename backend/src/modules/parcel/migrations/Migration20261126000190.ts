import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What a parcel refers to, and lines, contents and events to it: checked once a statement in place of once a row (docs/adr/0022). */
const REPLACED = [
  ["parcel", "parcel_order_id_fkey", "(order_id) references parcel_plan (order_id)"],
  ["parcel", "parcel_carton_id_fkey", "(carton_id) references carton (id)"],
  ["parcel", "parcel_rate_card_id_fkey", "(rate_card_id) references rate_card (id)"],
  ["parcel_line", "parcel_line_parcel_id_fkey", "(parcel_id) references parcel (id)"],
  [
    "parcel_content",
    "parcel_content_parcel_id_order_line_id_fkey",
    "(parcel_id, order_line_id) references parcel_line (parcel_id, order_line_id)",
  ],
  ["parcel_event", "parcel_event_parcel_id_fkey", "(parcel_id) references parcel (id)"],
] as const;

/** Rows that others name: never deleted, and the columns by which they are named never changed. So a set that was looked at stands. */
const NAMED = [
  ["parcel_plan", "order_id"],
  ["carton", "id"],
  ["parcel", "id", "order_id", "carton_id", "rate_card_id"],
  ["parcel_line", "parcel_id", "order_line_id"],
] as const;
/** Rows that name others and may go: only what they name stays. */
const NAMING = [
  ["parcel_content", "parcel_id", "order_line_id"],
  ["parcel_event", "parcel_id"],
] as const;

const stays = ([table, ...columns]: readonly [string, ...string[]]) => `
  create trigger ${table}_names_stay before update of ${columns.join(", ")} on ${table} for each row
    when ((${columns.map((column) => `old.${column}`).join(", ")}) is distinct from (${columns.map((column) => `new.${column}`).join(", ")}))
    execute function parcel_names_stay();`;

/**
 * A million parcels are eight million rows, and a foreign key asks once a row: two fifths of the time. What they promised is kept by
 * sets: who is named is never deleted or renamed, and every statement that writes looks once whether all that it names is there.
 * Rows are looked up one by one by their keys, whatever the statistics say (Migration20261126000122).
 * Indexes that no question uses go, and those of the order and the cooperative follow the parcels' ids, which come one after another.
 */
export class Migration20261126000190 extends Migration {
  override up(): void {
    this.addSql(`
      create function parcel_names_stay() returns trigger language plpgsql as $$
      begin
        raise exception '% is named by other rows: it is neither deleted nor renamed', tg_table_name using errcode = 'restrict_violation';
      end $$;
      ${[...NAMED, ...NAMING].map(stays).join("")}
      ${NAMED.map(
        ([table]) =>
          `create trigger ${table}_is_kept before delete on ${table} for each row execute function parcel_names_stay();`,
      ).join("\n")}

      create function parcel_names_are_there() returns trigger language plpgsql set enable_seqscan = off as $$
      begin
        if exists (
          select from (select distinct order_id, carton_id, rate_card_id from changed) c
          where (select 1 from parcel_plan pl where pl.order_id = c.order_id) is null
             or (select 1 from carton b where b.id = c.carton_id) is null
             or (c.rate_card_id is not null and (select 1 from rate_card r where r.id = c.rate_card_id) is null)) then
          raise exception 'a parcel names a plan, a carton or a rate card that is not there' using errcode = 'foreign_key_violation';
        end if;
        return null;
      end $$;
      create trigger parcel_names_are_there after insert on parcel referencing new table as changed
        for each statement execute function parcel_names_are_there();

      create function parcel_event_has_parcel() returns trigger language plpgsql set enable_seqscan = off as $$
      begin
        if exists (select from (select distinct parcel_id from changed) c
                   where (select 1 from parcel p where p.id = c.parcel_id) is null) then
          raise exception 'an event names a parcel that is not there' using errcode = 'foreign_key_violation';
        end if;
        return null;
      end $$;
      create trigger parcel_event_has_parcel after insert on parcel_event referencing new table as changed
        for each statement execute function parcel_event_has_parcel();

      -- As before, and the parcel must be there.
      create or replace function parcel_contents_frozen() returns trigger language plpgsql set enable_seqscan = off as $$
      declare
        furthest int := (select max(coalesce((select parcel_rank(p.state) from parcel p where p.id = c.parcel_id), 1000))
                         from (select distinct parcel_id from changed) c);
      begin
        if furthest = 1000 then
          raise exception 'a row of % names a parcel that is not there', tg_table_name using errcode = 'foreign_key_violation';
        end if;
        if furthest >= 30 then
          raise exception 'the contents of a handed over parcel are frozen' using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;

      create function parcel_content_has_line() returns trigger language plpgsql set enable_seqscan = off as $$
      begin
        if exists (select from changed c where (select 1 from parcel_line l
                   where l.parcel_id = c.parcel_id and l.order_line_id = c.order_line_id) is null) then
          raise exception 'contents name a line of a parcel that is not there' using errcode = 'foreign_key_violation';
        end if;
        return null;
      end $$;
      create trigger parcel_content_has_line after insert on parcel_content referencing new table as changed
        for each statement execute function parcel_content_has_line();

      ${REPLACED.map(([table, name]) => `alter table ${table} drop constraint ${name};`).join("\n")}

      drop index parcel_line_of_order_line, parcel_content_of_allocation, parcel_content_of_household, parcel_of_order, parcel_of_cooperative;
      create index parcel_of_order on parcel (order_id, id) include (state, plan_version);
      create index parcel_of_cooperative on parcel (cooperative_id, id);
      alter table parcel drop constraint parcel_tracking_once;
      create unique index parcel_tracking_once on parcel (carrier, tracking_number) where tracking_number is not null;
      -- Nobody looks for an event by its number; it only says which came first.
      alter table parcel_event drop constraint parcel_event_pkey, drop constraint parcel_event_once,
        add constraint parcel_event_once primary key (parcel_id, source, event_id);

      -- Eight random bytes tell runs apart (and are unique); ids are in every row and every index.
      alter table plan_run drop constraint plan_run_mark_check;
      alter table plan_run add constraint plan_run_mark_check check (mark ~ '^([0-9a-f]{16}|[0-9a-f]{24})$');
    `);
  }

  override down(): void {
    this.addSql(`
      alter table plan_run drop constraint plan_run_mark_check;
      alter table plan_run add constraint plan_run_mark_check check (mark ~ '^[0-9a-f]{24}$') not valid;
      alter table parcel_event drop constraint parcel_event_once,
        add constraint parcel_event_pkey primary key (id), add constraint parcel_event_once unique (parcel_id, source, event_id);
      drop index parcel_tracking_once, parcel_of_cooperative, parcel_of_order;
      alter table parcel add constraint parcel_tracking_once unique (carrier, tracking_number);
      create index parcel_of_order on parcel (order_id, number);
      create index parcel_of_cooperative on parcel (cooperative_id, state, created_at desc);
      create index parcel_line_of_order_line on parcel_line (order_line_id);
      create index parcel_content_of_allocation on parcel_content (allocation_id);
      create index parcel_content_of_household on parcel_content (household_id);
      ${REPLACED.map(([table, name, key]) => `alter table ${table} add constraint ${name} foreign key ${key};`).join("\n")}
      drop function parcel_content_has_line, parcel_event_has_parcel, parcel_names_are_there, parcel_names_stay cascade;
      create or replace function parcel_contents_frozen() returns trigger language plpgsql set enable_seqscan = off as $$
      begin
        if exists (select from (select distinct parcel_id from changed) c
                   where (select parcel_rank(p.state) from parcel p where p.id = c.parcel_id) >= 30) then
          raise exception 'the contents of a handed over parcel are frozen' using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
    `);
  }
}
