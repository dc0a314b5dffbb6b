import { createHash, randomBytes } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  assertTransition,
  ok,
  refuse,
  SHORT_TRANSITIONS,
  type Refusal,
  type Result,
  type ShortState,
} from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { append } from "../outbox/append";
import { changeOwnHold, moveCounters, stale, unlessChanged, writeShort, type ShortMoveRefusal } from "./short-apply";
import { shortFacts, STANDING } from "./short-facts";
import type { EnterShortInput, ShortRow, ShortView, StoredPlan } from "./short-types";
import { writeMovements } from "./queries";

/** An applied short can be undone until goods leave, and this long at most: then the buyer's money goes. */
export const UNDO_WITHIN_S = 24 * 3600;
/** When nobody reported the end of a move, the job looks after this long. */
const LOOK_AFTER_S = 30;
/** A wholesale buyer who does not answer is decided for by a manager after this long. */
export const ANSWER_WITHIN_S = 24 * 3600;

const COLUMNS = `id, number, cooperative_id, kind, state, lot_id, units::float8 as units, order_id, parcel_id, policy, restock, reason,
  entered_by, decided_by, decided_at, problem, plan, plan_hash, view, previewed_at, attempt,
  finished_at, created_at, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor`;

/** Entries of goods that fall short, and their way: previewed, applied or dropped, undone or closed. */
export class Shorts {
  constructor(private readonly sql: Knex) {}

  facts(input: Parameters<typeof shortFacts>[1]) {
    return shortFacts(this.sql, input);
  }

