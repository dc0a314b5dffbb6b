import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { append } from "../outbox/append";
import type { EntryLine } from "./types";

interface Entry {
  cart_id: string;
  cycle_id: string;
  state: "pending" | "confirmed" | "dropped" | "left";
  order_id: string | null;
  lines: EntryLine[];
  settled_at: Date | null;
}

const ENDED = new Set(["reached", "missed", "called_off"]);

/** Who takes part in a cycle: a cart that is completing, then its order. */
export class CycleEntries {
  constructor(private readonly sql: Knex) {}

  /**
   * A cart is completing with goods of this cycle. Under a lock that closing waits for: who is let in counts, and closing knows of
   * them. Refused when the cycle has closed meanwhile. Asked again: the newest lines stand.
   */
  enter(input: {
    cart_id: string;
    cycle_id: string;
    lines: readonly EntryLine[];
    now: Date;
  }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const cycle = await row<{ state: string; opens_at: Date; closes_at: Date }>(
        tx,
        `select state, opens_at, closes_at from order_cycle where id = ? for share`,
        [input.cycle_id],
      );
      if (!cycle || cycle.state !== "published" || input.now < cycle.opens_at || input.now >= cycle.closes_at)
        return refuse(
          "cycle_closed",
          "The order cycle of goods in this cart has just closed. Your cart is kept and nothing was charged.",
        );
      await tx.raw(
        `insert into cycle_entry as e (cart_id, cycle_id, state, lines) values (?, ?, 'pending', ?::jsonb)
         on conflict (cart_id) do update set cycle_id = excluded.cycle_id, state = 'pending', lines = excluded.lines, touched_at = now()
           where e.order_id is null`,
        [input.cart_id, input.cycle_id, JSON.stringify(input.lines)],
      );
      return ok(undefined);
    });
  }

  /** The cart completes without goods of a cycle: an earlier try of it counts for nothing. */
  async forget(cart_id: string): Promise<void> {
    await this.sql.raw(`delete from cycle_entry where cart_id = ? and order_id is null`, [cart_id]);
  }

  /**
   * The order of a cart stands. `waits`: it is of a cycle that is not over for it, and must not be packed yet; when it is over, what
   * follows is sent. Once however often it is told; one whose cycle gave it up while its completion was frozen takes part all the same.
   */
  confirm(input: { cart_id: string; order_id: string }): Promise<"none" | "waits" | "over"> {
    return inTransaction(this.sql, async (tx) => {
      const known = await row<{ cycle_id: string }>(tx, `select cycle_id from cycle_entry where cart_id = ?`, [
        input.cart_id,
      ]);
      if (!known) return "none";
      const cycle = await row<{ state: string }>(tx, `select state from order_cycle where id = ? for share`, [
        known.cycle_id,
      ]);
      const entry = await row<Entry>(tx, `select * from cycle_entry where cart_id = ? for update`, [input.cart_id]);
      if (!entry || (entry.order_id !== null && entry.order_id !== input.order_id)) return "none";
      if (entry.state === "left") return "over";
      if (entry.state === "confirmed") return entry.settled_at ? "over" : "waits";
      await tx.raw(
        `update cycle_entry set state = 'confirmed', order_id = ?, confirmed_at = now(), touched_at = now() where cart_id = ?`,
        [input.order_id, input.cart_id],
      );
      await writeLines(tx, entry.cycle_id, input.order_id, entry.lines);
      if (cycle && ENDED.has(cycle.state)) await sendOrder(tx, entry.cycle_id, input.order_id);
      return "waits";
    });
  }

  /** The order was cancelled: it counts no more. Nothing happens to one that the cycle has let go already. */
  async leave(order_id: string): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      const left = await row<{ cart_id: string }>(
        tx,
        `update cycle_entry set state = 'left', touched_at = now(), settled_at = coalesce(settled_at, now())
         where order_id = ? and state = 'confirmed' and settled_at is null returning cart_id`,
        [order_id],
      );
      if (!left) return false;
      await tx.raw(`update cycle_line set left_at = now() where order_id = ? and left_at is null`, [order_id]);
      return true;
    });
  }

  /** The price difference is on its way, or there is none: the order may be packed. In one commit with the message that does it. */
  async letGo(input: { order_id: string; back_minor: bigint }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const gone = await row(
        tx,
        `update cycle_entry set settled_at = now(), back_minor = ?, touched_at = now()
         where order_id = ? and state = 'confirmed' and settled_at is null returning cart_id`,
        [input.back_minor.toString(), input.order_id],
      );
      if (!gone) return;
      await append(tx, {
        job: "allocate",
        payload: { order_id: input.order_id },
        dedup_key: `${input.order_id}:cycle`,
      });
    });
  }
}

/** What is to be done for one order when its cycle is over; once for each. */
async function sendOrder(tx: Transaction, cycle_id: string, order_id: string): Promise<void> {
  await append(tx, { job: "cycle-order", payload: { order_id }, dedup_key: `${cycle_id}:${order_id}` });
}

/** Lines of one pack are one: a cart may hold it twice. */
async function writeLines(
  tx: Transaction,
  cycle_id: string,
  order_id: string,
  lines: readonly EntryLine[],
): Promise<void> {
  const sums = new Map<string, EntryLine>();
  for (const line of lines) {
    const before = sums.get(line.variant_id);
    sums.set(line.variant_id, {
      ...line,
      packs: line.packs + (before?.packs ?? 0),
      units: line.units + (before?.units ?? 0),
    });
  }
  await insertAll(
    tx,
    "cycle_line",
    [
      ["order_id", "text", () => order_id],
      ["variant_id", "text", (line) => line.variant_id],
      ["cycle_id", "text", () => cycle_id],
      ["product_id", "text", (line) => line.product_id],
      ["packs", "bigint", (line) => line.packs],
      ["units", "bigint", (line) => line.units],
    ],
    [...sums.values()],
    "on conflict do nothing",
  );
}
