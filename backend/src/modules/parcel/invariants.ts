import type { Invariant } from "../../lib/invariant";
import { row, type Sql } from "../../lib/sql";
import { BORNE_BY_NONE, LOADS_BORNE_WRONG, LOADS_SETTLED_WRONG } from "./truck-loads";

/** Each is one query that counts what it looked at and what is wrong; reading other rooms' tables is all it does there. */
const QUERIES: readonly { id: string; name: string; text: string }[] = [
  {
    id: "P1",
    name: "parcel contents = allocation, no unit lost or twice",
    text: `
      with packed as (
        select c.allocation_id as id, sum(c.units) as units from parcel p join parcel_content c on c.parcel_id = p.id
        join parcel_plan pl on pl.order_id = p.order_id and pl.withdrawn_for is null
        where p.state <> 'void' group by c.allocation_id
      ), promised as (
        select a.id, a.units from allocation a join parcel_plan pl on pl.order_id = a.order_id where a.state <> 'released' and pl.withdrawn_for is null
      ), lines as (
        select l.packs * l.pack_units as units,
          (select sum(c.units) from parcel_content c where c.parcel_id = l.parcel_id and c.order_line_id = l.order_line_id) as inside
        from parcel_line l
      )
      select (select count(*) from promised) as count,
        (select count(*) from promised full join packed using (id) where promised.units is distinct from packed.units)
        + (select count(*) from lines where units is distinct from inside) as violations`,
  },
  {
    id: "P2",
    name: "weight within carton and carrier limits, one destination and one cooperative a parcel",
    text: `
      select count(*) as count, count(*) filter (where
          p.gross_g > c.max_weight_g or p.gross_g <> p.goods_g + c.tare_g
          or p.gross_g > (r.card->>'max_weight_g')::bigint
          or p.goods_g <> (select sum(l.packs * l.pack_g) from parcel_line l where l.parcel_id = p.id)
          or exists (select from parcel_content k join pool o on o.id = k.pool_id where k.parcel_id = p.id and o.cooperative_id <> p.cooperative_id)
        ) as violations
      from parcel p join carton c on c.id = p.carton_id left join rate_card r on r.id = p.rate_card_id`,
  },
  {
    id: "P3",
    name: "at most one live label a parcel, exactly one once handed over",
    text: `
      select count(*) as count, count(*) filter (where labels > 1 or (parcel_rank(state) between 30 and 50 and labels = 0)) as violations
      from (select p.state, (select count(*) from parcel_label l where l.parcel_id = p.id and l.voided_at is null) as labels from parcel p) p`,
  },
  {
    id: "P4",
    name: "states only forward, and the last step is the state",
    text: `
      with steps as (
        select parcel_id, state, parcel_rank(state) as rank, lag(parcel_rank(state)) over w as earlier,
          row_number() over (partition by parcel_id order by id desc) as from_last
        from parcel_event where moved window w as (partition by parcel_id order by id)
      )
      select (select count(*) from parcel) as count,
        (select count(*) from steps where rank <= earlier)
        + (select count(*) from parcel p left join steps s on s.parcel_id = p.id and s.from_last = 1 where s.state is distinct from p.state) as violations`,
  },
  {
    id: "P5",
    name: "freight on parcels = freight on order lines = freight posted",
    text: `
      with lines as (select parcel_id, sum(freight_minor) as freight from parcel_line group by parcel_id)
      select (select count(*) from parcel) as count,
        (select count(*) from parcel p left join lines l on l.parcel_id = p.id where l.freight is distinct from p.freight_minor)
        + (select count(*) from parcel_plan pl where pl.withdrawn_for is null and pl.freight_minor <>
            (select coalesce(sum(p.freight_minor), 0) from parcel p where p.order_id = pl.order_id and p.state <> 'void'))
        + (select count(*) from (${LOADS_BORNE_WRONG}) w) + (select count(*) from (${LOADS_SETTLED_WRONG}) w) as violations`,
  },
  {
    id: "P6",
    name: "a claim settled by sending again has a replacement that lives: its order, its goods, its parcels, its money",
    text: `
      select count(*) as count, count(*) filter (where
          c.replacement_order_id is null
          or exists (select from "order" o where o.id = c.replacement_order_id and (o.status = 'canceled' or o.deleted_at is not null))
          or not exists (select from hold h where h.order_id = c.replacement_order_id and h.state in ('confirmed', 'consumed'))
          or not exists (select from parcel p where p.order_id = c.replacement_order_id and p.state <> 'void')
          or not exists (select from sale s where s.order_id = c.replacement_order_id and s.withdrawn_at is null)
        ) as violations
      from parcel_claim c where c.remedy = 'reship' and c.state in ('done', 'closed')`,
  },
  {
    id: "P7",
    name: "what is kept of an order's parcels and of a sheet's labels is what they are, counted one by one",
    text: `
      with counted as (
        select order_id, cooperative_id, plan_version, state, state = 'labelled' and wave_id is null as waits, count(*) as parcels, sum(gross_g) as gross_g, sum(freight_minor) as freight_minor
        from parcel group by 1, 2, 3, 4, 5
      ), kept as (
        select order_id, cooperative_id, plan_version, state, waits, sum(parcels) as parcels, sum(gross_g) as gross_g, sum(freight_minor) as freight_minor
        from parcel_tally group by 1, 2, 3, 4, 5 having sum(parcels) <> 0 or sum(gross_g) <> 0 or sum(freight_minor) <> 0
      ), labels as (
        select sheet_id, count(*) as labels from parcel_label where voided_at is null group by sheet_id
      ), kept_labels as (
        select sheet_id, sum(labels) as labels from label_tally group by sheet_id having sum(labels) <> 0
      )
      select (select count(*) from counted) + (select count(*) from labels) as count,
        (select count(*) from counted c full join kept k using (order_id, cooperative_id, plan_version, state, waits)
         where c.parcels is distinct from k.parcels or c.gross_g is distinct from k.gross_g or c.freight_minor is distinct from k.freight_minor)
        + (select count(*) from labels l full join kept_labels k using (sheet_id) where l.labels is distinct from k.labels) as violations`,
  },
];

/**
 * P5's other half: what was posted as freight of an order is what its parcels cost, and what of a truck lies on none of them, cooperative by
 * cooperative (a line that fell short whole may carry the others' box, so not line by line).
 */
const POSTED_FREIGHT = `
  select count(*) as count, count(*) filter (where s.freight_minor <> coalesce(p.freight_minor, 0) + coalesce(n.freight_minor, 0)) as violations
  from (select order_id, cooperative_id, sum(freight_minor) as freight_minor from sale_line where posted_at is not null group by 1, 2) s
  left join (select order_id, cooperative_id, sum(freight_minor) as freight_minor from parcel where state <> 'void' group by 1, 2) p
    on p.order_id = s.order_id and p.cooperative_id = s.cooperative_id
  left join (${BORNE_BY_NONE("true")}) n on n.order_id = s.order_id and n.cooperative_id = s.cooperative_id`;

export async function invariantsOf(sql: Sql): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const { id, name, text } of QUERIES) {
    const counted = await row<{ count: string; violations: string }>(sql, text);
    const posted = id === "P5" ? await row<{ count: string; violations: string }>(sql, POSTED_FREIGHT) : undefined;
    found.push({
      id,
      name,
      count: Number(counted?.count ?? 0) + Number(posted?.count ?? 0),
      violations: Number(counted?.violations ?? 1) + Number(posted?.violations ?? 0),
    });
  }
  return found;
}
