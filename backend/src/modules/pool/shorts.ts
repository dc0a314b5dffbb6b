import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, type Result, type ShortState } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { append } from "../outbox/append";
import { writeShort } from "./short-apply";
import { dropShort, enterShortRow } from "./short-entry";
import { MISSING, shortFacts, STANDING } from "./short-facts";
import { changeOwnHolds, moveCounters } from "./own-holds";
import {
  changed,
  moveShort,
  ordersOf,
  planOf,
  SHORT_COLUMNS,
  stale,
  standsAlone,
  type ShortMoveRefusal,
} from "./short-moves";
import { choicesStand, ShortChoices } from "./short-choices";
import { ShortPolicies } from "./short-policies";
import { ShortDesk } from "./short-desk";
import { ShortGrades } from "./short-grades";
import { begin, choosePolicy, savePreview, setBack } from "./short-preview";
import { ShortQuestions } from "./short-questions";
import { AUTOMATIC } from "./short-types";
import type { EnterShortInput, OrderShort, ShortRow, StoredPlan } from "./short-types";
import { beginUndo, keep, undo } from "./short-undo";
import { beginWaits, endWait, ShortWaits } from "./short-waits";
import { writeMovements } from "./queries";

/** Packs of an order that are not there, by what of it they are. */
export interface MissingPacks {
  order_id: string;
  pool_id: string;
  pack_units: number;
  packs: number;
}

/** An applied short can be undone until goods leave, and this long at most: then the buyer's money goes. */
export const UNDO_WITHIN_S = 24 * 3600;

/** Entries of goods that fall short, and their way: previewed, applied or dropped, undone or closed. */
export class Shorts {
  readonly questions: ShortQuestions;
  readonly waits: ShortWaits;
  readonly policies: ShortPolicies;
  readonly choices: ShortChoices;
  readonly grades: ShortGrades;
  readonly desk: ShortDesk;

  constructor(private readonly sql: Knex) {
    this.questions = new ShortQuestions(sql);
    this.waits = new ShortWaits(sql);
    this.policies = new ShortPolicies(sql);
    this.choices = new ShortChoices(sql);
    this.grades = new ShortGrades(sql);
    this.desk = new ShortDesk(sql);
  }

  enter(input: EnterShortInput) {
    return enterShortRow(this.sql, input);
  }

  savePreview(input: Parameters<typeof savePreview>[1]) {
    return savePreview(this.sql, input);
  }

  begin(input: Parameters<typeof begin>[1]) {
    return begin(this.sql, input);
  }

  choosePolicy(input: Parameters<typeof choosePolicy>[1]) {
    return choosePolicy(this.sql, input);
  }

  setBack(short_id: string, problem: string) {
    return setBack(this.sql, short_id, problem);
  }

  drop(input: { short_id: string; person: string }) {
    return dropShort(this.sql, input);
  }

  beginUndo(input: { short_id: string; person: string }) {
    return beginUndo(this.sql, input);
  }

  undo(short_id: string) {
    return undo(this.sql, short_id);
  }

  keep(short_id: string, problem: string) {
    return keep(this.sql, short_id, problem);
  }

  facts(input: Parameters<typeof shortFacts>[1]) {
    return shortFacts(this.sql, input);
  }

  byId(id: string, cooperative_id?: string): Promise<ShortRow | undefined> {
    return row<ShortRow>(
      this.sql,
      `select ${SHORT_COLUMNS} from short where id = ? and cooperative_id = coalesce(?, cooperative_id)`,
      [id, cooperative_id ?? null],
    );
  }

  /** What was entered with a key. */
  byKey(cooperative_id: string, idempotency_key: string): Promise<ShortRow | undefined> {
    return row<ShortRow>(this.sql, `select ${SHORT_COLUMNS} from short where idempotency_key = ?`, [
      `${cooperative_id}:${idempotency_key}`,
    ]);
  }

  /** Of a cooperative, newest first; going on after (`at`, `id`). */
  list(input: {
    cooperative_id: string;
    state?: ShortState | undefined;
    after?: { at: string; id: string } | undefined;
    limit: number;
  }): Promise<ShortRow[]> {
    return rows<ShortRow>(
      this.sql,
      `select ${SHORT_COLUMNS} from short where cooperative_id = ? and state = coalesce(?, state)
         and (?::text is null or (created_at, id) < (?::timestamptz, ?::text)) order by created_at desc, id desc limit ?`,
      [
        input.cooperative_id,
        input.state ?? null,
        input.after?.id ?? null,
        input.after?.at ?? null,
        input.after?.id ?? null,
        input.limit,
      ],
    );
  }

