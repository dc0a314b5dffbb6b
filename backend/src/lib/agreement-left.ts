import { rows, type Sql } from "./sql";

/** Packs of one good of an agreement that left the house with a carrier, and those of them that arrived. */
export interface LeftPacks {
  variant_id: string;
  sent: number;
  delivered: number;
}

/**
 * What of an agreement's call-offs has left, by its goods: packs in parcels that were handed over (lost and returned ones among them), and in
 * parcels that were delivered. Of an order of several cooperatives only this one's parcels.
 */
export function leftOfAgreement(sql: Sql, agreement_id: string): Promise<LeftPacks[]> {
  return rows(
    sql,
    `select i.variant_id, sum(l.packs)::float8 as sent, coalesce(sum(l.packs) filter (where p.state = 'delivered'), 0)::float8 as delivered
     from agreement_call_off c join quote q on q.id = c.quote_id
       join company_order o on o.quote_id = q.id and o.state = 'placed' and o.order_id is not null
       join parcel p on p.order_id = o.order_id and p.cooperative_id = q.cooperative_id and parcel_rank(p.state) between 30 and 50
       join parcel_line l on l.parcel_id = p.id join order_line_item i on i.id = l.order_line_id
       join agreement_call_off_line cl on cl.quote_id = q.id and cl.variant_id = i.variant_id
     where c.agreement_id = ? group by 1`,
    [agreement_id],
  );
}
