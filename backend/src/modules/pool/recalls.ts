import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { earlierForm } from "../../lib/earlier-form";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { shrinkExpiryHolds } from "./expiry-holds";
import { linesOf } from "./lot-family";
import { writeMovements, type Movement } from "./queries";
import { heldByOthers, lockFamily, whileGrowing } from "./recall-family";
import { keepRecalledFromSale_ } from "./recall-holds";
import {
  familyLots,
  found,
  recallOf,
  recallOfCooperative,
  recallsOf,
  type RecalledLot,
  type RecallRow,
} from "./recall-rows";
import { changeOwnHolds, moveCounters } from "./own-holds";
import { enterShorts_ } from "./short-entry";
import { soon } from "./short-moves";
import type { ShortRow } from "./short-types";

const RECALLED_OTHERWISE = refuse(
  "idempotency_conflict",
  "This key recalled something else before. Nothing was changed; use a new key.",
);

export type RecallRefusal = Refusal<
  | "lot_not_found"
  | "recall_not_found"
  | "recall_open"
  | "recall_ended"
  | "idempotency_conflict"
  | "still_in_orders"
  | "promised_elsewhere"
>;

/** Lots that are held back with all that was split off them: not sold, not allocated, not handed over, until they are let go or thrown away. */
export class Recalls {
  constructor(private readonly sql: Knex) {}

  byId(id: string, cooperative_id: string): Promise<RecallRow | undefined> {
    return recallOfCooperative(this.sql, id, cooperative_id);
  }

  list(input: {
    cooperative_id: string;
    after?: { at: string; id: string } | undefined;
    limit: number;
  }): Promise<RecallRow[]> {
    return recallsOf(this.sql, input);
  }

  /** Recalls of the lot, or of a lot that it was split off. */
  ofLot(lot_id: string): Promise<{ id: string; number: string; state: string; reason: string }[]> {
    return rows(
      this.sql,
      `with recursive ${linesOf("?")} select r.id, r.number, r.state, r.reason from recall r join line on line.id = r.lot_id
       order by r.created_at desc, r.id limit 100`,
      [lot_id],
    );
  }

  /** The recalled lot and all that was split off it. */
  family(lot_id: string): Promise<RecalledLot[]> {
    return familyLots(this.sql, lot_id);
  }

