import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";

/** Times in a week, at most: twice a day. */
const MAX_TIMES = 14;

export interface CollectionRow {
  id: string;
  weekday: number;
  from: string;
  to: string;
}

/** When a cooperative takes goods in, week by week. */
export class CollectionTimes {
  constructor(private readonly sql: Knex) {}

  of(cooperative_id: string): Promise<CollectionRow[]> {
    return rows<CollectionRow>(
      this.sql,
      `select id, weekday, from_time as "from", to_time as "to" from collection_time
       where cooperative_id = ? order by weekday, from_time limit ${MAX_TIMES}`,
      [cooperative_id],
    );
  }

  /** Adds a time, or gives the one that begins then another end. */
  set(
    cooperative_id: string,
    time: { weekday: number; from: string; to: string },
    person: string,
  ): Promise<Result<{ id: string }, Refusal>> {
    if (time.from >= time.to) {
      return Promise.resolve(refuse("invalid_times", "The end must be later than the beginning.", "to"));
    }
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(`select 1 from cooperative where id = ? for no key update`, [cooperative_id]);
      const standing = await row<{ n: number }>(
        tx,
        `select count(*)::int as n from collection_time where cooperative_id = ? and not (weekday = ? and from_time = ?)`,
        [cooperative_id, time.weekday, time.from],
      );
      if ((standing?.n ?? 0) >= MAX_TIMES) {
        return refuse("too_many_times", `At most ${MAX_TIMES} times in a week. Take one away first.`, "weekday");
      }
      const written = await row<{ id: string }>(
        tx,
        `insert into collection_time (id, cooperative_id, weekday, from_time, to_time, set_by) values (?, ?, ?, ?, ?, ?)
         on conflict on constraint collection_time_once do update set to_time = excluded.to_time, set_by = excluded.set_by
         returning id`,
        [newId("ctime"), cooperative_id, time.weekday, time.from, time.to, person],
      );
      return ok({ id: written?.id ?? "" });
    });
  }

  async remove(cooperative_id: string, id: string): Promise<Result<{ id: string }, Refusal>> {
    const gone = await row<{ id: string }>(
      this.sql,
      `delete from collection_time where id = ? and cooperative_id = ? returning id`,
      [id, cooperative_id],
    );
    return gone ? ok(gone) : refuse("not_found", "There is no such time in your cooperative.");
  }
}
