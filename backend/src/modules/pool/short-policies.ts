import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result, type ShortPolicy } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";

/** Changes of one page; older ones by cursor. */
const PAGE = 20;

export interface PolicyInForce {
  policy: ShortPolicy;
  wait_days: number;
}

export interface PolicyChange extends PolicyInForce {
  id: string;
  reason: string;
  person: string;
  at: Date;
  cursor: string;
}

/** What is done about packs that are missing, pool by pool. It counts for shorts that are previewed from then on. */
export class ShortPolicies {
  constructor(private readonly sql: Knex) {}

  inForce(pool_id: string, cooperative_id: string): Promise<PolicyInForce | undefined> {
    return row<PolicyInForce>(
      this.sql,
      `select short_policy as policy, short_wait_days as wait_days from pool where id = ? and cooperative_id = ?`,
      [pool_id, cooperative_id],
    );
  }

  /** Newest first; going on after (`at`, `id`). */
  async changes(
    pool_id: string,
    after?: { at: string; id: string },
  ): Promise<{ changes: PolicyChange[]; next: { at: string; id: string } | null }> {
    const changes = await rows<PolicyChange>(
      this.sql,
      `select id, policy, wait_days, reason, person, created_at as at,
              to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor
       from short_policy_change where pool_id = ? and (?::text is null or (created_at, id) < (?::timestamptz, ?::text))
       order by created_at desc, id desc limit ${PAGE}`,
      [pool_id, after?.id ?? null, after?.at ?? null, after?.id ?? null],
    );
    const last = changes.at(-1);
    return { changes, next: changes.length === PAGE && last ? { at: last.cursor, id: last.id } : null };
  }

  /** Said again with the same words it is the same, and nothing is written. */
  set(
    input: PolicyInForce & { pool_id: string; cooperative_id: string; reason: string; person: string },
  ): Promise<Result<PolicyInForce, Refusal<"pool_not_found">>> {
    return inTransaction(this.sql, async (tx) => {
      const pool = await row<PolicyInForce>(
        tx,
        `select short_policy as policy, short_wait_days as wait_days from pool where id = ? and cooperative_id = ? for no key update`,
        [input.pool_id, input.cooperative_id],
      );
      if (!pool) return refuse("pool_not_found", "There is no such pool in your cooperative.");
      const { policy, wait_days } = input;
      if (pool.policy === policy && pool.wait_days === wait_days) return ok(pool);
      await tx.raw(
        `insert into short_policy_change (id, pool_id, policy, wait_days, reason, person) values (?, ?, ?, ?, ?, ?)`,
        [newId("spolicy"), input.pool_id, policy, wait_days, input.reason, input.person],
      );
      await tx.raw(`update pool set short_policy = ?, short_wait_days = ?, updated_at = now() where id = ?`, [
        policy,
        wait_days,
        input.pool_id,
      ]);
      return ok({ policy, wait_days });
    });
  }
}
