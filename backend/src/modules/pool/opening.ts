import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row } from "../../lib/sql";
import { createPool_ } from "./intake";
import { lockPools } from "./queries";
import type { CreatePoolInput, PoolRow } from "./types";

export type PoolStatus = "open" | "closed";

/** Whether a pool takes goods in and promises more. What was promised before it closed stays promised. */
export class Opening {
  constructor(private readonly sql: Knex) {}

  /** Whether there is a pool of this produce and grade for this origin. */
  stands(of: Pick<CreatePoolInput, "cooperative_id" | "origin_id" | "produce" | "grade">): Promise<boolean> {
    return row(
      this.sql,
      `select 1 from pool where cooperative_id = ? and origin_id = ? and produce = ? and grade = ? limit 1`,
      [of.cooperative_id, of.origin_id, of.produce, of.grade],
    ).then((found) => found !== undefined);
  }

  /** A new pool, with who opened it and why. Refused when it is there already, however many press at once. */
  make(input: CreatePoolInput & { reason: string; person: string }): Promise<Result<PoolRow, Refusal<"pool_stands">>> {
    return inTransaction(this.sql, async (tx) => {
      const { pool, made } = await createPool_(tx, input);
      if (!made) return poolStands();
      await tx.raw(
        `insert into pool_status_change (id, pool_id, cooperative_id, status, reason, person) values (?, ?, ?, 'open', ?, ?)`,
        [newId("psc"), pool.id, pool.cooperative_id, input.reason, input.person],
      );
      return ok(pool);
    });
  }

  /** The same again changes nothing. Refuses another cooperative's pool. */
  set(input: {
    pool_id: string;
    cooperative_id: string;
    status: PoolStatus;
    reason: string;
    person: string;
  }): Promise<Result<{ status: PoolStatus }, Refusal<"pool_not_found">>> {
    return inTransaction(this.sql, async (tx) => {
      const [pool] = await lockPools(tx, [input.pool_id]);
      if (!pool || pool.cooperative_id !== input.cooperative_id) {
        return refuse("pool_not_found", "There is no such pool in your cooperative.");
      }
      const changed = await row(
        tx,
        `update pool set status = ?, version = version + 1, updated_at = now() where id = ? and status <> ? returning id`,
        [input.status, input.pool_id, input.status],
      );
      if (changed) {
        await tx.raw(
          `insert into pool_status_change (id, pool_id, cooperative_id, status, reason, person) values (?, ?, ?, ?, ?, ?)`,
          [newId("psc"), input.pool_id, input.cooperative_id, input.status, input.reason, input.person],
        );
      }
      return ok({ status: input.status });
    });
  }
}

export function poolStands() {
  return refuse(
    "pool_stands",
    "Your cooperative has a pool of this produce and grade for this village already. Nothing was made; it is in the list of pools.",
    "grade",
  );
}
