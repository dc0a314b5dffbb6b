import { rows, type Sql } from "../../lib/sql";

/** What has left of orders: by parcel, by line and destination, by line and lot. */
export interface Left {
  parcels: Record<string, number>;
  packs: { order_id: string; order_line_id: string; destination_id: string; packs: number }[];
  units: { order_line_id: string; lot_id: string; units: number }[];
  /** Parcels that are still here, and live, of each cooperative. */
  here: { order_id: string; cooperative_id: string; parcels: number }[];
  /** What the carriage of those that left costs. */
  freight: CarriageCost[];
}

/** What the parcels of one cooperative in an order cost to carry. */
export interface CarriageCost {
  order_id: string;
  cooperative_id: string;
  freight_minor: bigint;
}

/** What left the house with the carrier, of the orders named. */
export async function leftOf(sql: Sql, order_ids: readonly string[]): Promise<Left> {
  const counts = await rows<{ order_id: string; left: number }>(
    sql,
    `select order_id, count(*) filter (where parcel_rank(state) between 30 and 50)::int as left
     from parcel where order_id = any(?) group by order_id`,
    [[...order_ids]],
  );
  const here = await rows<Left["here"][number]>(
    sql,
    `select order_id, cooperative_id, count(*)::int as parcels from parcel
     where order_id = any(?) and parcel_rank(state) < 30 group by order_id, cooperative_id`,
    [[...order_ids]],
  );
  const packs = await rows<Left["packs"][number]>(
    sql,
    `select p.order_id, l.order_line_id, p.destination_id, sum(l.packs)::float8 as packs from parcel p join parcel_line l on l.parcel_id = p.id
     where p.order_id = any(?) and parcel_rank(p.state) between 30 and 50 group by p.order_id, l.order_line_id, p.destination_id`,
    [[...order_ids]],
  );
  const units = await rows<Left["units"][number]>(
    sql,
    `select c.order_line_id, c.lot_id, sum(c.units)::float8 as units from parcel p join parcel_content c on c.parcel_id = p.id
     where p.order_id = any(?) and parcel_rank(p.state) between 30 and 50 group by c.order_line_id, c.lot_id`,
    [[...order_ids]],
  );
  const freight = await rows<{ order_id: string; cooperative_id: string; freight_minor: string }>(
    sql,
    `select order_id, cooperative_id, sum(freight_minor) as freight_minor from parcel
     where order_id = any(?) and parcel_rank(state) between 30 and 50 group by order_id, cooperative_id`,
    [[...order_ids]],
  );
  return {
    freight: freight.map((one) => ({ ...one, freight_minor: BigInt(one.freight_minor) })),
    parcels: Object.fromEntries(counts.map((one) => [one.order_id, one.left])),
    here,
    packs,
    units,
  };
}
