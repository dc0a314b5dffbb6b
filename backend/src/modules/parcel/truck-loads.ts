import { freightOfLoad } from "@commonlot/domain";
import { rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import type { Stop } from "./plan";

/** Keeps what the truck of each load costs, with the plan that is stored; of loads that go in parcels nothing. */
export async function keepLoads_(tx: Transaction, order_id: string, stops: readonly Stop[]): Promise<void> {
  const loads = stops.flatMap(({ destination: { id, truck_minor, items } }) =>
    truck_minor === undefined ? [] : [{ id, truck_minor, cooperative_id: items[0]?.cooperative_id ?? "" }],
  );
  await insertAll(
    tx,
    "truck_load",
    [
      ["order_id", "text", () => order_id],
      ["destination_id", "text", (load) => load.id],
      ["cooperative_id", "text", (load) => load.cooperative_id],
      ["freight_minor", "bigint", (load) => load.truck_minor],
    ],
    loads,
    "on conflict (order_id, destination_id) do update set freight_minor = excluded.freight_minor",
  );
}

/** SQL: what the live cartons of a load `t` bear, whether one has left, and whether one is here. */
const CARTONS = `lateral (select sum(p.freight_minor) as borne_minor, bool_or(parcel_rank(p.state) >= 30) as gone, bool_or(parcel_rank(p.state) < 30) as here
  from parcel p where p.order_id = t.order_id and p.destination_id = t.destination_id and p.state <> 'void')`;

/** SQL for what of trucks lies on no carton (domain, `borneByNone`), by order and cooperative, of the loads `t` for which `of` holds. */
export const BORNE_BY_NONE = (of: string): string => `
  select t.order_id, t.cooperative_id, sum(t.freight_minor - c.borne_minor) as freight_minor from truck_load t cross join ${CARTONS} c
  where ${of} and c.gone and c.borne_minor < t.freight_minor group by t.order_id, t.cooperative_id`;

/** SQL for loads whose cartons bear more than their truck costs, or, while some are here, less. */
export const LOADS_BORNE_WRONG = `
  select 1 from truck_load t join parcel_plan pl on pl.order_id = t.order_id and pl.withdrawn_for is null cross join ${CARTONS} c
  where c.borne_minor > t.freight_minor or (c.here and c.borne_minor < t.freight_minor)`;

/** SQL for freight of trucks that was settled with its buyer against anything else than all that they cost (docs/adr/0063). */
export const LOADS_SETTLED_WRONG = `
  select 1 from freight_gap g join (select order_id, cooperative_id, sum(freight_minor) as freight_minor from truck_load group by 1, 2) t
    on t.order_id = g.order_id and t.cooperative_id = g.cooperative_id
  where g.parcels > 0 and g.planned_minor <> t.freight_minor`;

/**
 * What carriage costs each line of an order, minor units: what its cartons bear, and of a truck that has driven all of its cost. One statement,
 * so that a plan which is stored meanwhile is seen whole or not at all.
 */
export async function freightByLine(
  sql: Sql,
  order_id: string,
): Promise<{ order_line_id: string; freight_minor: bigint }[]> {
  const found = await rows<{
    destination_id: string | null;
    truck_minor: string | null;
    order_line_id: string;
    freight_minor: string;
    gone_g: string;
  }>(
    sql,
    `select t.destination_id, t.freight_minor::text as truck_minor, l.order_line_id, sum(l.freight_minor)::text as freight_minor,
       coalesce(sum(l.packs * l.pack_g) filter (where parcel_rank(p.state) >= 30), 0)::text as gone_g
     from parcel p join parcel_line l on l.parcel_id = p.id
     left join truck_load t on t.order_id = p.order_id and t.destination_id = p.destination_id
     where p.order_id = ? and p.state <> 'void' group by t.destination_id, t.freight_minor, l.order_line_id order by l.order_line_id`,
    [order_id],
  );
  const sums = new Map(found.map((one) => [one.order_line_id, 0n]));
  for (const destination_id of new Set(found.map((one) => one.destination_id))) {
    const lines = found.filter((one) => one.destination_id === destination_id);
    const borne = freightOfLoad(
      BigInt(lines[0]?.truck_minor ?? "0"),
      lines.map((one) => ({
        line: one.order_line_id,
        freight_minor: BigInt(one.freight_minor),
        gone_g: BigInt(one.gone_g),
      })),
    );
    for (const [line, freight_minor] of borne) sums.set(line, (sums.get(line) ?? 0n) + freight_minor);
  }
  return [...sums].map(([order_line_id, freight_minor]) => ({ order_line_id, freight_minor }));
}
