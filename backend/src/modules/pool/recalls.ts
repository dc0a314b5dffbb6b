import { createHash } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { keptFromSale, lockExpiryHolds, shrinkExpiryHolds } from "./expiry-holds";
import { lockPools, writeMovements, type Movement } from "./queries";
import { changeOwnHold, moveCounters } from "./short-holds";

export interface RecallRow {
  id: string;
  number: string;
  cooperative_id: string;
  lot_id: string;
  lot_number: string;
  household_id: string;
  unit: "g" | "piece";
  state: "open" | "released" | "wasted";
  reason: string;
  advice: string;
  opened_by: string;
  ended_by: string | null;
  ended_reason: string | null;
  notified_at: Date | null;
  created_at: Date;
  /** Units of the lot: kept back here, still in orders that have not left, gone. */
  kept: number;
  in_orders: number;
  gone: number;
  cursor: string;
}

export type RecallRefusal = Refusal<
  | "lot_not_found"
  | "recall_not_found"
  | "recall_open"
  | "recall_ended"
  | "idempotency_conflict"
  | "still_in_orders"
  | "promised_elsewhere"
>;

const COLUMNS = `r.id, r.number, r.cooperative_id, r.lot_id, l.number as lot_number, l.household_id, p.unit, r.state, r.reason, r.advice, r.opened_by,
  r.ended_by, r.ended_reason, r.notified_at, r.created_at, (l.sellable_units - l.allocated - l.wasted)::float8 as kept,
  (l.allocated - l.shipped)::float8 as in_orders, l.shipped::float8 as gone,
  to_char(r.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor`;
const FROM = `from recall r join lot l on l.id = r.lot_id join pool p on p.id = l.pool_id`;

/** Lots that are held back: not sold, not allocated, not handed over, until they are let go or thrown away. */
export class Recalls {
  constructor(private readonly sql: Knex) {}

  byId(id: string, cooperative_id: string): Promise<RecallRow | undefined> {
    return row<RecallRow>(this.sql, `select ${COLUMNS} ${FROM} where r.id = ? and r.cooperative_id = ?`, [
      id,
      cooperative_id,
    ]);
  }

  list(input: {
    cooperative_id: string;
    after?: { at: string; id: string } | undefined;
    limit: number;
  }): Promise<RecallRow[]> {
    return rows<RecallRow>(
      this.sql,
      `select ${COLUMNS} ${FROM} where r.cooperative_id = ? and (?::text is null or (r.created_at, r.id) < (?::timestamptz, ?::text))
       order by r.created_at desc, r.id desc limit ?`,
      [input.cooperative_id, input.after?.id ?? null, input.after?.at ?? null, input.after?.id ?? null, input.limit],
    );
  }

  ofLot(lot_id: string): Promise<{ id: string; number: string; state: string; reason: string }[]> {
    return rows(this.sql, `select id, number, state, reason from recall where lot_id = ? order by created_at desc`, [
      lot_id,
    ]);
  }

  /** Lots of a cooperative that may not leave now. */
  async lotsOf(cooperative_id: string): Promise<string[]> {
    const found = await rows<{ lot_id: string }>(
      this.sql,
      `select lot_id from recall where cooperative_id = ? and state = 'open' order by lot_id`,
      [cooperative_id],
    );
    return found.map((one) => one.lot_id);
  }

