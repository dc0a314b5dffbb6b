import type { Knex } from "knex";

/** Every row that a plan writes, but for the hours and the events' numbers, sorted by its key. */
export async function rowsOf(sql: Knex, order_id: string) {
  const read = async (text: string) => (await sql.raw<{ rows: unknown[] }>(text, [order_id])).rows;
  return {
    parcels: await read(
      `select to_jsonb(p) - 'created_at' - 'updated_at' as p from parcel p where order_id = ? order by id`,
    ),
    lines: await read(
      `select to_jsonb(l) as l from parcel p join parcel_line l on l.parcel_id = p.id where p.order_id = ? order by p.id, l.order_line_id`,
    ),
    contents: await read(
      `select to_jsonb(c) as c from parcel p join parcel_content c on c.parcel_id = p.id where p.order_id = ? order by p.id, c.allocation_id`,
    ),
    events: await read(
      `select to_jsonb(e) - 'id' - 'at' - 'recorded_at' as e from parcel p join parcel_event e on e.parcel_id = p.id where p.order_id = ? order by p.id, e.event_id`,
    ),
    plan: await read(
      `select version, currency, parcels, freight_minor, withdrawn_for from parcel_plan where order_id = ?`,
    ),
  };
}
