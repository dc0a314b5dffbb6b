import type pg from "pg";

export interface FoundEvent {
  id: string;
  reference: string;
  tracking_number: string;
  state: string;
  at: string;
  place: string;
}

/** All that has happened to these shipments by now, whether its webhook was sent or not, under the ids that webhooks use. */
export async function findEvents(pool: pg.Pool, references: readonly string[]): Promise<FoundEvent[]> {
  const { rows } = await pool.query<Omit<FoundEvent, "id" | "at"> & { seq: string; due_at: Date }>(
    `select s.seq, h.reference, h.tracking_number, s.state, s.due_at, s.place
     from carrier_standin.shipment h join carrier_standin.step s on s.shipment_id = h.id
     where h.reference = any($1) and h.state <> 'cancelled' and s.due_at <= now() order by s.due_at, s.seq`,
    [references],
  );
  return rows.map(({ seq, due_at, ...event }) => ({ id: `ce_${seq}`, at: due_at.toISOString(), ...event }));
}
