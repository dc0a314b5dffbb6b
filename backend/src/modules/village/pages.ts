import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { mayPublish, ok, parseInput, refuse, villagePage, type Result, type VillagePage } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";

/** Who writes, with the name that others read beside it. */
export interface Writer {
  id: string;
  name: string;
}

/** A village's page as those who write it see it. */
export interface PageInWork {
  village_id: string;
  handle: string;
  name_zh: string;
  name_en: string;
  /** What stands on the public page, and how often it was published. */
  published: VillagePage;
  version: number;
  draft: { content: VillagePage; saved_name: string; saved_at: Date } | null;
  /** Says what was seen: whoever saves or publishes names it, and is refused when it has moved on. */
  revision: string;
}

/** A village in the list of those who write about it. */
export interface PageCard {
  village_id: string;
  handle: string;
  name_zh: string;
  name_en: string;
  version: number;
  draft_name: string | null;
  draft_at: Date | null;
}

const COLUMNS = "story_zh, story_en, people_zh, people_en, season_zh, season_en, town_zh, town_en, lng, lat";
const CONTENT = `jsonb_build_object(${COLUMNS.split(", ")
  .map((column) => `'${column}', v.${column}`)
  .join(", ")})`;
/** Versions told of a page: who published what lately. */
const MAX_HISTORY = 20;

const MOVED_ON = refuse(
  "stale",
  "Somebody else has saved or published this page since you opened it. Nothing of theirs is overwritten and what you typed is still here; compare, then save again.",
);
const NOT_FOUND = refuse("village_not_found", "There is no such village of yours.");

/** Pages of villages: written as a draft, published in one transaction. */
export class VillagePages {
  constructor(private readonly sql: Knex) {}

  /** Villages whose goods a cooperative pools. */
  of(cooperative_id: string): Promise<PageCard[]> {
    return rows(
      this.sql,
      `select v.id as village_id, v.handle, v.name_zh, v.name_en, v.page_version as version, d.saved_name as draft_name, d.saved_at as draft_at
       from village_cooperative c join village v on v.id = c.village_id and v.deleted_at is null
         left join village_draft d on d.village_id = v.id
       where c.cooperative_id = ? order by v.handle limit 1000`,
      [cooperative_id],
    );
  }

  /** All villages for the operator, by handle behind `after`. */
  all(
    after: string,
    limit: number,
  ): Promise<(PageCard & { region_zh: string; region_en: string; cooperative_ids: string[] })[]> {
    return rows(
      this.sql,
      `select v.id as village_id, v.handle, v.name_zh, v.name_en, v.page_version as version, d.saved_name as draft_name, d.saved_at as draft_at,
         r.name_zh as region_zh, r.name_en as region_en,
         array(select c.cooperative_id from village_cooperative c where c.village_id = v.id order by 1) as cooperative_ids
       from village v join village_region r on r.id = v.region_id left join village_draft d on d.village_id = v.id
       where v.deleted_at is null and v.handle > ? order by v.handle limit ?`,
      [after, limit],
    );
  }

  /** Whether a cooperative pools goods of the village, and may write its page. */
  async isOf(village_id: string, cooperative_id: string): Promise<boolean> {
    const found = await row(this.sql, `select 1 from village_cooperative where village_id = ? and cooperative_id = ?`, [
      village_id,
      cooperative_id,
    ]);
    return found !== undefined;
  }

  byId(village_id: string): Promise<PageInWork | undefined> {
    return inWork(this.sql, village_id, "");
  }

  /** What was published last, newest first. */
  history(village_id: string): Promise<{ version: number; published_name: string; published_at: Date }[]> {
    return rows(
      this.sql,
      `select version, published_name, published_at from village_page where village_id = ? order by version desc limit ${MAX_HISTORY}`,
      [village_id],
    );
  }

