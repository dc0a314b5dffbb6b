import { row, type Transaction } from "../../lib/sql";
import type { ChunkBody } from "./plan-chunks";

/** What every parcel of a run has in common. */
export interface RunOfRange {
  id: string;
  order_id: string;
  plan_version: number;
  currency: string;
  mark: string;
  salt: Buffer;
}

const PLACE_DIGITS = 8;

/** As `parcelId`, in the statement below. */
function idAt(place: string): string {
  return `'parcel_' || r.mark || lpad(to_hex(${place}), ${PLACE_DIGITS}, '0')`;
}

/**
 * Writes the parcels of one range with their lines, contents and first step, in one statement. A stretch is what one stop has of one
 * pattern: equal parcels, one after another. Which lot is in which parcel is the overlap of two running sums: what stretches need of a
 * line and what its lots give, each cut where the other begins anew; only then is a stretch spread out into its parcels. Rows come in
 * the order of their keys. Ids and numbers follow from the run and the parcel's place; `tries` draws other numbers, should one be taken.
 */
const WRITE = `
  with run as (select ?::text as id, ?::text as order_id, ?::int as version, ?::text as currency, ?::text as mark, ?::bytea as salt,
                      ?::int as tries, ?::int as first, ?::jsonb as body),
  stops as materialized (
    select (v->>0)::int as basket, (v->>1)::int as passed, (v->>2)::int as parcels, v->>3 as destination_id, v->>4 as addressee_id,
           v->>5 as name, v->>6 as phone, v->>7 as province_code, v->>8 as address,
           (select first from run) + (sum((v->>2)::int) over (order by n))::int - (v->>2)::int as place
    from run, jsonb_array_elements(body->'stops') with ordinality as e (v, n)),
  lots as materialized (
    select n, v->>0 as order_line_id, (v->>1)::bigint as first, (v->>2)::bigint as units, v->>3 as allocation_id, v->>4 as lot_id,
           v->>5 as pool_id, v->>6 as household_id
    from run, jsonb_array_elements(body->'lots') with ordinality as e (v, n)),
  patterns as materialized (
    select *, row_number() over (order by basket, first) as pattern
    from plan_pattern where run_id = (select id from run) and basket in (select basket from stops)),
  stretches as materialized (
    select s.place + greatest(p.first, s.passed) - s.passed as place,
           least(p.first + p.parcels, s.passed + s.parcels) - greatest(p.first, s.passed) as length,
           s.destination_id, s.addressee_id, s.name, s.phone, s.province_code, s.address, p.*
    from stops s join patterns p on p.basket = s.basket and p.first < s.passed + s.parcels and p.first + p.parcels > s.passed),
  parcels as (
    insert into parcel (id, number, order_id, plan_version, cooperative_id, destination_id, addressee_id, name, phone, province_code,
      address, zone, carton, carton_id, rate_card_id, billed_g, goods_g, gross_g, freight_minor, carton_minor, currency, carrier, service,
      value_minor, insurance_minor, placement_id)
    select ${idAt("at")}, parcel_number_of(r.salt, at, r.tries), r.order_id, r.version, p.cooperative_id, p.destination_id,
      p.addressee_id, p.name, p.phone, p.province_code, p.address, p.zone, p.carton, p.carton_id, p.rate_card_id, p.billed_g, p.goods_g,
      p.gross_g, p.freight_minor, p.carton_minor, r.currency, p.carrier, p.service,
      p.value_minor, p.insurance_minor, p.placement_id
    from run r cross join stretches p cross join lateral generate_series(p.place, p.place + p.length - 1) as g (at) order by at),
  kinds as materialized (
    select p.pattern, l.*
    from patterns p cross join lateral jsonb_to_recordset(p.lines) as l (order_line_id text, title text, packs bigint, pack_units bigint,
      pack_g bigint, freight_minor bigint)),
  needs as materialized (
    select row_number() over (order by k.order_line_id, p.place) as need, p.place, p.length, k.order_line_id, k.title, k.packs, k.pack_units,
           k.pack_g, k.freight_minor, k.packs * k.pack_units as each,
           (sum(p.length * k.packs * k.pack_units) over w)::bigint - p.length * k.packs * k.pack_units as first
    from stretches p join kinds k on k.pattern = p.pattern window w as (partition by k.order_line_id order by p.place)),
  parcel_lines as (
    insert into parcel_line (parcel_id, order_line_id, title, packs, pack_units, pack_g, freight_minor)
    select ${idAt("at")}, order_line_id, title, packs, pack_units, pack_g, freight_minor
    from run r cross join needs n cross join lateral generate_series(n.place, n.place + n.length - 1) as g (at) order by at, order_line_id),
  cuts as (
    select order_line_id, first, first + length * each as until, need, null::bigint as lot from needs
    union all select order_line_id, first, first + units, null, n from lots),
  pieces as (
    select order_line_id, first, max(need) over w as need, max(lot) over w as lot,
           coalesce(lead(first) over w, max(until) over (partition by order_line_id)) as until
    from cuts window w as (partition by order_line_id order by first)),
  contents as (
    insert into parcel_content (parcel_id, order_line_id, allocation_id, lot_id, pool_id, household_id, units)
    select ${idAt("(n.place + g.at)::int")}, n.order_line_id, l.allocation_id, l.lot_id, l.pool_id, l.household_id,
      least(p.until, n.first + (g.at + 1) * n.each) - greatest(p.first, n.first + g.at * n.each)
    from run r cross join pieces p join needs n on n.need = p.need join lots l on l.n = p.lot
      cross join lateral generate_series((p.first - n.first) / n.each, (p.until - 1 - n.first) / n.each) as g (at)
    where p.until > p.first order by n.place + g.at, l.allocation_id),
  events as (
    insert into parcel_event (parcel_id, source, event_id, state, at, moved)
    select ${idAt("at")}, 'house', 'planned', 'planned', now(), true
    from run r cross join stretches p cross join lateral generate_series(p.place, p.place + p.length - 1) as g (at) order by at)
  select coalesce(sum(length), 0)::int as parcels from stretches`;