  /** Lots of a cooperative that may not leave now. */
  async lotsOf(cooperative_id: string): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from lot where blocked_at is not null and cooperative_id = ? order by id`,
      [cooperative_id],
    );
    return found.map((one) => one.id);
  }

  /**
   * Holds a lot back, with all that was split off it: from this commit on nothing of them is allocated, and their free units
   * stand in holds of the recall, one a lot, so they can't be sold. Units that other promises rest on already stay promised: those orders are filled from other lots,
   * or wait for goods, and what they give back is kept (`keepRecalledFromSale_`). What is in orders is taken out by a short.
   */
  open(input: {
    cooperative_id: string;
    lot_id: string;
    reason: string;
    advice: string;
    person: string;
    idempotency_key: string;
  }): Promise<Result<RecallRow, RecallRefusal>> {
    return whileGrowing(this.sql, async (tx) => {
      const key = `${input.cooperative_id}:${input.idempotency_key}`;
      const input_hash = inputHash([input.lot_id, input.reason, input.advice]);
      const lots = await lockFamily(tx, input.lot_id, input.cooperative_id);
      const lot = lots.find((one) => one.id === input.lot_id);
      if (!lot) return refuse("lot_not_found", "There is no such lot in your cooperative.", "lot_id");
      const sent = { input_hash, otherwise: RECALLED_OTHERWISE };
      const before = await earlierForm(tx, "recall", { idempotency_key: key }, sent);
      if (before) return before.ok ? ok(await found(tx, before.value.id)) : before;
      if (lot.blocked)
        return refuse("recall_open", "This lot, or one it was split off, is recalled already.", "lot_id");
      const id = newId("recall");
      const recall = await row<{ number: string }>(
        tx,
        `insert into recall (id, cooperative_id, lot_id, reason, advice, opened_by, idempotency_key, input_hash)
         values (?, ?, ?, ?, ?, ?, ?, ?) returning number`,
        [id, input.cooperative_id, lot.id, input.reason, input.advice, input.person, key, input_hash],
      );
      // What was split off and recalled by itself is held already.
      const fresh = lots.filter((one) => !one.blocked);
      await tx.raw(`update lot set blocked_at = now() where id = any(?)`, [fresh.map((one) => one.id)] as never);
      // What an expired lot's own hold keeps from sale is the recall's from now on: held once, not twice.
      const expired = fresh.filter((one) => one.expired > 0);
      await shrinkExpiryHolds(
        tx,
        expired.map((one) => ({ lot: one.id, units: one.expired })),
      );
      await move(
        tx,
        expired.map((one) => ({
          pool_id: one.pool_id,
          lot_id: one.id,
          kind: "release",
          on_hand: 0,
          held: -one.expired,
        })),
        { reason: `recalled: ${input.reason}`, person: input.person, source: recall?.number ?? id },
      );
      await keepRecalledFromSale_(tx, [...new Set(lots.map((one) => one.pool_id))], {
        reason: `recalled: ${input.reason}`,
        person: input.person,
        source: recall?.number ?? id,
      });
      return ok(await found(tx, id));
    });
  }

  /**
   * Ends a recall: the lot and what was split off it are let go and sold again, or what is left of them is thrown away.
   * Thrown away only when no order that is still here holds any of it. A lot that another recall holds too stays held.
   */
  end(input: {
    recall_id: string;
    cooperative_id: string;
    how: "released" | "wasted";
    reason: string;
    person: string;
  }): Promise<Result<RecallRow, RecallRefusal>> {
    return whileGrowing(this.sql, async (tx) => {
      const stands = await row<{ lot_id: string }>(
        tx,
        `select lot_id from recall where id = ? and cooperative_id = ?`,
        [input.recall_id, input.cooperative_id],
      );
      if (!stands) return refuse("recall_not_found", "There is no such recall.");
      const all = await lockFamily(tx, stands.lot_id, input.cooperative_id);
      const recall = await row<{ state: string; number: string }>(
        tx,
        `select state, number from recall where id = ? for update`,
        [input.recall_id],
      );
      if (!recall) throw new Error(`recall ${input.recall_id} is not there`);
      if (recall.state === input.how) return ok(await found(tx, input.recall_id));
      if (recall.state !== "open") return refuse("recall_ended", "This recall has ended already. Nothing was changed.");
      const waste = input.how === "wasted";
      const others = await heldByOthers(tx, input.recall_id, all);
      const lots = all.filter((one) => !others.has(one.id));
      if (waste && lots.some((one) => one.in_orders > 0)) {
        return refuse(
          "still_in_orders",
          "Orders that are still here hold goods of this lot. Nothing was changed; take the lot out of its orders first.",
        );
      }
      const pools = [...new Set(lots.map((one) => one.pool_id))];
      const promised = pools.some((pool_id) => {
        const here = lots.filter((one) => one.pool_id === pool_id);
        const unkept = here.reduce((sum, one) => sum + one.free - one.kept, 0);
        return unkept > Math.max(0, here[0]?.available ?? 0);
      });
      if (waste && promised) {
        return refuse(
          "promised_elsewhere",
          "Orders that are being paid, or that wait for their order cycle to close, rest on these goods. Nothing was changed; try again in a few minutes, or when the cycle has closed.",
        );
      }
      await changeOwnHolds(
        tx,
        "recall",
        lots.flatMap((one) => (one.kept > 0 ? [{ owner_id: one.id, pool_id: one.pool_id, units: -one.kept }] : [])),
      );
      await tx.raw(
        `update lot set blocked_at = null, wasted = wasted + case when ? then sellable_units - allocated - wasted else 0 end where id = any(?)`,
        [waste, lots.map((one) => one.id)] as never,
      );
      const movements = lots.flatMap((one): Movement[] => [
        { pool_id: one.pool_id, lot_id: one.id, kind: "release", on_hand: 0, held: -one.kept },
        { pool_id: one.pool_id, lot_id: one.id, kind: "waste", on_hand: waste ? -one.free : 0, held: 0 },
      ]);
      await move(tx, movements, { reason: input.reason, person: input.person, source: recall.number });
      await tx.raw(`update recall set state = ?, ended_by = ?, ended_reason = ?, updated_at = now() where id = ?`, [
        input.how,
        input.person,
        input.reason,
        input.recall_id,
      ]);
      await keepRecalledFromSale_(tx, pools);
      return ok(await found(tx, input.recall_id));
    });
  }

  /**
   * Enters a short for each lot of the family that orders which are still here hold, all in one transaction with the message
   * that works them out: killed after it, none of the lots is forgotten. Pressed twice while nothing has changed, they are the same entries.
   */
  takeOut(input: {
    recall_id: string;
    cooperative_id: string;
    person: string;
  }): Promise<Result<ShortRow[], RecallRefusal | Refusal<"idempotency_conflict" | "nothing_in_orders">>> {
    return inTransaction(this.sql, async (tx) => {
      const recall = await row<{ lot_id: string; number: string; reason: string; state: string }>(
        tx,
        `select lot_id, number, reason, state from recall where id = ? and cooperative_id = ? for key share`,
        [input.recall_id, input.cooperative_id],
      );
      if (!recall) return refuse("recall_not_found", "There is no such recall.");
      if (recall.state !== "open") return refuse("recall_ended", "This recall has ended already. Nothing was changed.");
      const lots = (await familyLots(tx, recall.lot_id)).filter((one) => one.in_orders > 0);
      if (lots.length === 0) {
        return refuse("nothing_in_orders", "No order that is still here holds any of this lot.");
      }
      const entered = await enterShorts_(
        tx,
        lots.map((lot) => ({
          cooperative_id: input.cooperative_id,
          kind: "recalled" as const,
          lot_id: lot.lot_id,
          units: lot.in_orders,
          restock: false,
          reason: `${recall.number}: ${recall.reason}`,
          person: input.person,
          recall_id: input.recall_id,
          idempotency_key: `${input.recall_id}-${lot.lot_id}-${lot.in_orders}-${lot.gone}`,
        })),
      );
      if (!entered.ok) return entered;
      // One alone is worked out while whoever pressed waits; of several only the first, the rest by the job at once.
      const due = lots.length > 1 ? {} : { due_at: soon() };
      await append(tx, { job: "take-out", payload: { recall_id: input.recall_id }, ...due });
      return entered;
    });
  }

  /** Entries of a recall that nobody has worked out yet. */
  async toWorkOut(recall_id: string): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from short where recall_id = ? and state = 'entered' and previewed_at is null order by created_at, id`,
      [recall_id],
    );
    return found.map((short) => short.id);
  }

  /** A recall by its id alone, for jobs. */
  recall(id: string): Promise<RecallRow | undefined> {
    return recallOf(this.sql, id);
  }

  /** Everybody is to be told: whoever presses begins, and the message goes on where that dies. */
  async askToTell(recall_id: string): Promise<void> {
    await inTransaction(this.sql, (tx) =>
      append(tx, { job: "recall-notices", payload: { recall_id }, due_at: soon() }),
    );
  }

  async markNotified(recall_id: string): Promise<void> {
    await this.sql.raw(
      `update recall set notified_at = coalesce(notified_at, now()), updated_at = now() where id = ?`,
      [recall_id],
    );
  }
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
