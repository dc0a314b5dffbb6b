import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { assertTransition, ok, refuse, SHORT_TRANSITIONS, type Result } from "@commonlot/domain";
import { row } from "../../lib/sql";
import { append } from "../outbox/append";
import { writeShort } from "./short-apply";
import { STANDING } from "./short-facts";
import { cancelWaits } from "./short-waits";
import { Changed, changed, moveShort, planOf, soon, type ShortMoveRefusal } from "./short-moves";
import type { ShortRow } from "./short-types";

// Everything as it was, as long as no goods have left.

export function beginUndo(
  sql: Knex,
  input: { short_id: string; person: string },
): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, input.short_id, async (tx, short) => {
    if (short.state === "undoing" || short.state === "undone") return ok(short);
    if (short.state === "applied" && short.finished_at === null) {
      return refuse("short_state", "This short is still being applied. Nothing was changed; try again in a minute.");
    }
    if (!assertTransition(SHORT_TRANSITIONS, short.state, "undoing").ok) {
      return refuse(
        "short_state",
        "Goods have left since, or the refund has been sent: this short can't be undone any more.",
      );
    }
    await append(tx, { job: "short", payload: { short_id: short.id }, due_at: soon() });
    return ok(
      await changed(
        tx,
        `update short set state = 'undoing', attempt = attempt + 1, undone_by = ?, problem = null, finished_at = null, updated_at = now() where id = ?`,
        [input.person, short.id],
      ),
    );
  });
}

/** The pool's part of undoing: everything as it was, or nothing. */
export function undo(sql: Knex, short_id: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, short_id, async (tx, short) => {
    if (short.state !== "undoing") return ok(short);
    const plan = planOf(short);
    const later = await row(
      tx,
      `select 1 from short_line l join short s on s.id = l.short_id
       where l.order_id = any(?) and l.short_id <> ? and s.state in ${STANDING} and s.decided_at > ? limit 1`,
      [plan.orders, short.id, short.decided_at],
    );
    if (later) return refuse("later_short", "A later short touches the same orders: undo that one first.");
    await writeShort(tx, short, plan, true);
    if ((await cancelWaits(tx, { short_id: short.id })).resolved) {
      throw new Changed({
        reason: "later_short",
        message: "Packs that waited have been filled or refunded since: this can't be undone any more.",
      });
    }
    await append(tx, { job: "short", payload: { short_id: short.id }, dedup_key: `${short.id}:undone` });
    return ok(await changed(tx, `update short set state = 'undone', updated_at = now() where id = ?`, [short.id]));
  });
}

export function keep(sql: Knex, short_id: string, problem: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, short_id, async (tx, short) => {
    if (short.state !== "undoing") return ok(short);
    return ok(
      await changed(
        tx,
        `update short set state = 'applied', problem = ?, undone_by = null, finished_at = now(), updated_at = now() where id = ?`,
        [problem, short.id],
      ),
    );
  });
}
