import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  mayNotify,
  ok,
  parseInput,
  refuse,
  villageNotice,
  type Refusal,
  type Result,
  type VillageNotice,
  type VillageNoticeKind,
} from "@commonlot/domain";
import { earlierForm } from "../../lib/earlier-form";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { atKey, nextCursor, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { dayIn, HOME_TZ } from "../../lib/today";
import { writeAct, type VillageWriter } from "./acts";

export interface NoticeRow extends VillageNotice {
  id: string;
  village_id: string;
  cooperative_id: string;
  kind: VillageNoticeKind;
  published_at: Date;
  withdrawn_at: Date | null;
  version: number;
  /** When it was last corrected; null when it stands as it was published. */
  corrected_at: Date | null;
}

/** Rows of a page unless asked otherwise. */
const PAGE = 20;
const NOTICE = `n.id, n.village_id, n.cooperative_id, n.kind, n.title_zh, n.title_en, n.text_zh, n.text_en, n.published_at,
  n.shown_to::text as shown_to, n.withdrawn_at, n.version,
  (select max(a.at) from village_act a where a.of_id = n.id and a.act = 'notice_corrected') as corrected_at`;
const NOT_FOUND = refuse("notice_not_found", "Your cooperative has published no such notice.");
const MOVED_ON = refuse(
  "stale",
  "Somebody else has changed this notice since you opened it. Nothing was overwritten; look at what stands, then save again.",
);
const SENT_BEFORE = refuse(
  "idempotency_conflict",
  "This form was sent before with other words. Nothing was changed; open the page anew and write it again.",
  "idempotency_key",
);
const WITHDRAWN = refuse("notice_withdrawn", "This notice was withdrawn. It stays as it is; publish a new one.");

/** Short words of villages to everybody. What was corrected keeps its old words; what is withdrawn keeps its row. */
export class VillageNotices {
  constructor(private readonly sql: Knex) {}

  /** What is news of a village, newest first. */
  news(village_id: string, now: Date, limit: number): Promise<NoticeRow[]> {
    return rows(
      this.sql,
      `select ${NOTICE} from village_notice n where n.village_id = ? and n.withdrawn_at is null and n.published_at <= ?
         and (n.shown_to is null or n.shown_to >= ?::date) order by n.published_at desc, n.id desc limit ?`,
      [village_id, now, dayIn(HOME_TZ, now), limit],
    );
  }

  /** All that is public of a village, also what is no news any more. */
  async published(
    village_id: string,
    now: Date,
    page: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ notices: NoticeRow[]; next: string | null }> {
    return this.page("n.withdrawn_at is null and n.published_at <= ?", [now], village_id, page);
  }

  /** All of a village, for those who write them: also what is coming, and what was withdrawn. */
  ofDesk(
    village_id: string,
    page: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ notices: NoticeRow[]; next: string | null }> {
    return this.page("true", [], village_id, page);
  }

  /** Public from the first moment of `shown_from` in the village; today means at once. */
  publish(
    by: VillageWriter,
    input: {
      kind: VillageNoticeKind;
      content: unknown;
      shown_from: string;
      now: Date;
      not_agreed: readonly string[];
      /** The form's own: sent twice, it is published once. */
      idempotency_key: string;
    },
  ): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parsed = parseInput(villageNotice, input.content);
      if (!parsed.ok) return parsed;
      const hash = inputHash([by.village_id, input.kind, parsed.value, input.shown_from]);
      const { cooperative_id } = by;
      const { idempotency_key } = input;
      const once = [cooperative_id, idempotency_key];
      await tx.raw(`select pg_advisory_xact_lock(hashtextextended('village_notice ' || ? || ' ' || ?, 0))`, once);
      const key = { cooperative_id, idempotency_key };
      const before = await earlierForm(tx, "village_notice", key, { input_hash: hash, otherwise: SENT_BEFORE });
      if (before) return before;
      if (input.shown_from < dayIn(HOME_TZ, input.now))
        return refuse("invalid_day", "A notice begins today or later. Nothing was published.", "shown_from");
      const may = mayNotify(parsed.value, input.shown_from, input.not_agreed);
      if (!may.ok) return may;
      const one = may.value;
      const id = newId("vnote");
      await tx.raw(
        `insert into village_notice (id, village_id, cooperative_id, kind, title_zh, title_en, text_zh, text_en, published_at, shown_to,
                                     idempotency_key, input_hash)
         values (?, ?, ?, ?, ?, ?, ?, ?, greatest(?, ?::timestamp at time zone ?), ?, ?, ?)`,
        [
          id,
          by.village_id,
          by.cooperative_id,
          input.kind,
          one.title_zh,
          one.title_en,
          one.text_zh,
          one.text_en,
          input.now,
          input.shown_from,
          HOME_TZ,
          one.shown_to,
          input.idempotency_key,
          hash,
        ],
      );
      await writeAct(tx, by, { act: "notice_published", of_id: id, subject: one.title_zh });
      return ok({ id });
    });
  }

  /** Other words, or another last day. Readers are told that it was corrected; the old words are kept. */
  correct(
    by: VillageWriter,
    input: { id: string; seen: number; content: unknown; not_agreed: readonly string[] },
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parsed = parseInput(villageNotice, input.content);
      if (!parsed.ok) return parsed;
      const before = await seen_(tx, by, input);
      if (!before.ok) return before;
      const may = mayNotify(parsed.value, dayIn(HOME_TZ, before.value.published_at), input.not_agreed);
      if (!may.ok) return may;
      const one = may.value;
      const same = (Object.keys(one) as (keyof VillageNotice)[]).every((field) => one[field] === before.value[field]);
      if (same) return ok(undefined);
      await tx.raw(
        `update village_notice set title_zh = ?, title_en = ?, text_zh = ?, text_en = ?, shown_to = ?, version = version + 1 where id = ?`,
        [one.title_zh, one.title_en, one.text_zh, one.text_en, one.shown_to, input.id],
      );
      await writeAct(tx, by, { act: "notice_corrected", of_id: input.id, subject: one.title_zh, before: before.value });
      return ok(undefined);
    });
  }

  /** Public no more. */
  withdraw(by: VillageWriter, input: { id: string; seen: number; now: Date }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const before = await seen_(tx, by, input);
      if (!before.ok) return before;
      await tx.raw(`update village_notice set withdrawn_at = ?, version = version + 1 where id = ?`, [
        input.now,
        input.id,
      ]);
      await writeAct(tx, by, { act: "notice_withdrawn", of_id: input.id, subject: before.value.title_zh });
      return ok(undefined);
    });
  }

  private async page(
    where: string,
    bindings: readonly unknown[],
    village_id: string,
    { cursor, limit = PAGE }: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ notices: NoticeRow[]; next: string | null }> {
    const place = placeOf(cursor);
    const found = await rows<NoticeRow & { at_key: string }>(
      this.sql,
      `select ${NOTICE}, ${atKey("n.published_at")} from village_notice n where n.village_id = ? and ${where}
         and (n.published_at, n.id) < (?::timestamptz, ?) order by n.published_at desc, n.id desc limit ?`,
      [village_id, ...bindings, place.at, place.id, limit],
    );
    return { notices: found, next: nextCursor(found, limit) };
  }
}

/** The notice under its lock, when it is the writer's cooperative's and still what they saw. */
async function seen_(
  tx: Transaction,
  by: VillageWriter,
  { id, seen }: { id: string; seen: number },
): Promise<Result<NoticeRow, Refusal>> {
  const stands = await row<NoticeRow>(
    tx,
    `select ${NOTICE} from village_notice n where n.id = ? and n.village_id = ? and n.cooperative_id = ? for update of n`,
    [id, by.village_id, by.cooperative_id],
  );
  if (!stands) return NOT_FOUND;
  if (stands.withdrawn_at) return WITHDRAWN;
  return stands.version === seen ? ok(stands) : MOVED_ON;
}
