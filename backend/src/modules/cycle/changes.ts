import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { indexMessages } from "../../lib/index-messages";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import { writeEvent } from "./events";
import { goodsOf, lockCycle } from "./queries";
import { MAX_DAYS_OPEN, type CycleRow } from "./types";

interface Changing {
  id: string;
  cooperative_id: string;
  person: string;
}

/** What may still be changed of a published cycle: never its prices, and its closing only to later. */
export class CycleChanges {
  constructor(private readonly sql: Knex) {}

  /** Keeps it open longer. `closes`: as a clock at the cooperative shows it. */
  extend(input: Changing & { tz: string; closes: string; now: Date }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      // As publishing does: two cycles must not come to have the same goods at the same time.
      await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`order_cycle:${input.cooperative_id}`]);
      const found = await runningOf(tx, input);
      if (!found.ok) return found;
      const cycle = found.value;
      const asked = await row<{ at: Date; ready_too_early: boolean }>(
        tx,
        `select ?::timestamp at time zone ? as at, ?::date < (?::timestamp)::date as ready_too_early`,
        [input.closes, input.tz, cycle.ready_from, input.closes],
      );
      if (!asked || asked.at <= cycle.closes_at || asked.at <= input.now)
        return refuse(
          "closes_earlier",
          "A published cycle can only be kept open longer. Nothing was changed.",
          "closes",
        );
      if (asked.at.getTime() - cycle.opens_at.getTime() > MAX_DAYS_OPEN * 86_400_000)
        return refuse(
          "open_too_long",
          `A cycle is open for ${MAX_DAYS_OPEN} days at most: buyers have paid and wait. Nothing was changed.`,
          "closes",
        );
      if (asked.ready_too_early)
        return refuse(
          "ready_before_close",
          "Goods leave after the cycle has closed, and buyers were told the days. Nothing was changed.",
          "closes",
        );
      const goods = await goodsOf(tx, [cycle.id]);
      const other = await row(
        tx,
        `select 1 from order_cycle c join cycle_good g on g.cycle_id = c.id
         where c.id <> ? and c.state in ('published', 'closing') and c.opens_at < ? and c.closes_at > ? and g.product_id = any(?) limit 1`,
        [cycle.id, asked.at, cycle.opens_at, goods.map((one) => one.product_id)],
      );
      if (other)
        return refuse(
          "cycle_overlaps",
          "Goods of this cycle are in another one by then. Nothing was changed.",
          "closes",
        );
      await tx.raw(`update order_cycle set closes_at = ?, version = version + 1, updated_at = now() where id = ?`, [
        asked.at,
        cycle.id,
      ]);
      await writeEvent(tx, { cycle_id: cycle.id, kind: "extended", words: input.closes, person: input.person });
      await appendAll(
        tx,
        indexMessages(
          "product",
          goods.map((one) => one.product_id),
        ),
      );
      return ok(undefined);
    });
  }

  /** Whether its goods are sold as usual while no cycle of theirs is open; also of one that is over. */
  sellBetween(input: Changing & { sold_between: boolean }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const cycle = await lockCycle(tx, input.id);
      if (!cycle || cycle.cooperative_id !== input.cooperative_id)
        return refuse("cycle_not_found", "There is no such order cycle.");
      if (cycle.state === "draft" || cycle.state === "dropped")
        return refuse(
          "cycle_not_published",
          "This order cycle is not published: write it in the draft. Nothing was changed.",
        );
      if (cycle.sold_between === input.sold_between) return ok(undefined);
      await tx.raw(`update order_cycle set sold_between = ?, version = version + 1, updated_at = now() where id = ?`, [
        input.sold_between,
        cycle.id,
      ]);
      await writeEvent(tx, {
        cycle_id: cycle.id,
        kind: input.sold_between ? "sold_between" : "closed_between",
        person: input.person,
      });
      const goods = await goodsOf(tx, [cycle.id]);
      await appendAll(
        tx,
        indexMessages(
          "product",
          goods.map((one) => one.product_id),
        ),
      );
      return ok(undefined);
    });
  }
}

async function runningOf(tx: Transaction, input: Changing): Promise<Result<CycleRow, Refusal>> {
  const cycle = await lockCycle(tx, input.id);
  if (!cycle || cycle.cooperative_id !== input.cooperative_id)
    return refuse("cycle_not_found", "There is no such order cycle.");
  if (cycle.state !== "published")
    return refuse("cycle_not_running", "This order cycle is not running any more. Nothing was changed.");
  return ok(cycle);
}
