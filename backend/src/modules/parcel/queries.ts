import { randomBytes } from "node:crypto";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import type { ParcelDraft, PlannedContent, PlannedLine } from "./plan";
import { EACH_STANDS, standsOf } from "./plan-progress";
import { keepPlacements_ } from "./placements";
import { TO_COME } from "./queries-track";
import { BORNE_BY_NONE } from "./truck-loads";

/** Crockford's letters: none that is read as another, on a phone in a packing shed. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 10 letters are 50 bits: nobody guesses a number and reads a stranger's trace page. */
const NUMBER_LETTERS = 10;

export function newParcelNumber(): string {
  return `CL${[...randomBytes(NUMBER_LETTERS)].map((byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}

/** A draft with its own id and number, ready to be written. */
export interface NewParcel extends ParcelDraft {
  id: string;
  number: string;
}

export async function insertParcels(
  tx: Transaction,
  order_id: string,
  currency: string,
  all: readonly NewParcel[],
  plan_version = 1,
): Promise<void> {
  const placementId = await keepPlacements_(
    tx,
    all.map(({ planned }) => planned.placement),
  );
  await insertAll<NewParcel>(
    tx,
    "parcel",
    [
      ["id", "text", (p) => p.id],
      ["number", "text", (p) => p.number],
      ["order_id", "text", () => order_id],
      ["plan_version", "int", () => plan_version],
      ["cooperative_id", "text", (p) => p.cooperative_id],
      ["destination_id", "text", (p) => p.destination.id],
      ["addressee_id", "text", (p) => p.destination.addressee_id ?? null],
      ["name", "text", (p) => p.destination.name],
      ["phone", "text", (p) => p.destination.phone],
      ["province_code", "text", (p) => p.destination.province_code],
      ["address", "text", (p) => p.destination.address],
      ["zone", "text", (p) => p.planned.zone],
      ["carton", "text", (p) => p.planned.carton],
      ["carton_id", "text", (p) => p.carton_id],
      ["rate_card_id", "text", (p) => p.rate_card_id],
      ["billed_g", "bigint", (p) => p.planned.billed_g],
      ["goods_g", "bigint", (p) => p.planned.goods_g],
      ["gross_g", "bigint", (p) => p.planned.gross_g],
      ["freight_minor", "bigint", (p) => p.planned.freight_minor],
      ["carton_minor", "bigint", (p) => p.planned.carton_minor],
      ["currency", "text", () => currency],
      ["carrier", "text", (p) => p.planned.carrier],
      ["service", "text", (p) => p.planned.service],
      ["value_minor", "bigint", (p) => p.planned.value_minor],
      ["insurance_minor", "bigint", (p) => p.planned.insurance_minor],
      ["placement_id", "uuid", (p) => placementId(p.planned.placement)],
    ],
    all,
  );
  await insertAll<PlannedLine & { parcel_id: string }>(
    tx,
    "parcel_line",
    [
      ["parcel_id", "text", (l) => l.parcel_id],
      ["order_line_id", "text", (l) => l.order_line_id],
      ["title", "text", (l) => l.title],
      ["packs", "bigint", (l) => l.packs],
      ["pack_units", "bigint", (l) => l.pack_units],
      ["pack_g", "bigint", (l) => l.pack_g],
      ["freight_minor", "bigint", (l) => l.freight_minor],
    ],
    all.flatMap((parcel) => parcel.lines.map((line) => ({ ...line, parcel_id: parcel.id }))),
  );
  await insertAll<PlannedContent & { parcel_id: string }>(
    tx,
    "parcel_content",
    [
      ["parcel_id", "text", (c) => c.parcel_id],
      ["order_line_id", "text", (c) => c.order_line_id],
      ["allocation_id", "text", (c) => c.allocation_id],
      ["lot_id", "text", (c) => c.lot_id],
      ["pool_id", "text", (c) => c.pool_id],
      ["household_id", "text", (c) => c.household_id],
      ["units", "bigint", (c) => c.units],
    ],
    all.flatMap((parcel) => parcel.contents.map((content) => ({ ...content, parcel_id: parcel.id }))),
  );
  await recordStep(
    tx,
    all.map((parcel) => parcel.id),
    "planned",
    "house",
  );
}

/**
 * P1 before the commit: what the parcels hold is what was allocated, allocation by allocation, and what each line
 * says is what its contents hold. Counts the differences.
 */
export async function contentDifferences(
  tx: Transaction,
  order_id: string,
  allocations: readonly { id: string; units: string }[],
): Promise<number> {
  const found = await row<{ differences: string }>(
    tx,
    `with given as (select * from unnest(?::text[], ?::bigint[]) as t (id, units)),
          packed as (select c.allocation_id as id, sum(c.units) as units from parcel p join parcel_content c on c.parcel_id = p.id
                     where p.order_id = ? and p.state <> 'void' group by c.allocation_id),
          inside as (select c.parcel_id, c.order_line_id, sum(c.units) as inside from parcel p join parcel_content c on c.parcel_id = p.id
                     where p.order_id = ? group by c.parcel_id, c.order_line_id),
          held as (select l.packs * l.pack_units as units, i.inside
                   from parcel p join parcel_line l on l.parcel_id = p.id
                   left join inside i on i.parcel_id = l.parcel_id and i.order_line_id = l.order_line_id where p.order_id = ?)
     select (select count(*) from given full join packed using (id) where given.units is distinct from packed.units)
          + (select count(*) from held where units is distinct from inside) as differences`,
    [allocations.map((a) => a.id), allocations.map((a) => a.units), order_id, order_id, order_id],
  );
  return Number(found?.differences ?? 1);
}

/** Writes a step of ours into the history of these parcels; the state itself is the caller's update. */
export async function recordStep(
  tx: Transaction,
  parcel_ids: readonly string[],
  state: string,
  source: string,
): Promise<void> {
  await tx.raw(
    `insert into parcel_event (parcel_id, source, event_id, state, at, moved)
     select id, ?, ?, ?, now(), true from unnest(?::text[]) as t (id) on conflict do nothing`,
    [source, state, state, parcel_ids] as unknown as string[],
  );
}

/**
 * Cooperatives that handed over parcels of an order and have no live one here. What is here has no handover (the database sees to it): it is
 * found by `parcel_to_come`.
 */
const NONE_HERE = `
  select o.cooperative_id from (
    select distinct a.cooperative_id from fulfil_intent i join handover a on a.id = i.handover_id where i.order_id = ?) o
  where (select true from parcel h where h.order_id = ? and h.handover_id is null and h.${TO_COME} and h.cooperative_id = o.cooperative_id
         limit 1) is null`;

/**
 * What carriage of an order costs each cooperative by the plan that stands, of a truck that has driven all that it costs, and whether all of the
 * parcels have left for good. `left`: of the others nothing is said, and their parcels are not read.
 */
export async function plannedFreightOf(
  sql: Sql,
  order_id: string,
  only: { left?: boolean } = {},
): Promise<
  { cooperative_id: string; freight_minor: string; parcels: number; left: boolean; plan_version: number | null }[]
> {
  return rows(
    sql,
    `with none as (${BORNE_BY_NONE("t.order_id = ?")})${only.left ? `, gone as materialized (${NONE_HERE})` : ""}
     select p.cooperative_id, (sum(p.freight_minor) + coalesce(max(n.freight_minor), 0))::text as freight_minor, count(*)::int as parcels,
       bool_and(p.state not in ('planned', 'labelled', 'packed')) and coalesce(bool_and(pl.withdrawn_for is null and not pl.waits), false) as left,
       max(pl.version) as plan_version
     from parcel p left join parcel_plan pl on pl.order_id = p.order_id left join none n on n.cooperative_id = p.cooperative_id
     where p.order_id = ? and p.state <> 'void' ${only.left ? "and (select true from gone limit 1) and p.cooperative_id in (select cooperative_id from gone)" : ""}
     group by p.cooperative_id order by p.cooperative_id`,
    [order_id, ...(only.left ? [order_id, order_id] : []), order_id],
  );
}

export interface ParcelRow {
  id: string;
  number: string;
  order_id: string;
  cooperative_id: string;
  state: string;
  carton: string;
  goods_g: string;
  gross_g: string;
  freight_minor: string;
  carton_minor: string;
  currency: string;
  zone: string;
  carrier: string;
  service: string;
  tracking_number: string | null;
  province_code: string;
  name: string;
  phone: string;
  address: string;
  destination_id: string;
  addressee_id: string | null;
  handover_id: string | null;
  handed_over_at: Date | null;
  delivered_at: Date | null;
  accounted_by: string | null;
}

const PARCEL = `p.id, p.number, p.order_id, p.cooperative_id, p.state, p.carton, p.goods_g, p.gross_g, p.freight_minor, p.carton_minor,
  p.currency, p.zone, p.carrier, p.service, p.tracking_number, p.province_code, p.name, p.phone, p.address,
  p.destination_id, p.addressee_id, p.handover_id, p.handed_over_at, p.delivered_at, p.accounted_by`;

export interface ParcelFilter {
  id?: string | undefined;
  number?: string | undefined;
  order_id?: string | undefined;
  cooperative_id?: string | undefined;
  state?: string | undefined;
  /** Without those that are void. */
  live?: boolean | undefined;
  limit?: number;
  after?: string | undefined;
}

/** Parcels whose plan stands, in the order of their ids within an order; `after` is the id to go on from. */
export async function findParcels(sql: Sql, filter: ParcelFilter): Promise<ParcelRow[]> {
  const where: string[] = [EACH_STANDS];
  const bindings: (string | number)[] = [];
  for (const key of ["id", "number", "order_id", "cooperative_id", "state"] as const) {
    const wanted = filter[key];
    if (wanted === undefined) continue;
    where.push(`p.${key} = ?`);
    bindings.push(wanted);
  }
  if (filter.live) where.push("p.state <> 'void'");
  if (filter.after !== undefined) {
    where.push("p.id > ?");
    bindings.push(filter.after);
  }
  const limit = filter.limit === undefined ? "" : "limit ?";
  if (filter.limit !== undefined) bindings.push(filter.limit);
  return rows<ParcelRow>(
    sql,
    `select ${PARCEL} from parcel p where ${where.join(" and ")} order by p.id ${limit}`,
    bindings,
  );
}

/**
 * The first parcels of an order that are not void and whose plan stands. Which these are its index alone says, and where nothing of it stands
 * (half a plan is written, all is void) what is kept of it says so, before any parcel is looked at.
 * `EACH_STANDS`: with `standsOf` the planner takes what follows for a few rows and sorts all of them.
 */
export async function firstLive(sql: Sql, order_id: string, limit: number): Promise<ParcelRow[]> {
  return rows<ParcelRow>(
    sql,
    `with shown as materialized (
       select p.id from parcel p where p.order_id = ? and p.state <> 'void' and ${EACH_STANDS}
         and (select sum(t.parcels) from parcel_tally t where t.order_id = ? and t.state <> 'void' and ${standsOf("?", "t")}) > 0
       order by p.id limit ?)
     select ${PARCEL} from shown join parcel p on p.id = shown.id order by p.id`,
    [order_id, order_id, order_id, limit],
  );
}

export interface ContentRow {
  parcel_id: string;
  order_line_id: string;
  title: string;
  packs: string;
  pack_units: string;
  pack_g: string;
  allocation_id: string;
  lot_id: string;
  pool_id: string;
  household_id: string;
  units: string;
}

export async function contentsOf(sql: Sql, parcel_ids: readonly string[]): Promise<ContentRow[]> {
  return rows<ContentRow>(
    sql,
    `select c.parcel_id, c.order_line_id, l.title, l.packs, l.pack_units, l.pack_g, c.allocation_id, c.lot_id, c.pool_id, c.household_id, c.units
     from parcel_content c join parcel_line l on l.parcel_id = c.parcel_id and l.order_line_id = c.order_line_id
     where c.parcel_id = any(?) order by c.parcel_id, c.order_line_id, c.lot_id`,
    [parcel_ids],
  );
}

export interface EventRow {
  parcel_id: string;
  state: string;
  said: string | null;
  place: string | null;
  at: Date;
}

export async function eventsOf(sql: Sql, parcel_ids: readonly string[]): Promise<EventRow[]> {
  return rows<EventRow>(
    sql,
    `select parcel_id, state, said, place, at from parcel_event where parcel_id = any(?) order by at, id`,
    [parcel_ids],
  );
}
