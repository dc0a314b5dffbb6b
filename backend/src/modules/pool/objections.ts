import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  assertTransition,
  decideObjection,
  OBJECTION_TRANSITIONS,
  ok,
  refuse,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { atKey, placeOf } from "../../lib/keyset";
import { append } from "../outbox/append";
import { logRelative } from "./relative-acts";

export interface Objection {
  id: string;
  lot_id: string;
  lot_number: string;
  cooperative_id: string;
  household_id: string;
  produce: string;
  unit: "g" | "piece";
  units: number;
  via: "tap" | "call" | "sms";
  words: string;
  logged_by: string | null;
  state: "open" | "corrected" | "explained";
  answer: string | null;
  answered_by: string | null;
  /** The relative who tapped for the household; null when it was the household itself, or a call. */
  said_by_name: string | null;
  at: Date;
  at_key: string;
  answered_at: Date | null;
}

export type ObjectRefusal = Refusal<"lot_not_found" | "objection_too_late">;
export type AnswerRefusal = Refusal<"objection_not_found" | "transition_not_allowed" | "unknown_state">;

/** What households say is not right, and what the cooperative answered. */
export class Objections {
  constructor(private readonly sql: Knex) {}

  /**
   * Opens an objection to a lot of this household or cooperative. While one is open, a second tap is the first one: its
   * words stand. Refuses what is later than the third day.
   */
  open(input: {
    lot_id: string;
    whose: { household_id: string } | { cooperative_id: string };
    via: "tap" | "call" | "sms";
    words: string;
    /** The member who wrote down a call or a reply; null when the household tapped or answered itself. */
    logged_by: string | null;
    /** The relative who tapped for the household; left out when it was the household itself. */
    said_by?: { id: string; name: string } | undefined;
    today: string;
  }): Promise<Result<{ id: string; already_open: boolean }, ObjectRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const lot = await row<{ cooperative_id: string; household_id: string; weighed_on: string }>(
        tx,
        `select cooperative_id, household_id, coalesce(weighed_on, (weighed_at at time zone 'Asia/Shanghai')::date)::text as weighed_on
         from lot where id = ? for key share`,
        [input.lot_id],
      );
      const theirs =
        lot !== undefined &&
        ("household_id" in input.whose
          ? lot.household_id === input.whose.household_id
          : lot.cooperative_id === input.whose.cooperative_id);
      if (!theirs) return refuse("lot_not_found", "There is no such lot.");
      const inTime = decideObjection(lot.weighed_on, input.today);
      if (!inTime.ok) return inTime;
      const opened = await row<{ id: string }>(
        tx,
        `insert into objection (id, lot_id, cooperative_id, household_id, via, words, logged_by, said_by_id, said_by_name) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (lot_id) where state = 'open' do nothing returning id`,
        [
          newId("objection"),
          input.lot_id,
          lot.cooperative_id,
          lot.household_id,
          input.via,
          input.words,
          input.logged_by,
          input.said_by?.id ?? null,
          input.said_by?.name ?? null,
        ] as never,
      );
      if (opened) {
        if (input.said_by) await logRelative(tx, { ...lot, delegate_id: input.said_by.id }, "objected", opened.id);
        return ok({ id: opened.id, already_open: false });
      }
      const stands = await row<{ id: string }>(tx, `select id from objection where lot_id = ? and state = 'open'`, [
        input.lot_id,
      ]);
      return ok({ id: stands?.id ?? "", already_open: true });
    });
  }

  /** Answers with words and leaves the weight as it is. The household gets a text. */
  explain(input: {
    objection_id: string;
    cooperative_id: string;
    words: string;
    person: string;
  }): Promise<Result<{ lot_id: string }, AnswerRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const objection = await lockObjection(tx, input.objection_id, input.cooperative_id);
      if (!objection) return refuse("objection_not_found", "There is no such objection in your cooperative.");
      const allowed = assertTransition(OBJECTION_TRANSITIONS, objection.state, "explained");
      if (!allowed.ok) return allowed;
      await answer_(tx, { ...input, state: "explained" });
      await append(tx, {
        job: "objection-notice",
        payload: { objection_id: input.objection_id },
        dedup_key: input.objection_id,
      });
      return ok({ lot_id: objection.lot_id });
    });
  }

  /** The ticket a household means by what it said `at`: the one it names, or the last one of the week that it had by then. */
  lotMeant(
    household_ids: readonly string[],
    number: string | null,
    at: Date,
  ): Promise<{ lot_id: string; household_id: string; number: string } | undefined> {
    return row(
      this.sql,
      `select id as lot_id, household_id, number from lot
       where household_id = any(?) and parent_lot_id is null
         and (number = ?::text
              or (?::text is null and weighed_at > ?::timestamptz - interval '7 days' and created_at <= ?::timestamptz))
       order by weighed_at desc, id desc limit 1`,
      [household_ids, number, number, at, at] as never,
    );
  }

  objection(id: string): Promise<Objection | undefined> {
    return row(this.sql, `${SELECT} where o.id = ?`, [id]);
  }

  /** A cooperative's objections in a state, newest first. */
  ofCooperative(input: {
    cooperative_id: string;
    state?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Objection[]> {
    const { cooperative_id, state, limit } = input;
    const place = placeOf(input.cursor);
    return rows(
      this.sql,
      `${SELECT} where o.cooperative_id = ? and (?::text is null or o.state = ?::text)
         and (o.at, o.id) < (?::timestamptz, ?)
       order by o.at desc, o.id desc limit ?`,
      [cooperative_id, state ?? null, state ?? null, place.at, place.id, limit] as never,
    );
  }
}

const SELECT = `select o.id, o.lot_id, l.number as lot_number, o.cooperative_id, o.household_id, p.produce, p.unit,
  l.units::float8 as units, o.via, o.words, o.logged_by, o.state, o.answer, o.answered_by, o.said_by_name, o.at, o.answered_at, ${atKey("o.at")}
  from objection o join lot l on l.id = o.lot_id join pool p on p.id = l.pool_id`;

export function lockObjection(
  tx: Transaction,
  id: string,
  cooperative_id: string,
): Promise<{ id: string; lot_id: string; state: string } | undefined> {
  return row(tx, `select id, lot_id, state from objection where id = ? and cooperative_id = ? for update`, [
    id,
    cooperative_id,
  ]);
}

/** Ends an open objection; the caller has locked it and asked the table of states. */
export async function answer_(
  tx: Transaction,
  input: { objection_id: string; state: "corrected" | "explained"; words: string; person: string },
): Promise<void> {
  await tx.raw(
    `update objection set state = ?, answer = ?, answered_by = ?, answered_at = now() where id = ? and state = 'open'`,
    [input.state, input.words, input.person, input.objection_id],
  );
}
