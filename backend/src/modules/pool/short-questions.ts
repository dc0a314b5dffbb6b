import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result, type ShortState } from "@commonlot/domain";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { consentTo, releaseOffers } from "./short-grades";
import { SHORT_COLUMNS } from "./short-moves";
import type { ShortRow, ShortView } from "./short-types";

export interface ShortQuestion {
  short_id: string;
  order_id: string;
  token: string;
  asked_at: Date;
  /** Without an answer by then it counts as agreed. */
  due_at: Date;
  answer: "accept" | "decline" | null;
  by_default: boolean;
  /** `change`: silence agrees. `other_grade`: silence is a no, and the packs are refunded. */
  about: "change" | "other_grade";
  number: string;
  state: ShortState;
  view: ShortView | null;
}

/** Questions to buyers before their order is changed: to wholesale ones, and to all whom another grade is offered. */
export class ShortQuestions {
  constructor(private readonly sql: Knex) {}

  ofOrder(order_id: string): Promise<ShortQuestion[]> {
    return rows<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.due_at, q.answer, q.by_default, q.about, s.number, s.state, s.view
       from short_question q join short s on s.id = q.short_id where q.order_id = ? and s.state <> 'dropped' order by q.asked_at desc`,
      [order_id],
    );
  }

  ofShort(short_id: string): Promise<ShortQuestion[]> {
    return rows<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.due_at, q.answer, q.by_default, q.about, s.number, s.state, s.view
       from short_question q join short s on s.id = q.short_id where q.short_id = ? order by q.order_id`,
      [short_id],
    );
  }

  byToken(token: string): Promise<ShortQuestion | undefined> {
    return row<ShortQuestion>(
      this.sql,
      `select q.short_id, q.order_id, q.token, q.asked_at, q.due_at, q.answer, q.by_default, q.about, s.number, s.state, s.view
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
      const question = await row<{ short_id: string; order_id: string; answer: string | null; about: string }>(
        tx,
        `select short_id, order_id, answer, about from short_question where token = ?`,
        [input.token],
      );
      if (!question) return refuse("question_not_found", "There is no such question.");
      const short = await row<ShortRow>(tx, `select ${SHORT_COLUMNS} from short where id = ? for update`, [
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
      if (question.about === "other_grade" && input.answer === "accept") {
        if (!(await consentTo(tx, { ...question, token: input.token }))) {
          return refuse(
            "answered",
            "The time for an answer is over, and the goods are not kept any more. What is missing is refunded.",
          );
        }
      } else if (question.about === "other_grade") await releaseOffers(tx, short, [question.order_id]);
      await tx.raw(`update short_question set answer = ?, answered_at = now() where token = ?`, [
        input.answer,
        input.token,
      ]);
      await goOn(tx, question.short_id);
      // What the house entered goes on by itself.
      await append(tx, { job: "short", payload: { short_id: question.short_id } });
      return ok({ ...question, answer: input.answer });
    });
  }

  /** The time for answers is over: who has said nothing has agreed, as the question said. Does nothing before. */
  settleDue(short_id: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const short = await row<ShortRow>(tx, `select ${SHORT_COLUMNS} from short where id = ? for update`, [short_id]);
      if (short?.state !== "waiting_for_buyer") return;
      const settled = await rows<{ order_id: string; about: string }>(
        tx,
        `update short_question set answer = case about when 'change' then 'accept' else 'decline' end, answered_at = now(), by_default = true
         where short_id = ? and answer is null and due_at <= now() returning order_id, about`,
        [short_id],
      );
      const refused = settled.filter((one) => one.about === "other_grade").map((one) => one.order_id);
      if (refused.length > 0) await releaseOffers(tx, short, refused);
      if (settled.length > 0) await goOn(tx, short_id);
    });
  }

  /** Everybody has answered about another grade, and what follows from it has not been worked out yet. */
  async toWorkOut(short: ShortRow): Promise<boolean> {
    if (short.state !== "entered" || short.problem !== null) return false;
    const found = await row(
      this.sql,
      `select 1 from short_question where short_id = ? and about = 'other_grade' and answered_at > ? limit 1`,
      [short.id, short.previewed_at],
    );
    return found !== undefined;
  }
}

/** After an answer: a no to a change stops it; when nobody is waited for any more, it goes on. */
async function goOn(tx: Transaction, short_id: string): Promise<void> {
  const rest = await row<{ open: string; declined: string; graded: string }>(
    tx,
    `select count(*) filter (where answer is null) as open, count(*) filter (where answer = 'decline' and about = 'change') as declined,
            count(*) filter (where about = 'other_grade') as graded
     from short_question where short_id = ?`,
    [short_id],
  );
  if (Number(rest?.declined) > 0) {
    await tx.raw(`update short set state = 'entered', problem = 'declined', updated_at = now() where id = ?`, [
      short_id,
    ]);
  } else if (Number(rest?.open) === 0) {
    // What is done depends on what was said about other grades: it is worked out anew.
    const to = Number(rest?.graded) > 0 ? "entered" : "previewed";
    await tx.raw(`update short set state = ?, problem = null, updated_at = now() where id = ?`, [to, short_id]);
  }
}