  /** Keeps what was typed beside the published page. Refuses `stale` when the page is no longer what `seen` says. */
  saveDraft(input: { village_id: string; content: unknown; seen: string; by: Writer }): Promise<Result<PageInWork>> {
    return inTransaction(this.sql, async (tx) => {
      const parsed = parseInput(villagePage, input.content);
      if (!parsed.ok) return parsed;
      const now = await this.seen_(tx, input);
      if (!now.ok) return now;
      await tx.raw(
        `insert into village_draft as d (village_id, content, revision, saved_by, saved_name) values (?, ?::jsonb, ?, ?, ?)
         on conflict (village_id) do update set content = excluded.content, revision = excluded.revision,
           saved_by = excluded.saved_by, saved_name = excluded.saved_name, saved_at = now()`,
        [input.village_id, JSON.stringify(parsed.value), newId("draft"), input.by.id, input.by.name],
      );
      return ok(await this.stands_(tx, input.village_id));
    });
  }

  /** Throws the draft away; the published page stays as it is. */
  discard(input: { village_id: string; seen: string }): Promise<Result<PageInWork>> {
    return inTransaction(this.sql, async (tx) => {
      const now = await this.seen_(tx, input);
      if (!now.ok) return now;
      await tx.raw(`delete from village_draft where village_id = ?`, [input.village_id]);
      return ok(await this.stands_(tx, input.village_id));
    });
  }

  /**
   * Makes the draft the page: the village's row, its history and what tells the search index, in one transaction; the shop's kept
   * pages follow the village's row (docs/adr/0039). `not_agreed`: names of households that have not agreed to be named in public.
   */
  publish(input: {
    village_id: string;
    seen: string;
    by: Writer;
    not_agreed: readonly string[];
  }): Promise<Result<PageInWork>> {
    return inTransaction(this.sql, async (tx) => {
      const now = await this.seen_(tx, input);
      if (!now.ok) return now;
      const { draft, version } = now.value;
      if (!draft) return refuse("no_change", "There is no draft to publish. The page stays as it is.");
      const whole = mayPublish(draft.content, input.not_agreed);
      if (!whole.ok) return whole;
      const content = JSON.stringify(whole.value);
      await tx.raw(
        `update village v set (${COLUMNS}) = (select ${COLUMNS} from jsonb_populate_record(null::village, ?::jsonb)),
           page_version = v.page_version + 1, updated_at = now() where v.id = ?`,
        [content, input.village_id],
      );
      await tx.raw(
        `insert into village_page (village_id, version, content, published_by, published_name) values (?, ?, ?::jsonb, ?, ?)`,
        [input.village_id, version + 1, content, input.by.id, input.by.name],
      );
      await tx.raw(`delete from village_draft where village_id = ?`, [input.village_id]);
      await append(tx, { job: "index-shop", payload: { kind: "village", ids: [input.village_id] } });
      return ok(await this.stands_(tx, input.village_id));
    });
  }

  /** The page under its lock, when it still is what the writer saw. */
  private async seen_(tx: Transaction, input: { village_id: string; seen: string }): Promise<Result<PageInWork>> {
    const now = await inWork(tx, input.village_id, "for no key update of v");
    if (!now) return NOT_FOUND;
    return now.revision === input.seen ? ok(now) : MOVED_ON;
  }

  private async stands_(tx: Transaction, village_id: string): Promise<PageInWork> {
    const found = await inWork(tx, village_id, "");
    if (!found) throw new Error(`village ${village_id} went away under its lock`);
    return found;
  }
}

async function inWork(
  sql: Sql,
  village_id: string,
  lock: "" | "for no key update of v",
): Promise<PageInWork | undefined> {
  // The lock first: what is read before it may be older than what the one before has written.
  if (lock !== "") await sql.raw(`select 1 from village v where v.id = ? ${lock}`, [village_id]);
  const found = await row<
    Omit<PageInWork, "draft"> & { content: VillagePage | null; saved_name: string; saved_at: Date }
  >(
    sql,
    `select v.id as village_id, v.handle, v.name_zh, v.name_en, v.page_version as version, ${CONTENT} as published,
       d.content, d.saved_name, d.saved_at, coalesce(d.revision, 'page_' || v.page_version) as revision
     from village v left join village_draft d on d.village_id = v.id where v.id = ? and v.deleted_at is null`,
    [village_id],
  );
  if (!found) return undefined;
  const { content, saved_name, saved_at, ...page } = found;
  return { ...page, draft: content && { content, saved_name, saved_at } };
}