  byId(id: string, cooperative_id?: string): Promise<ShortRow | undefined> {
    return row<ShortRow>(
      this.sql,
      `select ${COLUMNS} from short where id = ? and cooperative_id = coalesce(?, cooperative_id)`,
      [id, cooperative_id ?? null],
    );
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
      `select ${COLUMNS} from short where cooperative_id = ? and state = coalesce(?, state)
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

  /** Keeps an entry; the same key with the same words is the same entry. */
  enter(input: EnterShortInput): Promise<Result<ShortRow, Refusal<"idempotency_conflict">>> {
    return inTransaction(this.sql, async (tx) => {
      const { person: _, idempotency_key, ...said } = input;
      const key = `${input.cooperative_id}:${idempotency_key}`;
      const input_hash = createHash("sha256").update(JSON.stringify(said)).digest("hex");
      await tx.raw(
        `insert into short (id, cooperative_id, kind, lot_id, units, order_id, parcel_id, policy, restock, reason, entered_by, idempotency_key, input_hash)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idempotency_key) do nothing`,
        [
          newId("short"),
          input.cooperative_id,
          input.kind,
          input.lot_id ?? null,
          input.units ?? null,
          input.order_id ?? null,
          input.parcel_id ?? null,
          input.policy ?? null,
          input.restock,
          input.reason,
          input.person,
          key,
          input_hash,
        ] as never,
      );
      const stands = await row<ShortRow & { input_hash: string }>(
        tx,
        `select ${COLUMNS}, input_hash from short where idempotency_key = ?`,
        [key],
      );
      if (!stands) throw new Error("a short just entered is not there");
      if (stands.input_hash !== input_hash) {
        return refuse(
          "idempotency_conflict",
          "This key entered another short before. Nothing was changed; use a new key.",
        );
      }
      return ok(stands);
    });
  }

  /** Keeps what was decided and shown; questions to wholesale buyers who are asked first are written with it. */
  savePreview(input: {
    short_id: string;
    plan: StoredPlan;
    plan_hash: string;
    view: ShortView;
    ask: readonly string[];
  }): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(input.short_id, async (tx, short) => {
      const answers = await rows<{ order_id: string; answer: string | null }>(
        tx,
        `select order_id, answer from short_question where short_id = ?`,
        [short.id],
      );
      const accepted = new Set(answers.filter((a) => a.answer === "accept").map((a) => a.order_id));
      // Asked again only about what has changed since they said yes.
      const open = short.plan_hash === input.plan_hash ? input.ask.filter((id) => !accepted.has(id)) : input.ask;
      const to: ShortState = open.length > 0 ? "waiting_for_buyer" : "previewed";
      if (short.state !== to) {
        const from = short.state === "waiting_for_buyer" ? "entered" : short.state;
        const allowed = assertTransition(
          SHORT_TRANSITIONS,
          from === "previewed" && to !== "previewed" ? "entered" : from,
          to,
        );
        if (!allowed.ok) return refuse("short_state", allowed.refusal.message);
      }
      for (const order_id of open) {
        await tx.raw(
          `insert into short_question (short_id, order_id, token) values (?, ?, ?) on conflict (short_id, order_id)
           do update set answer = null, answered_at = null, asked_at = now()`,
          [short.id, order_id, randomBytes(24).toString("base64url")],
        );
      }
      return ok(
        await changed(
          tx,
          `update short set state = ?, plan = ?::jsonb, plan_hash = ?, view = ?::jsonb, problem = null, previewed_at = now(), updated_at = now() where id = ?`,
          [to, JSON.stringify(input.plan), input.plan_hash, JSON.stringify(input.view), short.id],
        ),
      );
    });
  }

  /** A person says yes to the preview with this hash: from here the move runs, and is taken up by a job if it dies. */
  begin(input: { short_id: string; person: string; plan_hash: string }): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(input.short_id, async (tx, short) => {
      if (short.state === "applying" || short.state === "applied" || short.state === "closed") return ok(short);
      if (short.state === "waiting_for_buyer") {
        const unanswered = await row<{ asked: boolean }>(
          tx,
          `select true as asked from short_question where short_id = ? and answer is distinct from 'accept'
             and asked_at > now() - make_interval(secs => ?) limit 1`,
          [short.id, ANSWER_WITHIN_S],
        );
        if (unanswered) {
          return refuse(
            "ask_first",
            "A wholesale buyer has been asked and has not agreed yet. Nothing was changed; you may decide a day after asking.",
          );
        }
      } else if (!assertTransition(SHORT_TRANSITIONS, short.state, "applying").ok) {
        return refuse("short_state", `This short is ${short.state}: it can't be applied any more.`);
      }
      if (short.plan_hash !== input.plan_hash) return stale();
      await append(tx, { job: "short", payload: { short_id: short.id }, due_at: soon() });
      return ok(
        await changed(
          tx,
          `update short set state = 'applying', attempt = attempt + 1, decided_by = ?, decided_at = now(), finished_at = null, updated_at = now() where id = ?`,
          [input.person, short.id],
        ),
      );
    });
  }

  /** The pool's part of applying, once. `stale` when what it was decided from has changed: nothing is written. */
  apply(short_id: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(short_id, async (tx, short) => {
      if (short.state !== "applying") return ok(short);
      const plan = planOf(short);
      const since = await row(
        tx,
        `select 1 from short_line l join short s on s.id = l.short_id
         where l.order_id = any(?) and s.state in ${STANDING} and s.decided_at > ? limit 1`,
        [[...new Set([...plan.orders, ...plan.lines.map((line) => line.order)])], short.previewed_at],
      );
      if (since) return stale();
      if (plan.kind === "goods") await writeShort(tx, short, plan, false);
      await writeLines(tx, short.id, plan);
      const to = plan.kind === "goods" ? "applied" : "closed";
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

  /** Applying came to nothing: the entry stands, with why. */
  setBack(short_id: string, problem: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(short_id, async (tx, short) => {
      if (short.state !== "applying") return ok(short);
      return ok(
        await changed(
          tx,
          `update short set state = 'entered', problem = ?, decided_by = null, decided_at = null, updated_at = now() where id = ?`,
          [problem, short.id],
        ),
      );
    });
  }

  drop(input: { short_id: string; person: string }): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(input.short_id, async (tx, short) => {
      if (short.state === "dropped") return ok(short);
      if (!assertTransition(SHORT_TRANSITIONS, short.state, "dropped").ok) {
        return refuse("short_state", `This short is ${short.state}: it can't be dropped any more.`);
      }
      return ok(
        await changed(
          tx,
          `update short set state = 'dropped', decided_by = ?, decided_at = now(), updated_at = now() where id = ?`,
          [input.person, short.id],
        ),
      );
    });
  }

  beginUndo(input: { short_id: string; person: string }): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(input.short_id, async (tx, short) => {
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
  undo(short_id: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(short_id, async (tx, short) => {
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
      await append(tx, { job: "short", payload: { short_id: short.id }, dedup_key: `${short.id}:undone` });
      return ok(await changed(tx, `update short set state = 'undone', updated_at = now() where id = ?`, [short.id]));
    });
  }

  keep(short_id: string, problem: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return this.move(short_id, async (tx, short) => {
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

  /** Goods have left, or the time for undoing is over: the refund may go. */
  async close(short_ids: readonly string[]): Promise<void> {
    for (const short_id of [...short_ids].sort()) {
      await this.move(short_id, async (tx, short) => {
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
    return this.move(input.short_id, async (tx, short) => {
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
      for (const one of aside) await changeOwnHold(tx, "short", short.id, one.pool_id, -one.units);
      await moveCounters(tx, movements);
      await writeMovements(tx, movements, {
        reason: "goods of a broken pack put back on sale",
        person: input.person,
        source: short.number,
      });
      return ok(short);
    });
  }

  /** Units kept aside by a short, per pool. */
  asideOf(short_id: string): Promise<{ pool_id: string; units: number }[]> {
    return rows(
      this.sql,
      `select l.pool_id, l.units::float8 as units from hold h join hold_line l on l.hold_id = h.id where h.kind = 'short' and h.owner_id = ?`,
      [short_id],
    );
  }

  /** What stands short of an order, line by line and entry by entry. */
  ofOrder(order_id: string): Promise<OrderShort[]> {
    return rows<OrderShort>(
      this.sql,
      `select s.id as short_id, s.number, s.kind, s.state, l.order_line_id, l.packs::float8 as packs, l.pack_units::float8 as pack_units,
              l.after_handover, (l.goods_minor + l.freight_minor)::float8 as refund_minor, p.unit, s.decided_at as at
       from short_line l join short s on s.id = l.short_id join pool p on p.id = l.pool_id
       where l.order_id = ? and s.state in ${STANDING} order by s.decided_at, l.order_line_id`,
      [order_id],
    );
  }

  /** Packs per line and destination that are not to be packed any more. */
  async dropsOf(order_id: string): Promise<{ order_line_id: string; destination_id: string; packs: number }[]> {
    return rows(
      this.sql,
      `select d.order_line_id, d.destination_id, sum(d.packs)::float8 as packs
       from short_line l join short s on s.id = l.short_id join short_drop d on d.short_id = l.short_id and d.order_line_id = l.order_line_id
       where l.order_id = ? and s.state in ${STANDING} and not l.after_handover group by d.order_line_id, d.destination_id`,
      [order_id],
    );
  }

  // Questions to wholesale buyers

  questionsOf(order_id: string): Promise<ShortQuestion[]> {
    return rows<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.answer, s.number, s.state, s.view
       from short_question q join short s on s.id = q.short_id where q.order_id = ? and s.state <> 'dropped' order by q.asked_at desc`,
      [order_id],
    );
  }

  questionsOfShort(short_id: string): Promise<ShortQuestion[]> {
    return rows<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.answer, s.number, s.state, s.view
       from short_question q join short s on s.id = q.short_id where q.short_id = ? order by q.order_id`,
      [short_id],
    );
  }

  async question(token: string): Promise<ShortQuestion | undefined> {
    return row<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.answer, s.number, s.state, s.view
       from short_question q join short s on s.id = q.short_id where q.token = ? and s.state <> 'dropped'`,
      [token],
    );
  }

  /** The buyer's answer, once; asked again it answers what was said. All agreed: the desk may apply. */
  answer(input: {
    token: string;
    answer: "accept" | "decline";
  }): Promise<
    Result<{ short_id: string; order_id: string; answer: string }, Refusal<"question_not_found" | "answered">>
  > {
    return inTransaction(this.sql, async (tx) => {
      const question = await row<{ short_id: string; order_id: string; answer: string | null }>(
        tx,
        `select short_id, order_id, answer from short_question where token = ?`,
        [input.token],
      );
      if (!question) return refuse("question_not_found", "There is no such question.");
      const short = await row<{ state: string }>(tx, `select state from short where id = ? for update`, [
        question.short_id,
      ]);
      const now = await row<{ answer: string | null }>(tx, `select answer from short_question where token = ?`, [
        input.token,
      ]);
      if (now?.answer === input.answer) return ok({ ...question, answer: input.answer });
      if ((now?.answer ?? null) !== null || short?.state !== "waiting_for_buyer") {
        return refuse("answered", "This has been decided already. Nothing was changed.");
      }
      await tx.raw(`update short_question set answer = ?, answered_at = now() where token = ?`, [
        input.answer,
        input.token,
      ]);
      const rest = await row<{ open: string; declined: string }>(
        tx,
        `select count(*) filter (where answer is null) as open, count(*) filter (where answer = 'decline') as declined
         from short_question where short_id = ?`,
        [question.short_id],
      );
      if (Number(rest?.declined) > 0) {
        await tx.raw(`update short set state = 'entered', problem = 'declined', updated_at = now() where id = ?`, [
          question.short_id,
        ]);
      } else if (Number(rest?.open) === 0) {
        await tx.raw(`update short set state = 'previewed', updated_at = now() where id = ?`, [question.short_id]);
      }
      return ok({ ...question, answer: input.answer });
    });
  }

  /** Locks a short, lets `work` decide from it, and writes all or nothing. */
  private move(
    short_id: string,
    work: (tx: Transaction, short: ShortRow) => Promise<Result<ShortRow, ShortMoveRefusal>>,
  ): Promise<Result<ShortRow, ShortMoveRefusal>> {
    return unlessChanged(() =>
      inTransaction(this.sql, async (tx) => {
        const short = await row<ShortRow>(tx, `select ${COLUMNS} from short where id = ? for update`, [short_id]);
        if (!short) return refuse("short_not_found", "There is no such short.");
        return work(tx, short);
      }),
    );
  }
}

export interface OrderShort {
  short_id: string;
  number: string;
  kind: ShortRow["kind"];
  state: ShortState;
  order_line_id: string;
  packs: number;
  pack_units: number;
  after_handover: boolean;
  refund_minor: number;
  unit: "g" | "piece";
  at: Date;
}

export interface ShortQuestion {
  short_id: string;
  order_id: string;
  token: string;
  asked_at: Date;
  answer: "accept" | "decline" | null;
  number: string;
  state: ShortState;
  view: ShortView | null;
}

export function planOf(short: ShortRow): StoredPlan {
  if (!short.plan) throw new Error(`short ${short.id} has no plan`);
  return short.plan;
}

function soon(): Date {
  return new Date(Date.now() + LOOK_AFTER_S * 1000);
}

async function changed(tx: Transaction, text: string, bindings: readonly unknown[]): Promise<ShortRow> {
  const after = await row<ShortRow>(tx, `${text} returning ${COLUMNS}`, bindings);
  if (!after) throw new Error("the short just locked is gone");
  return after;
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
