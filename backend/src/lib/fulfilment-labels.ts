import { rows, type Sql } from "./sql";

/** Medusa asks an address for each label; where there is none its own Admin writes this. */
const NO_ADDRESS = "#";

/**
 * Writes the tracking numbers of an order's parcels of a handover as labels of Medusa's fulfilment: those that it has not. Answers how many were
 * written. In one statement, and a label's id is made of its fulfilment and number, so a number is one label, whoever comes twice or at once.
 * By its rows, since Medusa's own way takes all labels that stay with each new one, and compares each with all.
 */
export async function labelFulfilment(
  sql: Sql,
  of: { fulfillment_id: string; order_id: string; handover_id: string },
): Promise<number> {
  const written = await rows(
    sql,
    `insert into fulfillment_label (id, fulfillment_id, tracking_number, tracking_url, label_url)
     select 'fulla_' || md5(f.id || '/' || n.tracking_number), f.id, n.tracking_number, ?, ?
     from fulfillment f cross join (
       select distinct tracking_number from parcel where handover_id = ? and order_id = ? and tracking_number is not null) n
     where f.id = ? and f.canceled_at is null and not exists (
       select from fulfillment_label l where l.fulfillment_id = f.id and l.tracking_number = n.tracking_number and l.deleted_at is null)
     order by n.tracking_number
     on conflict (id) do nothing returning id`,
    [NO_ADDRESS, NO_ADDRESS, of.handover_id, of.order_id, of.fulfillment_id],
  );
  return written.length;
}
