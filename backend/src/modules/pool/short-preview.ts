import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  assertTransition,
  ok,
  refuse,
  SHORT_TRANSITIONS,
  type Result,
  type ShortPolicy,
  type ShortState,
} from "@commonlot/domain";
import { newLinkToken } from "../../lib/link-token";
import { row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import { setOffers, type GradeOfferRow } from "./short-grades";
import { changed, moveShort, soon, stale, type ShortMoveRefusal } from "./short-moves";
import type { ShortRow, ShortView, StoredPlan } from "./short-types";

// What is shown before anything changes, and the yes to it.

/** A wholesale buyer who does not answer within this long has agreed: said in the question itself. */
export const ANSWER_WITHIN_S = 24 * 3600;
/** Another grade is held a little longer than its question is open: a yes in the last second finds it. */
const OFFER_MARGIN_S = 300;

/**
 * Keeps what was decided and shown, and writes the questions with it: to wholesale buyers, who are asked first, and to
 * every buyer whom another grade is offered. What is offered is held from here on, in the same transaction.
 */
export function savePreview(
  sql: Knex,
  input: {
    short_id: string;
    plan: StoredPlan;
    plan_hash: string;
    view: ShortView;
    ask: readonly string[];
    offers?: readonly GradeOfferRow[];
  },
): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, input.short_id, async (tx, short) => {
    const answers = await rows<{ order_id: string; answer: string | null; about: string }>(
      tx,
      `select order_id, answer, about from short_question where short_id = ?`,
      [short.id],
    );
    const accepted = new Set(answers.filter((a) => a.answer === "accept").map((a) => a.order_id));
    const same = short.plan_hash === input.plan_hash;
    const offers = input.offers ?? [];
    const offered = new Set(offers.map((one) => one.order_id));
    // Who has said yes or no to another grade is not asked a second question about the same packs.
    const graded = new Set(
      answers.filter((a) => a.about === "other_grade" && a.answer !== null).map((a) => a.order_id),
    );
    const ask = input.ask.filter((id) => !offered.has(id) && !graded.has(id));
    // Asked again only about what has changed since they said yes.
    const changes = same ? ask.filter((id) => !accepted.has(id)) : ask;
    const open = [...new Set([...changes, ...offered])];
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
    if (open.length > 0) {
      await tx.raw(
        `insert into short_question (short_id, order_id, about, token, due_at)
         select ?, q.order_id, q.about, q.token, now() + make_interval(secs => ?)
         from unnest(?::text[], ?::text[], ?::text[]) as q (order_id, about, token)
         on conflict (short_id, order_id) do update set about = excluded.about, answer = null, answered_at = null, by_default = false,
           asked_at = now(), due_at = excluded.due_at`,
        [
          short.id,
          ANSWER_WITHIN_S,
          open,
          open.map((order_id) => (offered.has(order_id) ? "other_grade" : "change")),
          open.map(() => newLinkToken()),
        ] as never,
      );
    }
    const agreed = new Set(input.plan.lines.filter((line) => (line.regraded ?? 0) > 0).map((line) => line.order));
    await setOffers(tx, short, {
      offers,
      agreed: [...agreed].filter((id) => accepted.has(id)),
      due_at: new Date(Date.now() + (ANSWER_WITHIN_S + OFFER_MARGIN_S) * 1000),
    });
    // What a question was about and is not any more goes; a consent stays with its own. After the
    // offers: what was held is found by the questions.
    await tx.raw(
      `delete from short_question where short_id = ? and about = 'other_grade' and answer is null and not order_id = any(?)`,
      [short.id, [...offered]] as never,
    );
    if (open.length > 0) {
      // Sends the question now, and looks again when the time for an answer is over.
      const later = new Date(Date.now() + (ANSWER_WITHIN_S + 1) * 1000);
      await append(tx, { job: "short", payload: { short_id: short.id } });
      await append(tx, { job: "short", payload: { short_id: short.id }, due_at: later });
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
export function begin(
  sql: Knex,
  input: { short_id: string; person: string; plan_hash: string },
): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, input.short_id, async (tx, short) => {
    if (short.state === "applying" || short.state === "applied" || short.state === "closed") return ok(short);
    if (short.state === "waiting_for_buyer") {
      const unanswered = await row<{ asked: boolean }>(
        tx,
        `select true as asked from short_question where short_id = ?
           and ((about = 'change' and answer is distinct from 'accept' and due_at > now()) or (about = 'other_grade' and answer is null)) limit 1`,
        [short.id],
      );
      if (unanswered) {
        return refuse(
          "ask_first",
          "A buyer has been asked and has not answered yet. Nothing was changed; you may decide a day after asking.",
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

/** Applying came to nothing: the entry stands, with why. */
export function setBack(sql: Knex, short_id: string, problem: string): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, short_id, async (tx, short) => {
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

/** Another answer to what is missing, before it is applied; null: what the buyers chose, or the pool says. The preview follows from it. */
export function choosePolicy(
  sql: Knex,
  input: { short_id: string; policy: ShortPolicy | null },
): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, input.short_id, async (tx, short) => {
    if (short.policy === input.policy) return ok(short);
    if (!["entered", "previewed", "waiting_for_buyer"].includes(short.state)) {
      return refuse("short_state", `This short is ${short.state}: what is done about it can't be changed any more.`);
    }
    return ok(
      await changed(
        tx,
        `update short set policy = ?, state = 'entered', plan_hash = null, problem = null, updated_at = now() where id = ?`,
        [input.policy, short.id],
      ),
    );
  });
}
