import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type HoldState, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { atKey, placeOf } from "../../lib/keyset";
import type { Transaction } from "../../lib/sql";
import { inTransaction, row, rows } from "../../lib/sql";
import { endPreorder_ } from "./preorder-change";
import { holding } from "./holding";
import { releaseExpired_, setLines, type HoldRefusal } from "./holds";
import type { PoolUnits } from "./types";

export type BuyerHoldKind = "quote" | "preorder";

export interface DeskHold {
  id: string;
  kind: "cart" | "quote" | "preorder" | "expiry" | "recall" | "short";
  owner_id: string;
  order_id: string | null;
  state: HoldState;
  note: string | null;
  /** Of a quote's hold: it ends by being answered. Null: another's. */
  priority: number | null;
  made_by: string;
  expires_at: Date | null;
  at: Date;
  at_key: string;
  /** The cooperative's own lines. */
  lines: { pool_id: string; units: number }[];
}

/** Holds for a buyer that are not a cart's: they end by clock, and a manager may end them with a reason. */
export class BuyerHolds {
  constructor(private readonly sql: Knex) {}

  /**
   * Sets what `owner_id` (a quote, a pre-order) holds to exactly `lines`, until `expires_at`. Asking again with the same
   * owner changes the hold and never adds to it. Refused when there is not enough, or when it has ended.
   */
  holdFor(input: {
    kind: BuyerHoldKind;
    owner_id: string;
    cooperative_id: string;
    lines: readonly PoolUnits[];
    expires_at: Date;
    note: string;
    person: string;
  }): Promise<Result<{ hold_id: string }, HoldRefusal | Refusal>> {
    const pool_ids = input.lines.map((line) => line.pool_id);
    return holding(this.sql, pool_ids, async (tx) => {
      await tx.raw(
        `insert into hold (id, kind, owner_id, state, run_id, cooperative_id, made_by) values (?, ?, ?, 'released', '', ?, ?) on conflict do nothing`,
        [newId("hold"), input.kind, input.owner_id, input.cooperative_id, input.person],
      );
      const hold = await row<{ id: string; state: HoldState }>(
        tx,
        `select id, state from hold where kind = ? and owner_id = ? and cooperative_id = ? for update`,
        [input.kind, input.owner_id, input.cooperative_id],
      );
      if (!hold) throw new Error(`hold of ${input.kind} ${input.owner_id} belongs to another cooperative`);
      await releaseExpired_(tx, pool_ids, hold.id);
      const before = await rows<PoolUnits>(
        tx,
        `select pool_id, units::float8 as units from hold_line where hold_id = ? order by pool_id`,
        [hold.id],
      );
      await setLines(tx, hold.id, before, input.lines, {
        reason: `${input.kind} holds: ${input.note}`,
        source: input.owner_id,
        person: input.person,
      });
      await tx.raw(
        `update hold set state = 'soft', expires_at = ?, note = ?, ended_by = null, ended_reason = null, updated_at = now() where id = ?`,
        [input.expires_at, input.note, hold.id] as never,
      );
      return { hold_id: hold.id };
    });
  }

  /** A manager ends a hold. Never a cart's that completes or is an order, and never one that keeps an expired lot from sale. */
  release(input: {
    id: string;
    cooperative_id: string;
    reason: string;
    person: string;
  }): Promise<Result<void, HoldRefusal | Refusal>> {
    return inTransaction(this.sql, (tx) => this.release_(tx, input));
  }

  async release_(
    tx: Transaction,
    input: { id: string; cooperative_id: string; reason: string; person: string },
  ): Promise<Result<void, Refusal>> {
    const kept = await row<{ owner_id: string }>(tx, `select owner_id from hold where id = ? and kind = 'preorder'`, [
      input.id,
    ]);
    const ended = kept && (await endPreorder_(tx, { id: kept.owner_id, cooperative_id: input.cooperative_id }));
    if (ended) return ended;
    const hold = await row<{
      id: string;
      kind: string;
      state: HoldState;
      owner_id: string;
      priority: number | null;
    }>(tx, `select h.id, h.kind, h.state, h.owner_id, h.priority from hold h where h.id = ? for update`, [input.id]);
    const lines = hold
      ? await rows<PoolUnits & { cooperative_id: string }>(
          tx,
          `select l.pool_id, l.units::float8 as units, p.cooperative_id from hold_line l join pool p on p.id = l.pool_id where l.hold_id = ? order by l.pool_id`,
          [hold.id],
        )
      : [];
    if (!hold || !lines.some((line) => line.cooperative_id === input.cooperative_id)) {
      return refuse("not_found", "There is no such hold on your pools, or it has ended.");
    }
    if (lines.some((line) => line.cooperative_id !== input.cooperative_id)) {
      return refuse("forbidden", "This hold is also on pools of another cooperative; it ends by its own clock.");
    }
    if (hold.priority !== null) {
      return refuse(
        "hold_of_a_quote",
        "This hold is promised in a quote until its day. Answer the quote, or take it back, under Quotes; nothing was changed.",
      );
    }
    if (hold.kind === "expiry") {
      return refuse(
        "expired_lot",
        "This hold keeps an expired lot from sale. Write the lot off, or move it to another grade, under Pools.",
      );
    }
    if (hold.state !== "soft") {
      const message =
        "This hold belongs to an order or to a checkout that is under way, so it can't be released here. Nothing was changed. " +
        "Cancel the order, or wait: a checkout that came to nothing is released within minutes.";
      return refuse("hold_of_an_order", message);
    }
    await setLines(tx, hold.id, lines, [], { reason: input.reason, source: hold.owner_id, person: input.person });
    await tx.raw(
      `update hold set state = 'released', expires_at = null, ended_by = ?, ended_reason = ?, updated_at = now() where id = ?`,
      [input.person, input.reason, hold.id],
    );
    return ok(undefined);
  }

  /** Open holds on a cooperative's pools, newest first. */
  list(input: {
    cooperative_id: string;
    pool_id?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<DeskHold[]> {
    const place = placeOf(input.cursor);
    return rows<DeskHold>(
      this.sql,
      `select h.id, h.kind, h.owner_id, h.order_id, h.state, h.note, h.priority::int as priority, h.made_by, coalesce(h.expires_at, q.kept_until) as expires_at, h.created_at as at, ${atKey("h.created_at")}, x.lines
       from hold h left join preorder q on h.kind = 'preorder' and q.id = h.owner_id join lateral (
         select json_agg(json_build_object('pool_id', l.pool_id, 'units', l.units) order by l.pool_id) as lines
         from hold_line l join pool p on p.id = l.pool_id where l.hold_id = h.id and p.cooperative_id = ? and (?::text is null or p.id = ?::text)
       ) x on x.lines is not null
       where h.state in ('soft', 'pending', 'confirmed') and (h.created_at, h.id) < (?::timestamptz, ?)
       order by h.created_at desc, h.id desc limit ?`,
      [input.cooperative_id, input.pool_id ?? null, input.pool_id ?? null, place.at, place.id, input.limit] as never,
    );
  }
}
