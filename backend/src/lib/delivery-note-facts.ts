import { TRUCK, type CartonsToStack } from "@commonlot/domain";
import { rows, type Sql } from "./sql";

// What left on trucks, as delivery notes say it. Reads across the rooms, writes nothing; what was handed over never changes.

const GROSS = `coalesce(k.weighed_g, p.gross_g)`;
const ON_TRUCK = `p.carrier = '${TRUCK.carrier}' and p.state <> 'void'`;

/** What of one order left with one handover: a truck's run. */
export interface TruckRun {
  handover_id: string;
  order_id: string;
  cooperative_id: string;
  /** Of the note: the handover's number and the order's. */
  number: string;
  driver: string | null;
  plate: string | null;
  left_at: Date;
  cartons: number;
  /** As it was weighed, without pallets. */
  gross_g: number;
  company: string | null;
  name: string;
  phone: string;
  address: string;
}

export type RunsOf =
  { handover_id: string; cooperative_id: string } | { order_ids: readonly string[]; cooperative_id: string };

/** The runs of a handover, or of a cooperative's goods in orders; the first one first. */
export function truckRuns(sql: Sql, of: RunsOf): Promise<TruckRun[]> {
  const [which, ids] = "handover_id" in of ? ["h.id", [of.handover_id]] : ["p.order_id", [...of.order_ids]];
  return rows<TruckRun>(
    sql,
    `select h.id as handover_id, p.order_id, h.cooperative_id, h.number || '-' || coalesce(o.display_id::text, p.order_id) as number, h.driver, h.plate,
       h.created_at as left_at, count(*)::int as cartons, sum(${GROSS})::float8 as gross_g,
       (select c.name from company_order w join company c on c.id = w.company_id where w.order_id = p.order_id order by w.id limit 1) as company,
       min(p.name) as name, min(p.phone) as phone, min(p.address) as address
     from parcel p join handover h on h.id = p.handover_id
       left join parcel_packing k on k.parcel_id = p.id left join "order" o on o.id = p.order_id
     where ${which} = any(?) and h.cooperative_id = ? and ${ON_TRUCK}
     group by h.id, p.order_id, o.display_id order by h.created_at, h.id, p.order_id`,
    [ids, of.cooperative_id],
  );
}

/** A good on a truck, with the lots it is of. */
export interface TruckGoods {
  title: string;
  lots: string[];
  unit: "g" | "piece";
  units: number;
  /** Cartons that hold some of it: one with two goods counts at both. */
  cartons: number;
}

export function goodsOfRun(sql: Sql, run: Pick<TruckRun, "handover_id" | "order_id">): Promise<TruckGoods[]> {
  return rows<TruckGoods>(
    sql,
    `select l.title, array_agg(distinct t.number order by t.number) as lots, o.unit, sum(c.units)::float8 as units,
       count(distinct p.id)::int as cartons
     from parcel p join parcel_content c on c.parcel_id = p.id
       join parcel_line l on l.parcel_id = c.parcel_id and l.order_line_id = c.order_line_id
       join lot t on t.id = c.lot_id join pool o on o.id = c.pool_id
     where p.handover_id = ? and p.order_id = ? and ${ON_TRUCK}
     group by l.title, o.unit order by l.title, o.unit`,
    [run.handover_id, run.order_id],
  );
}

/** The numbers on its cartons. */
export async function numbersOfRun(sql: Sql, run: Pick<TruckRun, "handover_id" | "order_id">): Promise<string[]> {
  const found = await rows<{ number: string }>(
    sql,
    `select p.number from parcel p where p.handover_id = ? and p.order_id = ? and ${ON_TRUCK} order by p.number`,
    [run.handover_id, run.order_id],
  );
  return found.map((one) => one.number);
}

/** Its cartons by box and weight, to be stacked. */
export async function cartonsOfRun(
  sql: Sql,
  run: Pick<TruckRun, "handover_id" | "order_id">,
): Promise<CartonsToStack[]> {
  const found = await rows<{ count: number; gross_g: number; sides: (number | null)[] }>(
    sql,
    `select count(*)::int as count, ${GROSS}::float8 as gross_g, array[b.inner_length_mm, b.inner_width_mm, b.inner_height_mm]::float8[] as sides
     from parcel p left join parcel_packing k on k.parcel_id = p.id left join carton b on b.id = p.carton_id
     where p.handover_id = ? and p.order_id = ? and ${ON_TRUCK} group by 2, 3 order by 2, 3`,
    [run.handover_id, run.order_id],
  );
  return found.map(({ count, gross_g, sides }) => {
    const [length, width, height] = sides;
    const measured = length != null && width != null && height != null;
    return { count, gross_g, inner_mm: measured ? [length, width, height] : null };
  });
}
