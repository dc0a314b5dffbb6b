import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  ALL_YEAR_DAYS,
  dayOfYear,
  ok,
  parseInput,
  refuse,
  seasonDays,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { z } from "zod";
import { inTransaction, rows } from "../../lib/sql";
import { indexMessages } from "../../lib/index-messages";
import { appendAll } from "../outbox/append";

const day = z.string().regex(/^\d{2}-\d{2}$/, "a day of the year, such as 09-01");

export const seasonInput = z.strictObject({
  village_id: z.string().min(1).max(128),
  produce: z.string().min(1).max(60),
  picked_from: day,
  picked_to: day,
  sent_from: day,
  sent_to: day,
});
export type SeasonInput = z.input<typeof seasonInput>;
export type Season = z.output<typeof seasonInput>;

/** A village that picks soon, or now. */
export interface NearHarvest {
  village_id: string;
  produce: string;
  picked_from: string;
  picked_to: string;
  /** Days until picking begins; 0 while it is under way. */
  in_days: number;
}

const SEASON = `village_id, produce, picked_from, picked_to, sent_from, sent_to`;
/** Written by one call at most. */
const MAX_BULK = 10_000;

/** When villages pick and send what they grow. */
export class Seasons {
  constructor(private readonly sql: Knex) {}

  of(village_ids: readonly string[]): Promise<Season[]> {
    return rows<Season>(
      this.sql,
      `select ${SEASON} from village_season where village_id = any(?) order by village_id, picked_from_day, produce`,
      [[...village_ids]],
    );
  }

  /** Villages whose picking begins within so many days or is under way; nearest first. */
  near(input: { today: string; within_days: number; limit: number }): Promise<NearHarvest[]> {
    const today = dayOfYear(input.today) ?? 0;
    return rows<NearHarvest>(
      this.sql,
      `select * from (
         select distinct on (s.village_id) s.village_id, s.produce, s.picked_from, s.picked_to,
                case when (? - s.picked_from_day + 366) % 366 < s.picked_days then 0
                     else (s.picked_from_day - ? + 366) % 366 end as in_days
         from village_season s join village v on v.id = s.village_id and v.deleted_at is null
         where s.picked_days < ? order by s.village_id, in_days, s.produce) n
       where in_days <= ? order by in_days, village_id limit ?`,
      [today, today, ALL_YEAR_DAYS, input.within_days, input.limit],
    );
  }

  /** Writes seasons; what a village said of the same produce before is replaced. What buyers find of it follows; the same again changes nothing. */
  put(inputs: readonly SeasonInput[]): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parsed = parseInput(z.array(seasonInput).max(MAX_BULK), inputs);
      if (!parsed.ok) return parsed;
      const days = parsed.value.map((one) => ({
        ...one,
        picked_from_day: dayOfYear(one.picked_from),
        picked_days: seasonDays({ from: one.picked_from, to: one.picked_to }),
      }));
      const wrong = days.find(
        (one) => one.picked_days === 0 || seasonDays({ from: one.sent_from, to: one.sent_to }) === 0,
      );
      if (wrong)
        return refuse(
          "invalid_day",
          `There is no such day of the year in the season of ${wrong.produce}.`,
          "picked_from",
        );
      const changed = await rows<{ village_id: string }>(
        tx,
        `insert into village_season as s (${SEASON}, picked_from_day, picked_days)
         select ${SEASON}, picked_from_day, picked_days from jsonb_populate_recordset(null::village_season, ?::jsonb) order by village_id, produce
         on conflict (village_id, produce) do update set picked_from = excluded.picked_from, picked_to = excluded.picked_to,
           sent_from = excluded.sent_from, sent_to = excluded.sent_to, picked_from_day = excluded.picked_from_day,
           picked_days = excluded.picked_days, updated_at = now()
           where (s.picked_from, s.picked_to, s.sent_from, s.sent_to) is distinct from
                 (excluded.picked_from, excluded.picked_to, excluded.sent_from, excluded.sent_to)
         returning village_id`,
        [JSON.stringify(days)],
      );
      await appendAll(tx, indexMessages("village", [...new Set(changed.map((one) => one.village_id))]));
      return ok(undefined);
    });
  }
}