  /** The pool's part of applying, once. `stale` when what it was decided from has changed: nothing is written. */
  apply(short_id: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return moveShort(this.sql, short_id, async (tx, short) => {
      if (short.state !== "applying") return ok(short);
      const plan = planOf(short);
      if (!(await standsAlone(tx, plan)) || !(await choicesStand(tx, plan))) return stale();
      const since = await row(
        tx,
        `select 1 from short_line l join short s on s.id = l.short_id
         where l.order_id = any(?) and s.state in ${STANDING} and s.decided_at > ? limit 1`,
        [ordersOf(plan), short.previewed_at],
      );
      if (since) return stale();
      if (plan.kind === "goods") await writeShort(tx, short, plan, false);
      await writeLines(tx, short.id, plan);
      await endWait(tx, short, plan);
      await beginWaits(tx, short, plan);
      // What the house enters by itself has no way back: there are no goods to go back to.
      const to = plan.kind === "goods" && !AUTOMATIC.has(short.kind) ? "applied" : "closed";
      const next = new Date(Date.now() + UNDO_WITHIN_S * 1000);
      await append(tx, { job: "short", payload: { short_id: short.id }, dedup_key: `${short.id}:${to}` });
      if (to === "applied") {
        await append(tx, {
          job: "short",
          payload: { short_id: short.id },
          due_at: next,
          dedup_key: `${short.id}:close`,
        });
      }
      return ok(await changed(tx, `update short set state = ?, updated_at = now() where id = ?`, [to, short.id]));
    });
  }

  /** Goods have left, or the time for undoing is over: the refund may go. */
  async close(short_ids: readonly string[]): Promise<void> {
    for (const short_id of [...short_ids].sort()) {
      await moveShort(this.sql, short_id, async (tx, short) => {
        if (short.state !== "applied") return ok(short);
        await append(tx, { job: "short", payload: { short_id: short.id }, dedup_key: `${short.id}:closed` });
        return ok(
          await changed(tx, `update short set state = 'closed', finished_at = null, updated_at = now() where id = ?`, [
            short.id,
          ]),
        );
      });
    }
  }

  /** How the hold of an order stands; undefined: it has none. */
  async holdOf(order_id: string): Promise<string | undefined> {
    const hold = await row<{ state: string }>(this.sql, `select state from hold where order_id = ?`, [order_id]);
    return hold?.state;
  }

