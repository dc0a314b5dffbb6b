import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Invariant } from "../../lib/invariant";
import { row } from "../../lib/sql";

/** What must hold of cycles whatever died (docs/adr/0042), one query each. */
const QUERIES: { id: string; name: string; sql: string }[] = [
  {
    id: "C1",
    name: "an order cycle is closed within a quarter of an hour of its time",
    sql: `select count(*)::int as count, count(*) filter (where (state = 'published' and closes_at < now() - interval '10 minutes')
        or (state = 'closing' and updated_at < now() - interval '15 minutes'))::int as violations
      from order_cycle where state in ('published', 'closing')`,
  },
  {
    id: "C2",
    name: "an order is let go, or goes back, within thirty minutes of the end of its cycle",
    sql: `select count(*)::int as count,
        count(*) filter (where e.settled_at is null and greatest(c.ended_at, e.confirmed_at) < now() - interval '30 minutes')::int as violations
      from cycle_entry e join order_cycle c on c.id = e.cycle_id where e.state = 'confirmed' and c.ended_at is not null`,
  },
  {
    id: "C3",
    name: "an order counts in its cycle with the packs it was let in with",
    sql: `select count(*)::int as count, count(*) filter (where
        (select coalesce(sum((l->>'packs')::bigint), 0) from jsonb_array_elements(e.lines) l)
          <> (select coalesce(sum(l.packs), 0) from cycle_line l where l.order_id = e.order_id))::int as violations
      from cycle_entry e where e.state = 'confirmed'`,
  },
];

export async function cycleInvariants(sql: Knex): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const { id, name, sql: text } of QUERIES) {
    const counted = await row<{ count: number; violations: number }>(sql, text);
    found.push({ id, name, count: counted?.count ?? 0, violations: counted?.violations ?? 1 });
  }
  return found;
}