/** Of the parcels from one id to another: lines that do not hold what they say. Each range looks at its own, by its keys. */
const UNEQUAL = `
  with held as (select parcel_id, order_line_id, packs * pack_units as units from parcel_line where parcel_id between ? and ?),
  inside as (
    select parcel_id, order_line_id, sum(units) as units from parcel_content where parcel_id between ? and ? group by parcel_id, order_line_id)
  select count(*)::int as lines from held full join inside using (parcel_id, order_line_id) where held.units is distinct from inside.units`;

/** The id of the parcel in this place of a run. */
export function parcelId({ mark }: { mark: string }, place: number): string {
  return `parcel_${mark}${place.toString(16).padStart(PLACE_DIGITS, "0")}`;
}

/**
 * Writes a range. Throws, and so writes nothing, when that gives another number of parcels than the range has, or a line that does
 * not hold its packs.
 */
export async function writeRange(
  tx: Transaction,
  run: RunOfRange,
  range: { first: number; parcels: number; body: ChunkBody | string },
  tries: number,
): Promise<void> {
  const body = typeof range.body === "string" ? range.body : JSON.stringify(range.body);
  // What a range says of itself the planner can't know: joined row by row, four thousand stops take a minute.
  await tx.raw("set local enable_nestloop = off");
  const written = await row<{ parcels: number }>(tx, WRITE, [
    run.id,
    run.order_id,
    run.plan_version,
    run.currency,
    run.mark,
    run.salt,
    tries,
    range.first,
    body,
  ]);
  if (written?.parcels !== range.parcels) {
    throw new Error(
      `run ${run.id}: ${written?.parcels ?? 0} parcels instead of ${range.parcels} came of those from ${range.first} on`,
    );
  }
  const ids = [parcelId(run, range.first), parcelId(run, range.first + range.parcels - 1)];
  const unequal = await row<{ lines: number }>(tx, UNEQUAL, [...ids, ...ids]);
  await tx.raw("set local enable_nestloop = on");
  if (unequal?.lines !== 0)
    throw new Error(
      `run ${run.id}: ${unequal?.lines} lines of those from ${range.first} on differ from their contents`,
    );
}

/** Whether two parcels drew one number: another draw helps. */
export function isNumberTaken(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  return code === "23505" && constraint === "parcel_number_key";
}