  /** Applied shorts of the orders that these allocations fill. */
  async openOf(allocation_ids: readonly string[]): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select distinct s.id from short s join short_share h on h.short_id = s.id
       where s.state = 'applied' and h.order_id in (select order_id from allocation where id = any(?)) order by s.id`,
      [[...allocation_ids]],
    );
    return found.map((one) => one.id);
  }

  /** All steps of a move are done, in every room. */
  async finish(short_id: string, state: ShortState): Promise<void> {
    await this.sql.raw(
      `update short set finished_at = now(), updated_at = now() where id = ? and state = ? and finished_at is null`,
      [short_id, state],
    );
  }

  /** Good units that a broken pack left over go on sale after all. */
  restock(input: { short_id: string; person: string }): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return moveShort(this.sql, input.short_id, async (tx, short) => {
      const aside = await rows<{ pool_id: string; units: number }>(
        tx,
        `select l.pool_id, l.units::float8 as units from hold h join hold_line l on l.hold_id = h.id
         where h.kind = 'short' and h.owner_id = ? order by l.pool_id for update of h`,
        [short.id],
      );
      const movements = aside.map((one) => ({
        pool_id: one.pool_id,
        lot_id: null,
        kind: "release" as const,
        on_hand: 0,
        held: -one.units,
      }));
      await changeOwnHolds(
        tx,
        "short",
        aside.map((one) => ({ owner_id: short.id, pool_id: one.pool_id, units: -one.units })),
      );
      await moveCounters(tx, movements);
      await writeMovements(tx, movements, {
        reason: "goods of a broken pack put back on sale",
        person: input.person,
        source: short.number,
      });
      return ok(short);
    });
  }

  /** What stands short of an order, line by line and entry by entry. What was refunded after waiting stands with its wait. */
  ofOrder(order_id: string): Promise<OrderShort[]> {
    return rows<OrderShort>(
      this.sql,
      `select s.id as short_id, s.number, s.kind, s.state, l.order_line_id, l.packs::float8 as packs, l.pack_units::float8 as pack_units,
              l.after_handover, (l.goods_minor + l.freight_minor + coalesce(o.goods_minor + o.freight_minor, 0))::float8 as refund_minor,
              coalesce(w.resolved_by, s.id) as refund_short_id, p.unit, s.decided_at as at,
              case when w.state = 'waiting' then w.until end as waits_until,
              coalesce(g.units, 0)::float8 as regraded_units, g.grade
       from short_line l join short s on s.id = l.short_id join pool p on p.id = l.pool_id
       left join short_wait w on w.short_id = l.short_id and w.order_line_id = l.order_line_id
       left join short_line o on o.short_id = w.resolved_by and o.order_line_id = l.order_line_id
       left join lateral (select sum(h.units_after - h.units_before) as units, min(q.grade) as grade from short_share h join pool q on q.id = h.pool_id
         where h.short_id = l.short_id and h.order_line_id = l.order_line_id and h.pool_id <> l.pool_id and h.units_after > h.units_before) g on true
       where l.order_id = ? and ${MISSING} and s.kind <> 'wait_over' order by s.decided_at, l.order_line_id`,
      [order_id],
    );
  }

  /** Packs that are missing of these orders, by pool and size of pack, since their goods were not there; what was lost on its way is not. */
  missingOf(order_ids: readonly string[]): Promise<MissingPacks[]> {
    return rows(
      this.sql,
      `select l.order_id, l.pool_id, l.pack_units::float8 as pack_units, sum(l.packs)::float8 as packs
       from short_line l join short s on s.id = l.short_id
       where l.order_id = any(?) and ${MISSING} and not l.after_handover group by 1, 2, 3 having sum(l.packs) > 0`,
      [[...order_ids]],
    );
  }

  /** Packs per line and destination that are not to be packed any more. */
  async dropsOf(order_id: string): Promise<{ order_line_id: string; destination_id: string; packs: number }[]> {
    return rows(
      this.sql,
      `select d.order_line_id, d.destination_id, sum(d.packs)::float8 as packs
       from short_line l join short s on s.id = l.short_id join short_drop d on d.short_id = l.short_id and d.order_line_id = l.order_line_id
       where l.order_id = ? and ${MISSING} and not l.after_handover group by d.order_line_id, d.destination_id`,
      [order_id],
    );
  }
}

async function writeLines(tx: Transaction, short_id: string, plan: StoredPlan): Promise<void> {
  const after_handover = plan.kind === "parcel";
  await insertAll(
    tx,
    "short_line",
    [
      ["short_id", "text", () => short_id],
      ["order_id", "text", (l) => l.order],
      ["order_line_id", "text", (l) => l.order_line],
      ["pool_id", "text", (l) => l.pool],
      ["packs", "bigint", (l) => l.packs],
      ["pack_units", "bigint", (l) => l.pack_units],
      ["after_handover", "boolean", () => after_handover],
      ["goods_minor", "bigint", (l) => l.goods_minor],
      ["freight_minor", "bigint", (l) => l.freight_minor],
      ["tax_minor", "bigint", (l) => l.tax_minor],
      ["never_given", "bigint", (l) => l.never_given ?? 0],
    ],
    plan.lines,
  );
  await insertAll(
    tx,
    "short_drop",
    [
      ["short_id", "text", () => short_id],
      ["order_line_id", "text", (d) => d.order_line],
      ["destination_id", "text", (d) => d.destination],
      ["packs", "bigint", (d) => d.packs],
    ],
    plan.lines.flatMap((l) => l.drops.map((drop) => ({ ...drop, order_line: l.order_line }))),
  );
  await insertAll(
    tx,
    "short_loss",
    [
      ["short_id", "text", () => short_id],
      ["lot_id", "text", (l) => l.lot],
      ["units", "bigint", (l) => l.units],
      ["goods", "text", () => plan.goods],
    ],
    plan.losses,
  );
}
