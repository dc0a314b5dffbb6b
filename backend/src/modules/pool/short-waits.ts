import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { staysPromised } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { append } from "../outbox/append";
import { Changed, stale } from "./short-moves";
import type { ShortRow, ShortWait, StoredPlan } from "./short-types";

/** Follow-ups of one tick; the next takes the rest. */
const PER_TICK = 50;
/** After a follow-up came to nothing (somebody was quicker) the goods are looked at again this much later. */
const TRY_AGAIN_S = 600;

const COLUMNS = `w.short_id, w.order_id, w.order_line_id, w.pool_id, w.packs::float8 as packs, w.pack_units::float8 as pack_units, w.ships, w.until, w.state`;

/** Packs that fell short and stay promised until a day: filled from fresh goods in the order they began to wait, else refunded. */
export class ShortWaits {
  constructor(private readonly sql: Knex) {}

  /** Still open, of orders. */
  ofOrders(order_ids: readonly string[]): Promise<ShortWait[]> {
    return rows<ShortWait>(
      this.sql,
      `select ${COLUMNS} from short_wait w where w.order_id = any(?) and w.state = 'waiting' order by w.created_at, w.short_id, w.order_line_id`,
      [[...order_ids]],
    );
  }

  /** Those a short began, however they ended. */
  ofShort(short_id: string): Promise<ShortWait[]> {
    return rows<ShortWait>(
      this.sql,
      `select ${COLUMNS} from short_wait w where w.short_id = ? order by w.order_line_id`,
      [short_id],
    );
  }

  one(short_id: string, order_line_id: string): Promise<ShortWait | undefined> {
    return row<ShortWait>(
      this.sql,
      `select ${COLUMNS} from short_wait w where w.short_id = ? and w.order_line_id = ?`,
      [short_id, order_line_id],
    );
  }

  /**
   * For the tick: enters what follows for packs that can be filled now, the oldest first, and for those whose day has
   * come. Each as an entry of its own that its job applies, of the cooperative whose pool it is (an order that can't be
   * filled may wait for several); one at a time for each. How many were entered.
   */
  followUp(): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const due = await rows<{ id: string; fills: boolean }>(
        tx,
        `with open as (
           select w.short_id, w.order_line_id, w.order_id, w.created_at, w.until, p.cooperative_id,
             sum(w.packs * w.pack_units) over (partition by w.pool_id order by w.created_at, w.short_id, w.order_line_id) <= least(p.on_hand - p.held,
               (select coalesce(sum(l.sellable_units - l.allocated - l.wasted), 0) from lot l where l.pool_id = p.id and l.blocked_at is null
                  and l.allocated + l.wasted < l.sellable_units and (l.best_before is null or l.best_before >= (now() at time zone p.tz)::date))) as fills
           from short_wait w join short s on s.id = w.short_id join pool p on p.id = w.pool_id
           where w.state = 'waiting' and s.state in ('applied', 'closed') and s.finished_at is not null
         )
         insert into short (id, cooperative_id, kind, order_id, wait_of, wait_line, restock, reason, entered_by, idempotency_key, input_hash)
         select 'short_' || replace(gen_random_uuid()::text, '-', ''), o.cooperative_id, case when o.fills then 'wait_filled' else 'wait_over' end,
           o.order_id, o.short_id, o.order_line_id, false,
           case when o.fills then 'fresh goods came in' else 'the day until which it waited has come' end, 'system',
           o.short_id || ':' || o.order_line_id || ':' || gen_random_uuid(), ''
         from open o where (o.fills or o.until <= now())
           and not exists (select from short f where f.wait_of = o.short_id and f.wait_line = o.order_line_id
             and (f.state in ('entered', 'waiting_for_buyer', 'previewed', 'applying') or f.updated_at > now() - make_interval(secs => ?)))
         order by o.created_at, o.short_id, o.order_line_id limit ?
         on conflict do nothing returning id, kind = 'wait_filled' as fills`,
        [TRY_AGAIN_S, PER_TICK],
      );
      for (const { id } of due) await append(tx, { job: "short", payload: { short_id: id }, dedup_key: id });
      return due.length;
    });
  }
}

/** Packs of an applied short that are not refunded but wait, by the policy of their pool. */
export async function beginWaits(tx: Transaction, short: ShortRow, plan: StoredPlan): Promise<void> {
  if (plan.kind !== "goods") return;
  const waiting = plan.lines.filter((line) => line.packs > 0 && staysPromised(line.policy));
  if (waiting.length === 0) return;
  const days = new Map(
    (
      await rows<{ id: string; until: Date }>(
        tx,
        `select id, now() + make_interval(days => short_wait_days) as until from pool where id = any(?)`,
        [[...new Set(waiting.map((line) => line.pool))]],
      )
    ).map((pool) => [pool.id, pool.until.toISOString()]),
  );
  await insertAll(
    tx,
    "short_wait",
    [
      ["short_id", "text", () => short.id],
      ["order_line_id", "text", (line) => line.order_line],
      ["order_id", "text", (line) => line.order],
      ["pool_id", "text", (line) => line.pool],
      ["packs", "bigint", (line) => line.packs],
      ["pack_units", "bigint", (line) => line.pack_units],
      ["ships", "text", (line) => (line.policy === "split" ? "apart" : "together")],
      ["until", "timestamptz", (line) => days.get(line.pool) ?? null],
    ],
    waiting,
  );
}

/** The wait that a follow-up is about ends with it; not a second time. */
export async function endWait(tx: Transaction, short: ShortRow, plan: StoredPlan): Promise<void> {
  if (!plan.resolves) return;
  const { wait, how } = plan.resolves;
  const ended = await row(
    tx,
    `update short_wait set state = ?, resolved_by = ?, updated_at = now() where short_id = ? and order_line_id = ? and state = 'waiting' returning short_id`,
    [how, short.id, wait.short_id, wait.order_line_id],
  );
  if (!ended) throw new Changed(stale().refusal);
}

/** Undone, or the order is cancelled: nothing waits any more. What was filled or is over can't be taken back. */
export async function cancelWaits(
  tx: Transaction,
  of: { short_id: string } | { order_id: string },
): Promise<{ resolved: boolean }> {
  const [column, id] = "short_id" in of ? ["short_id", of.short_id] : ["order_id", of.order_id];
  const found = await rows<{ state: string }>(
    tx,
    `select state from short_wait where ${column} = ? order by short_id, order_line_id for update`,
    [id],
  );
  if (found.some((one) => one.state === "filled" || one.state === "over") && "short_id" in of)
    return { resolved: true };
  await tx.raw(
    `update short_wait set state = 'cancelled', updated_at = now() where ${column} = ? and state = 'waiting'`,
    [id],
  );
  return { resolved: false };
}

/**
 * An order that its pool can't fill: one entry, decided and applied by its job. Written in the transaction of the
 * allocation that found it out, so that neither is there without the other. Once an order.
 */
export async function enterNotEnough_(tx: Transaction, input: { order_id: string; pool_id: string }): Promise<void> {
  const written = await row<{ id: string }>(
    tx,
    `insert into short (id, cooperative_id, kind, order_id, restock, reason, entered_by, idempotency_key, input_hash)
     select ?, p.cooperative_id, 'not_enough', ?, false, 'the pool has fewer goods than it promised', 'system', ?, '' from pool p where p.id = ?
     on conflict do nothing returning id`,
    [newId("short"), input.order_id, `not_enough:${input.order_id}`, input.pool_id],
  );
  if (written) await append(tx, { job: "short", payload: { short_id: written.id }, dedup_key: written.id });
}