  /**
   * Holds a lot back: from this commit on nothing of it is allocated, and its free units stand in the recall's own hold, so
   * they can't be sold. Units that other promises rest on already stay promised: those orders are filled from other lots,
   * or wait for goods. What is in orders is taken out by a short.
   */
  open(input: {
    cooperative_id: string;
    lot_id: string;
    reason: string;
    advice: string;
    person: string;
    idempotency_key: string;
  }): Promise<Result<RecallRow, RecallRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const key = `${input.cooperative_id}:${input.idempotency_key}`;
      const input_hash = createHash("sha256")
        .update(JSON.stringify([input.lot_id, input.reason, input.advice]))
        .digest("hex");
      const lot = await lockLot(tx, input.lot_id, input.cooperative_id);
      if (!lot) return refuse("lot_not_found", "There is no such lot in your cooperative.", "lot_id");
      const before = await row<{ id: string; input_hash: string }>(
        tx,
        `select id, input_hash from recall where idempotency_key = ?`,
        [key],
      );
      if (before) {
        if (before.input_hash !== input_hash)
          return refuse(
            "idempotency_conflict",
            "This key recalled something else before. Nothing was changed; use a new key.",
          );
        return ok(await found(tx, before.id));
      }
      if (lot.blocked) return refuse("recall_open", "This lot is recalled already.", "lot_id");
      const id = newId("recall");
      const recall = await row<{ number: string }>(
        tx,
        `insert into recall (id, cooperative_id, lot_id, reason, advice, opened_by, idempotency_key, input_hash)
         values (?, ?, ?, ?, ?, ?, ?, ?) returning number`,
        [id, input.cooperative_id, lot.id, input.reason, input.advice, input.person, key, input_hash],
      );
      await tx.raw(`update lot set blocked_at = now() where id = ?`, [lot.id]);
      // What an expired lot's own hold keeps from sale is the recall's from now on: held once, not twice.
      const expired = await keptFromSale(tx, lot.id);
      await shrinkExpiryHolds(tx, expired > 0 ? [{ lot: lot.id, units: expired }] : []);
      const held = Math.min(lot.free, Math.max(0, lot.available + expired));
      if (held > 0) await changeOwnHold(tx, "recall", lot.id, lot.pool_id, held);
      await move(
        tx,
        [
          { pool_id: lot.pool_id, lot_id: lot.id, kind: "release", on_hand: 0, held: -expired },
          { pool_id: lot.pool_id, lot_id: lot.id, kind: "hold", on_hand: 0, held },
        ],
        { reason: `recalled: ${input.reason}`, person: input.person, source: recall?.number ?? id },
      );
      return ok(await found(tx, id));
    });
  }

  /**
   * Ends a recall: the lot is let go and sold again, or what is left of it is thrown away. Thrown away only when no order
   * that is still here holds any of it.
   */
  end(input: {
    recall_id: string;
    cooperative_id: string;
    how: "released" | "wasted";
    reason: string;
    person: string;
  }): Promise<Result<RecallRow, RecallRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const stands = await row<{ lot_id: string }>(
        tx,
        `select lot_id from recall where id = ? and cooperative_id = ?`,
        [input.recall_id, input.cooperative_id],
      );
      if (!stands) return refuse("recall_not_found", "There is no such recall.");
      const lot = await lockLot(tx, stands.lot_id, input.cooperative_id);
      const recall = await row<{ state: string; number: string }>(
        tx,
        `select state, number from recall where id = ? for update`,
        [input.recall_id],
      );
      if (!lot || !recall) throw new Error(`recall ${input.recall_id} has no lot`);
      if (recall.state === input.how) return ok(await found(tx, input.recall_id));
      if (recall.state !== "open") return refuse("recall_ended", "This recall has ended already. Nothing was changed.");
      const waste = input.how === "wasted";
      if (waste && lot.in_orders > 0) {
        return refuse(
          "still_in_orders",
          "Orders that are still here hold goods of this lot. Nothing was changed; take the lot out of its orders first.",
        );
      }
      const held = await row<{ units: number }>(
        tx,
        `select coalesce(sum(l.units), 0)::float8 as units from hold h join hold_line l on l.hold_id = h.id where h.kind = 'recall' and h.owner_id = ?`,
        [lot.id],
      );
      const units = held?.units ?? 0;
      if (waste && lot.free > units + Math.max(0, lot.available)) {
        return refuse(
          "promised_elsewhere",
          "Orders that are being paid rest on these goods. Nothing was changed; try again in a few minutes.",
        );
      }
      if (units > 0) await changeOwnHold(tx, "recall", lot.id, lot.pool_id, -units);
      await tx.raw(`update lot set blocked_at = null, wasted = wasted + ? where id = ?`, [
        waste ? lot.free : 0,
        lot.id,
      ]);
      const movements: Movement[] = [
        { pool_id: lot.pool_id, lot_id: lot.id, kind: "release", on_hand: 0, held: -units },
        { pool_id: lot.pool_id, lot_id: lot.id, kind: "waste", on_hand: waste ? -lot.free : 0, held: 0 },
      ];
      await move(tx, movements, { reason: input.reason, person: input.person, source: recall.number });
      await tx.raw(`update recall set state = ?, ended_by = ?, ended_reason = ?, updated_at = now() where id = ?`, [
        input.how,
        input.person,
        input.reason,
        input.recall_id,
      ]);
      return ok(await found(tx, input.recall_id));
    });
  }

  async markNotified(recall_id: string): Promise<void> {
    await this.sql.raw(
      `update recall set notified_at = coalesce(notified_at, now()), updated_at = now() where id = ?`,
      [recall_id],
    );
  }
}

async function found(tx: Transaction, id: string): Promise<RecallRow> {
  const recall = await row<RecallRow>(tx, `select ${COLUMNS} ${FROM} where r.id = ?`, [id]);
  if (!recall) throw new Error(`recall ${id} is not there`);
  return recall;
}

/** The hold of an expired lot first, then the pool, then the lot, as everybody locks them. */
async function lockLot(tx: Transaction, lot_id: string, cooperative_id: string) {
  const lot = await row<{ pool_id: string }>(tx, `select pool_id from lot where id = ? and cooperative_id = ?`, [
    lot_id,
    cooperative_id,
  ]);
  if (!lot) return undefined;
  await lockExpiryHolds(tx, [lot_id]);
  const [pool] = await lockPools(tx, [lot.pool_id]);
  const now = await row<{ id: string; free: number; in_orders: number; blocked: boolean }>(
    tx,
    `select id, (sellable_units - allocated - wasted)::float8 as free, (allocated - shipped)::float8 as in_orders, blocked_at is not null as blocked
     from lot where id = ? for no key update`,
    [lot_id],
  );
  return now && pool ? { ...now, pool_id: pool.id, available: pool.on_hand - pool.held } : undefined;
}

async function move(
  tx: Transaction,
  movements: readonly Movement[],
  because: { reason: string; person: string; source: string },
): Promise<void> {
  const real = movements.filter((movement) => movement.on_hand !== 0 || movement.held !== 0);
  if (real.length === 0) return;
  await moveCounters(tx, real);
  await writeMovements(tx, real, because);
}
