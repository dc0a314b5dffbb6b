import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";

/** An order that has no parcels because its plan was refused. */
export interface PlanRefused {
  id: string;
  order_id: string;
  reason: string;
  sentence: string;
  created_at: Date;
  asked_again_at: Date | null;
}

/** Plans that were refused, kept for the desk until they are made: nobody reads dead letters. */
export class PlanRefusals {
  constructor(private readonly sql: Knex) {}

  /** Keeps why an order could not be planned; the last reason stands. `cause`: what it was to be planned anew for. */
  async record(refused: {
    order_id: string;
    cause?: string;
    refusal: Refusal;
    cooperative_ids: readonly string[];
  }): Promise<void> {
    const { order_id, refusal, cooperative_ids } = refused;
    await this.sql.raw(
      `insert into plan_refusal (id, order_id, cause, reason, sentence, cooperative_ids) values (?, ?, ?, ?, ?, ?)
       on conflict (order_id) where solved_at is null do update
         set id = excluded.id, cause = excluded.cause, reason = excluded.reason, sentence = excluded.sentence,
             cooperative_ids = excluded.cooperative_ids, created_at = now(), asked_again_at = null, asked_again_by = null`,
      [
        newId("planref"),
        order_id,
        refused.cause ?? null,
        refusal.reason,
        refusal.message,
        [...new Set(cooperative_ids)].sort(),
      ] as never,
    );
  }

  /** Orders of a cooperative that wait for somebody to put something right, the newest first. */
  list(cooperative_id: string, limit: number): Promise<PlanRefused[]> {
    return rows<PlanRefused>(
      this.sql,
      `select id, order_id, reason, sentence, created_at, asked_again_at from plan_refusal
       where solved_at is null and ? = any(cooperative_ids) order by created_at desc, id desc limit ?`,
      [cooperative_id, limit],
    );
  }

  async ofOrder(order_id: string): Promise<PlanRefused | undefined> {
    return row<PlanRefused>(
      this.sql,
      `select id, order_id, reason, sentence, created_at, asked_again_at from plan_refusal where order_id = ? and solved_at is null`,
      [order_id],
    );
  }

  /**
   * Has a refused order planned again: what was wrong has been put right. Pressed twice it is one message. An order that was to
   * be planned anew for a short is taken up by that short.
   */
  async again(input: {
    order_id: string;
    cooperative_id: string;
    person: string;
  }): Promise<Result<{ asked_at: Date }, Refusal<"plan_not_found">>> {
    return inTransaction(this.sql, async (tx) => {
      const refused = await row<{ id: string; cause: string | null }>(
        tx,
        `update plan_refusal set asked_again_by = coalesce(asked_again_by, ?), asked_again_at = coalesce(asked_again_at, now())
         where order_id = ? and solved_at is null and ? = any(cooperative_ids) returning id, cause`,
        [input.person, input.order_id, input.cooperative_id],
      );
      if (!refused) return stuckAgain(tx, input);
      const dedup_key = `again:${refused.id}`;
      const short_id = refused.cause?.split(":")[0];
      await (short_id === undefined
        ? append(tx, { job: "plan-parcels", payload: { order_id: input.order_id }, dedup_key })
        : append(tx, { job: "short", payload: { short_id }, dedup_key }));
      const asked = await row<{ asked_again_at: Date }>(tx, `select asked_again_at from plan_refusal where id = ?`, [
        refused.id,
      ]);
      return ok({ asked_at: asked?.asked_again_at ?? new Date(0) });
    });
  }

  /** Planned, or nothing to plan any more. */
  async solved_(tx: Transaction, order_ids: readonly string[]): Promise<void> {
    await tx.raw(`update plan_refusal set solved_at = now() where order_id = any(?) and solved_at is null`, [
      [...order_ids],
    ] as never);
  }
}

/** A run that lost its jobs is taken up where it stands. */
async function stuckAgain(
  tx: Transaction,
  { order_id, cooperative_id }: { order_id: string; cooperative_id: string },
): Promise<Result<{ asked_at: Date }, Refusal<"plan_not_found">>> {
  const run = await row<{ id: string; now: Date }>(
    tx,
    `select r.id, now() as now from plan_run r where r.order_id = ? and r.state in ('writing', 'written')
       and exists (select from plan_basket b where b.run_id = r.id and b.cooperative_id = ?)`,
    [order_id, cooperative_id],
  );
  if (!run) return refuse("plan_not_found", "This order does not wait to be planned again.");
  const minute = run.now.toISOString().slice(0, "2026-01-01T00:00".length);
  await append(tx, { job: "plan-parcels", payload: { order_id }, dedup_key: `again:${run.id}:${minute}` });
  return ok({ asked_at: run.now });
}
