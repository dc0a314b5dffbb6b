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
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { indexMessages } from "../../lib/index-messages";
import { PRODUCE_CODES, produceWords } from "../../lib/words";
import { append, appendAll } from "../outbox/append";
import { writeAct, type VillageActKind, type VillageWriter } from "./acts";

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
/** When a village picks and sends: as people type it at the desk. */
export const seasonDaysInput = seasonInput.omit({ village_id: true, produce: true });
export type SeasonDays = z.output<typeof seasonDaysInput>;
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

const MOVED_ON = refuse(
  "stale",
  "Somebody else has changed this season since you opened it. Nothing was overwritten; look at what stands, then save again.",
);
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

  /** The same by the villages' handles. */
  ofHandles(handles: readonly string[]): Promise<(Season & { handle: string })[]> {
    return rows(
      this.sql,
      `select v.handle, s.village_id, s.produce, s.picked_from, s.picked_to, s.sent_from, s.sent_to
       from village_season s join village v on v.id = s.village_id and v.deleted_at is null where v.handle = any(?)`,
      [[...handles]],
    );
  }

  /** The same of one village, with what a writer names as seen. */
  ofDesk(village_id: string): Promise<(Season & { version: number })[]> {
    return rows(
      this.sql,
      `select ${SEASON}, version from village_season where village_id = ? order by picked_from_day, produce`,
      [village_id],
    );
  }

  /** A season that a person adds. A produce has one: who has two says the days between, too. */
  add(by: VillageWriter, input: SeasonDays & { produce: string }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const days = daysOf(input);
      if (!days.ok) return days;
      if (!PRODUCE_CODES.includes(input.produce))
        return refuse("invalid_produce", "There is no such produce.", "produce");
      const written = await row(
        tx,
        // Higher than any version before: a form that was open while it was ended and added again is refused.
        `insert into village_season (${SEASON}, picked_from_day, picked_days, version)
         select ?, ?, ?, ?, ?, ?, ?, ?, 1 + count(*) from village_act where village_id = ? and of_id = ?
         on conflict do nothing returning 1`,
        [by.village_id, input.produce, ...days.value, by.village_id, input.produce],
      );
      if (!written)
        return refuse(
          "season_exists",
          "This produce has its season already. Change that one; nothing was added.",
          "produce",
        );
      await this.done_(tx, by, { act: "season_added", produce: input.produce });
      return ok(undefined);
    });
  }

  /** Other days, when the season is still what was seen. */
  change(by: VillageWriter, input: SeasonDays & { produce: string; seen: number }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const days = daysOf(input);
      if (!days.ok) return days;
      const before = await seen_(tx, by.village_id, input);
      if (!before.ok) return before;
      await tx.raw(
        `update village_season set picked_from = ?, picked_to = ?, sent_from = ?, sent_to = ?, picked_from_day = ?, picked_days = ?,
           version = version + 1, updated_at = now() where village_id = ? and produce = ?`,
        [...days.value, by.village_id, input.produce],
      );
      await this.done_(tx, by, { act: "season_changed", produce: input.produce, before: before.value });
      return ok(undefined);
    });
  }

  /** The village grows it no more. What stood is kept with who ended it. */
  end(by: VillageWriter, input: { produce: string; seen: number }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const before = await seen_(tx, by.village_id, input);
      if (!before.ok) return before;
      await tx.raw(`delete from village_season where village_id = ? and produce = ?`, [by.village_id, input.produce]);
      await this.done_(tx, by, { act: "season_ended", produce: input.produce, before: before.value });
      return ok(undefined);
    });
  }

  private async done_(
    tx: Transaction,
    by: VillageWriter,
    { act, produce, before }: { act: VillageActKind; produce: string; before?: unknown },
  ): Promise<void> {
    await writeAct(tx, by, { act, of_id: produce, subject: produceWords(produce).zh, before });
    await append(tx, { job: "index-shop", payload: { kind: "village", ids: [by.village_id] } });
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

  /**
   * Writes seasons; what a village said of the same produce before is replaced, unless a person said it. What buyers find of it
   * follows; the same again changes nothing.
   */
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
         select ${SEASON}, picked_from_day, picked_days from jsonb_populate_recordset(null::village_season, ?::jsonb) n
         where not exists (select 1 from village_act a where a.village_id = n.village_id and a.of_id = n.produce)
         order by village_id, produce
         on conflict (village_id, produce) do update set picked_from = excluded.picked_from, picked_to = excluded.picked_to,
           sent_from = excluded.sent_from, sent_to = excluded.sent_to, picked_from_day = excluded.picked_from_day,
           picked_days = excluded.picked_days, version = s.version + 1, updated_at = now()
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

/** The six columns of the days; refuses what is no day of the year. */
function daysOf(input: SeasonDays): Result<(string | number)[], Refusal> {
  const parsed = parseInput(seasonDaysInput, {
    picked_from: input.picked_from,
    picked_to: input.picked_to,
    sent_from: input.sent_from,
    sent_to: input.sent_to,
  });
  if (!parsed.ok) return parsed;
  const { picked_from, picked_to, sent_from, sent_to } = parsed.value;
  const wrong = (["picked_from", "picked_to", "sent_from", "sent_to"] as const).find(
    (field) => dayOfYear(parsed.value[field]) === null,
  );
  if (wrong) return refuse("invalid_day", "There is no such day of the year. Nothing was changed.", wrong);
  const picked_days = seasonDays({ from: picked_from, to: picked_to });
  return ok([picked_from, picked_to, sent_from, sent_to, dayOfYear(picked_from) ?? 0, picked_days]);
}

/** The season under its lock, when it is what the writer saw. */
async function seen_(
  tx: Transaction,
  village_id: string,
  { produce, seen }: { produce: string; seen: number },
): Promise<Result<Season & { version: number }, Refusal>> {
  const stands = await row<Season & { version: number }>(
    tx,
    `select ${SEASON}, version from village_season where village_id = ? and produce = ? for update`,
    [village_id, produce],
  );
  if (!stands) return refuse("season_not_found", "This season is gone. Somebody may have ended it meanwhile.");
  return stands.version === seen ? ok(stands) : MOVED_ON;
}
