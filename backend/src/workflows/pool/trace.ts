import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { rows } from "../../lib/sql";
import { familyOf } from "../../modules/pool/lot-family";

// Traces read across the rooms and write nothing: one query each, whatever the number of parcels.

export interface LotParcel {
  parcel_id: string;
  number: string;
  state: string;
  order_id: string;
  display_id: number | null;
  units: number;
  /** Who gets it, for the desk. */
  name: string;
  phone: string;
  /** Who bought it. */
  buyer_email: string | null;
  handed_over_at: Date | null;
  delivered_at: Date | null;
  held_back: boolean;
}

/** From a lot, and all that was split off it, to every parcel and buyer: live parcels by id, going on after `after`. */
export function parcelsOfLot(
  container: MedusaContainer,
  input: { lot_id: string; cooperative_id: string; after?: string | undefined; limit: number },
): Promise<LotParcel[]> {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  return rows<LotParcel>(
    sql,
    `with recursive ${familyOf("?")}
     select p.id as parcel_id, p.number, p.state, p.order_id, o.display_id::int as display_id, sum(c.units)::float8 as units, p.name, p.phone,
            o.email as buyer_email, p.handed_over_at, p.delivered_at, (bool_or(l.blocked_at is not null) and parcel_rank(p.state) < 30) as held_back
     from parcel_content c join parcel p on p.id = c.parcel_id join lot l on l.id = c.lot_id left join "order" o on o.id = p.order_id
     where c.lot_id in (select id from family) and p.cooperative_id = ? and p.state <> 'void' and p.id > coalesce(?, '')
     group by p.id, o.display_id, o.email order by p.id limit ?`,
    [input.lot_id, input.cooperative_id, input.after ?? null, input.limit],
  );
}

export interface ParcelLot {
  lot_id: string;
  lot_number: string;
  household_id: string;
  household_name: string;
  card_number: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  harvested_on: string;
  weighed_at: Date;
  units: number;
  title: string;
  recalled: boolean;
}

/** From a parcel to every lot and household. */
export function lotsOfParcel(container: MedusaContainer, parcel_id: string): Promise<ParcelLot[]> {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  return rows<ParcelLot>(
    sql,
    `select l.id as lot_id, l.number as lot_number, h.id as household_id, h.name as household_name, h.card_number, o.produce, l.grade, o.unit,
            l.harvested_on::text as harvested_on, l.created_at as weighed_at, sum(c.units)::float8 as units, min(i.title) as title,
            l.blocked_at is not null as recalled
     from parcel_content c join lot l on l.id = c.lot_id join pool o on o.id = l.pool_id
       join parcel_line i on i.parcel_id = c.parcel_id and i.order_line_id = c.order_line_id
       left join household h on h.id = l.household_id
     where c.parcel_id = ? group by l.id, h.id, o.id order by l.number`,
    [parcel_id],
  );
}
