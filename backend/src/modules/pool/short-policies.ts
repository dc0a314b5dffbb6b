import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result, type ShortPolicy } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql } from "../../lib/sql";

/** Changes of one page; older ones by cursor. */
const PAGE = 20;
/** Pools of one produce in a cooperative: a handful of grades. */
const MAX_OTHERS = 50;

export interface PolicyInForce {
  policy: ShortPolicy;
  wait_days: number;
  /** Whose goods may fill in with `other_grade`, when the buyer agrees. */
  other_pool_id: string | null;
}

export interface PolicyChange extends PolicyInForce {
  id: string;
  reason: string;
  person: string;
  at: Date;
  cursor: string;
}

/** A pool whose goods could fill in for another's. */
export interface OtherPool {
  id: string;
  origin_id: string;
  produce: string;
  grade: string;
}

const IN_FORCE = `short_policy as policy, short_wait_days as wait_days, short_other_pool_id as other_pool_id`;

/** What is done about packs that are missing, pool by pool. It counts for shorts that are previewed from then on. */
export class ShortPolicies {
  constructor(private readonly sql: Knex) {}

  inForce(pool_id: string, cooperative_id: string): Promise<PolicyInForce | undefined> {
    return row<PolicyInForce>(this.sql, `select ${IN_FORCE} from pool where id = ? and cooperative_id = ?`, [
      pool_id,
      cooperative_id,
    ]);
  }

  /** Pools of another grade that could fill in: same cooperative, origin, produce and unit, packed the same way. */
  others(pool_id: string, cooperative_id: string): Promise<OtherPool[]> {
    return othersOf(this.sql, pool_id, cooperative_id);
  }

  /** Newest first; going on after (`at`, `id`). */
  async changes(
    pool_id: string,
    after?: { at: string; id: string },
  ): Promise<{ changes: PolicyChange[]; next: { at: string; id: string } | null }> {
    const changes = await rows<PolicyChange>(
      this.sql,
      `select id, policy, wait_days, other_pool_id, reason, person, created_at as at,
              to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor
       from short_policy_change where pool_id = ? and (?::text is null or (created_at, id) < (?::timestamptz, ?::text))
       order by created_at desc, id desc limit ${PAGE}`,
      [pool_id, after?.id ?? null, after?.at ?? null, after?.id ?? null],
    );
    const last = changes.at(-1);
    return { changes, next: changes.length === PAGE && last ? { at: last.cursor, id: last.id } : null };
  }

  /**
   * Said again with the same words it is the same, and nothing is written. The other pool is kept with whatever policy, so
   * that an entry may choose it. Refuses a pool that can't fill in, and `other_grade` without one.
   */
  set(
    input: Omit<PolicyInForce, "other_pool_id"> & {
      other_pool_id?: string | null | undefined;
      pool_id: string;
      cooperative_id: string;
      reason: string;
      person: string;
    },
  ): Promise<Result<PolicyInForce, Refusal<"pool_not_found" | "other_pool_unfit">>> {
    return inTransaction(this.sql, async (tx) => {
      const pool = await row<PolicyInForce>(
        tx,
        `select ${IN_FORCE} from pool where id = ? and cooperative_id = ? for no key update`,
        [input.pool_id, input.cooperative_id],
      );
      if (!pool) return refuse("pool_not_found", "There is no such pool in your cooperative.");
      const { policy, wait_days } = input;
      const other_pool_id = input.other_pool_id === undefined ? pool.other_pool_id : input.other_pool_id;
      if (policy === "other_grade" && other_pool_id === null)
        return unfit("Choose the pool whose goods may come instead.");
      if (other_pool_id !== null && other_pool_id !== pool.other_pool_id) {
        const others = await othersOf(tx, input.pool_id, input.cooperative_id);
        if (!others.some((one) => one.id === other_pool_id)) {
          return unfit("That pool can't fill in: choose one of the same produce and unit, packed the same way.");
        }
      }
      if (pool.policy === policy && pool.wait_days === wait_days && pool.other_pool_id === other_pool_id)
        return ok(pool);
      await tx.raw(
        `insert into short_policy_change (id, pool_id, policy, wait_days, other_pool_id, reason, person) values (?, ?, ?, ?, ?, ?, ?)`,
        [newId("spolicy"), input.pool_id, policy, wait_days, other_pool_id, input.reason, input.person] as never,
      );
      await tx.raw(
        `update pool set short_policy = ?, short_wait_days = ?, short_other_pool_id = ?, updated_at = now() where id = ?`,
        [policy, wait_days, other_pool_id, input.pool_id] as never,
      );
      return ok({ policy, wait_days, other_pool_id });
    });
  }
}

function unfit(message: string) {
  return refuse("other_pool_unfit", `${message} Nothing was changed.`, "other_pool_id");
}

function othersOf(sql: Sql, pool_id: string, cooperative_id: string): Promise<OtherPool[]> {
  return rows<OtherPool>(
    sql,
    `select o.id, o.origin_id, o.produce, o.grade from pool p
     join pool o on o.cooperative_id = p.cooperative_id and o.origin_kind = p.origin_kind and o.origin_id = p.origin_id
       and o.produce = p.produce and o.unit = p.unit and o.unit_g = p.unit_g and o.blendable = p.blendable
       and o.pack_units is not distinct from p.pack_units and o.grade <> p.grade
     where p.id = ? and p.cooperative_id = ? order by o.grade, o.id limit ${MAX_OTHERS}`,
    [pool_id, cooperative_id],
  );
}
