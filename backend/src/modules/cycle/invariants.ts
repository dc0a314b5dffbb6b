import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows } from "../../lib/sql";

export interface CycleInvariant {
  id: string;
  name: string;
  /** Rows looked at, and rows that break the promise. */
  count: number;
  violations: number;
}

/** What must hold of cycles whatever died (docs/adr/0042). */
export function cycleInvariants(sql: Knex): Promise<CycleInvariant[]> {
  return rows<CycleInvariant>(
    sql,
    `select 'C1' as id, 'an order cycle is closed within ten minutes of its time' as name, count(*)::int as count,
       count(*) filter (where (state = 'published' and closes_at < now() - interval '10 minutes')
         or (state = 'closing' and updated_at < now() - interval '15 minutes'))::int as violations
       from order_cycle where state in ('published', 'closing')
     union all
     select 'C2', 'an order is let go, or goes back, within thirty minutes of the end of its cycle', count(*)::int,
       count(*) filter (where e.settled_at is null and c.ended_at < now() - interval '30 minutes')::int
       from cycle_entry e join order_cycle c on c.id = e.cycle_id where e.state = 'confirmed' and c.ended_at is not null
     union all
     select 'C3', 'an order counts in its cycle with the packs it was let in with', count(*)::int, count(*) filter (where
         (select coalesce(sum((l->>'packs')::bigint), 0) from jsonb_array_elements(e.lines) l)
           <> (select coalesce(sum(l.packs), 0) from cycle_line l where l.order_id = e.order_id))::int
       from cycle_entry e where e.state = 'confirmed'`,
  );
}
