import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { decideClose, ladderProgress, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { indexMessages } from "../../lib/index-messages";
import { inTransaction, row, rows } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import { writeEvent } from "./events";
import { goodsOf, lockCycle, orderedOf } from "./queries";

/** Who is closed with one look at the clock; the rest is found at the next. */
const PER_ROUND = 50;
/** Entries of one cycle that are looked after at once. */
const ENTRIES_PER_ROUND = 500;
/** A completion without a pending hold for this long has ended, or its process is frozen: then it takes part late. */
export const GIVEN_UP_AFTER_S = 120;

/** How a cycle ends: by the clock or by a person, once, whatever dies in between. */
export class CycleClosing {
  constructor(private readonly sql: Knex) {}

  /** Cycles that are to be closed, those longest over first. */
  async due(now: Date): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from order_cycle where state = 'closing' or (state = 'published' and closes_at <= ?) order by closes_at, id limit ${PER_ROUND}`,
      [now],
    );
    return found.map((one) => one.id);
  }

  /** Nobody enters any more. False when it is not its time, or long over. */
  begin(id: string, now: Date): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      const cycle = await lockCycle(tx, id);
      if (cycle?.state === "closing") return true;
      if (cycle?.state !== "published" || cycle.closes_at > now) return false;
      await tx.raw(`update order_cycle set state = 'closing', version = version + 1, updated_at = now() where id = ?`, [
        id,
      ]);
      await appendAll(
        tx,
        indexMessages(
          "product",
          (await goodsOf(tx, [id])).map((one) => one.product_id),
        ),
      );
      return true;
    });
  }

  /** A person ends it before its time: everybody gets everything back. Buyers read the words. */
  callOff(input: {
    id: string;
    cooperative_id: string;
    words: string;
    person: string;
  }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const cycle = await lockCycle(tx, input.id);
      if (!cycle || cycle.cooperative_id !== input.cooperative_id)
        return refuse("cycle_not_found", "There is no such order cycle.");
      if (cycle.state === "closing" && cycle.call_off_words !== null) return ok(undefined);
      if (cycle.state !== "published")
        return refuse(
          "cycle_not_running",
          "This order cycle is not running: there is nothing to call off. Nothing was changed.",
        );
      await tx.raw(
        `update order_cycle set state = 'closing', call_off_words = ?, version = version + 1, updated_at = now() where id = ?`,
        [input.words, input.id],
      );
      await writeEvent(tx, { cycle_id: input.id, kind: "called_off", words: input.words, person: input.person });
      await appendAll(
        tx,
        indexMessages(
          "product",
          (await goodsOf(tx, [input.id])).map((one) => one.product_id),
        ),
      );
      return ok(undefined);
    });
  }

  /** Carts that were completing when it closed, and how long nothing was heard of them. */
  completing(id: string): Promise<{ cart_id: string; silent_s: number }[]> {
    return rows(
      this.sql,
      `select cart_id, extract(epoch from now() - touched_at)::float8 as silent_s from cycle_entry
       where cycle_id = ? and state = 'pending' order by touched_at, cart_id limit ${ENTRIES_PER_ROUND}`,
      [id],
    );
  }

  /** These carts became nothing. One that was heard of meanwhile stays. */
  async giveUp(cart_ids: readonly string[]): Promise<void> {
    await this.sql.raw(
      `update cycle_entry set state = 'dropped' where cart_id = any(?) and state = 'pending' and touched_at < now() - make_interval(secs => ?)`,
      [[...cart_ids], GIVEN_UP_AFTER_S],
    );
  }

  /** Orders that take part, by id, after `after`: to be looked at whether they still stand. */
  async orders(id: string, after: string, limit = ENTRIES_PER_ROUND): Promise<string[]> {
    const found = await rows<{ order_id: string }>(
      this.sql,
      `select order_id from cycle_entry where cycle_id = ? and state = 'confirmed' and order_id > ? order by order_id limit ?`,
      [id, after, limit],
    );
    return found.map((one) => one.order_id);
  }

  /**
   * Ends it when nobody completes any more: its result, the price everybody pays, and one message for each order, in one commit. Who comes
   * second finds it ended.
   */
  finish(id: string, now: Date): Promise<"waits" | "reached" | "missed" | "called_off"> {
    return inTransaction(this.sql, async (tx) => {
      const cycle = await lockCycle(tx, id);
      if (!cycle) return "waits";
      if (cycle.state === "reached" || cycle.state === "missed" || cycle.state === "called_off") return cycle.state;
      if (cycle.state !== "closing") return "waits";
      const pending = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from cycle_entry where cycle_id = ? and state = 'pending'`,
        [id],
      );
      const ordered = (await orderedOf(tx, [id])).get(id) ?? { orders: 0, grams: 0 };
      const decision = decideClose({
        now,
        closes_at: cycle.closes_at,
        called_off: cycle.call_off_words !== null,
        completing: pending?.count ?? 0,
        minimum: { kind: cycle.minimum_kind, least: Number(cycle.minimum) },
        ordered,
      });
      if (decision.action === "wait") return "waits";
      const goods = await goodsOf(tx, [id]);
      await tx.raw(
        `update cycle_good g set ordered_units = x.ordered, final_step = x.step
         from jsonb_to_recordset(?::jsonb) as x(product_id text, ordered bigint, step int) where g.cycle_id = ? and g.product_id = x.product_id`,
        [
          JSON.stringify(
            goods.map((good) => ({
              product_id: good.product_id,
              ordered: good.ordered_units,
              step: ladderProgress(
                Number(good.ordered_units),
                Number(good.case_units),
                good.steps.map((step) => step.from_cases),
              ).step,
            })),
          ),
          id,
        ],
      );
      await tx.raw(
        `update order_cycle set state = ?, ended_at = ?, orders = ?, ordered_g = ?, version = version + 1, updated_at = now() where id = ?`,
        [decision.as, now, ordered.orders, ordered.grams, id],
      );
      await writeEvent(tx, { cycle_id: id, kind: decision.as, person: "system" });
      const orders = await rows<{ order_id: string }>(
        tx,
        `select order_id from cycle_entry where cycle_id = ? and state = 'confirmed' and settled_at is null order by order_id`,
        [id],
      );
      await appendAll(
        tx,
        orders.map(({ order_id }) => ({ job: "cycle-order", payload: { order_id }, dedup_key: `${id}:${order_id}` })),
      );
      await appendAll(
        tx,
        indexMessages(
          "product",
          goods.map((one) => one.product_id),
        ),
      );
      return decision.as;
    });
  }
}
