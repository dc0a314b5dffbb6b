import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows, type Sql } from "../../lib/sql";

/** A run of which nothing was written for so long has lost its jobs: they were tried again for longer than that. */
export const STUCK_AFTER_MIN = 20;

/** How far the parcels of an order are planned: written so far, of how many. */
export interface PlanProgressView {
  order_id: string;
  parcels: number;
  written: number;
  /** Nobody is at work on it any more. Asking for the plan again takes it up where it stands. */
  stuck: boolean;
  began_at: Date;
}

/** What a plan costs, and how far from the least that is possible it may be at most: proven, and checked by separate code. */
export interface PlanProof {
  order_id: string;
  parcels: number;
  currency: string;
  cost_minor: string;
  bound_minor: string;
  /** Different baskets, and those of which a cheaper plan is not ruled out. */
  baskets: number;
  unproven: number;
  finished_at: Date;
}

const RUNS = `select r.order_id, r.parcels, r.created_at as began_at, coalesce(c.written, 0)::int as written,
    greatest(r.created_at, c.last_at) < now() - interval '${STUCK_AFTER_MIN} minutes' as stuck
  from plan_run r cross join lateral (
    select sum(parcels) filter (where written_at is not null) as written, max(written_at) as last_at from plan_chunk where run_id = r.id) c
  where r.state in ('writing', 'written')`;

/** Runs that are not over, as desk and purchaser see them. */
export class PlanProgress {
  constructor(private readonly sql: Knex) {}

  async ofOrder(order_id: string): Promise<PlanProgressView | undefined> {
    return row<PlanProgressView>(this.sql, `${RUNS} and r.order_id = ?`, [order_id]);
  }

  /** Of the orders that a cooperative packs for, the newest first. */
  ofCooperative(cooperative_id: string, limit: number): Promise<PlanProgressView[]> {
    return rows<PlanProgressView>(
      this.sql,
      `${RUNS} and exists (select from plan_basket b where b.run_id = r.id and b.cooperative_id = ?) order by r.created_at desc, r.id limit ?`,
      [cooperative_id, limit],
    );
  }

  /** The proof of the plans that stand, of these orders. */
  proofs(order_ids: readonly string[]): Promise<PlanProof[]> {
    return rows<PlanProof>(
      this.sql,
      `select distinct on (order_id) order_id, parcels, upper(currency) as currency, upper_bound_minor as cost_minor,
              lower_bound_minor as bound_minor, baskets, unproven, finished_at
       from plan_run where order_id = any(?) and state = 'finished' order by order_id, plan_version desc`,
      [[...order_ids]],
    );
  }
}

/**
 * That a parcel `p` is not of a run whose parcels are still being written: half a plan is shown to nobody. For a list that ends
 * after a page: asked of each parcel that is shown, so that the list keeps the order of its index.
 */
export const EACH_STANDS = `not coalesce((select true from plan_run run
  where run.order_id = p.order_id and run.plan_version = p.plan_version and run.state in ('writing', 'written')), false)`;

/** The same of one order's parcels, or of what is kept of them, asked once for all. */
export function standsOf(order_id: string, of = "p"): string {
  return `${of}.plan_version is distinct from
  (select run.plan_version from plan_run run where run.order_id = ${order_id} and run.state in ('writing', 'written'))`;
}

/** Parcels of a cooperative that are written and whose plan does not stand yet. */
export async function parcelsInWriting(sql: Sql, cooperative_id: string): Promise<number> {
  const [found] = await rows<{ parcels: number }>(
    sql,
    `select coalesce(sum(t.parcels), 0)::int as parcels
     from plan_run run join parcel_tally t on t.order_id = run.order_id and t.plan_version = run.plan_version
     where run.state in ('writing', 'written') and t.cooperative_id = ? and t.state = 'planned'`,
    [cooperative_id],
  );
  return found?.parcels ?? 0;
}
