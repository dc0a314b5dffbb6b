import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result, type ShortState } from "@commonlot/domain";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import type { ShortView } from "./short-types";

export interface ShortQuestion {
  short_id: string;
  order_id: string;
  token: string;
  asked_at: Date;
  /** Without an answer by then it counts as agreed. */
  due_at: Date;
  answer: "accept" | "decline" | null;
  by_default: boolean;
  number: string;
  state: ShortState;
  view: ShortView | null;
}

/** Questions to wholesale buyers, who are asked before their order is changed. */
export class ShortQuestions {
  constructor(private readonly sql: Knex) {}

  ofOrder(order_id: string): Promise<ShortQuestion[]> {
    return rows<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.due_at, q.answer, q.by_default, s.number, s.state, s.view
       from short_question q join short s on s.id = q.short_id where q.order_id = ? and s.state <> 'dropped' order by q.asked_at desc`,
      [order_id],
    );
  }

  ofShort(short_id: string): Promise<ShortQuestion[]> {
    return rows<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.due_at, q.answer, q.by_default, s.number, s.state, s.view
       from short_question q join short s on s.id = q.short_id where q.short_id = ? order by q.order_id`,
      [short_id],
    );
  }

  byToken(token: string): Promise<ShortQuestion | undefined> {
    return row<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.due_at, q.answer, q.by_default, s.number, s.state, s.view
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
      if (short?.state === "dropped") return refuse("question_not_found", "There is no such question.");
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
      // What the house entered goes on by itself.
      await append(tx, { job: "short", payload: { short_id: question.short_id } });
      return ok({ ...question, answer: input.answer });
    });
  }

  /** The time for answers is over: who has said nothing has agreed, as the question said. Does nothing before. */
  settleDue(short_id: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const short = await row<{ state: string }>(tx, `select state from short where id = ? for update`, [short_id]);
      if (short?.state !== "waiting_for_buyer") return;
      await tx.raw(
        `update short_question set answer = 'accept', answered_at = now(), by_default = true
         where short_id = ? and answer is null and due_at <= now()`,
        [short_id],
      );
      await tx.raw(
        `update short set state = 'previewed', updated_at = now() where id = ?
           and not exists (select from short_question q where q.short_id = short.id and q.answer is distinct from 'accept')`,
        [short_id],
      );
    });
  }
}
