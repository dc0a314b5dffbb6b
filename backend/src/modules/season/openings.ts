import type { BuyerLanguage } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { killPoint } from "../../lib/kill-point";
import { inTransaction, row, rows } from "../../lib/sql";
import { appendAll, append, claim } from "../outbox/append";
import { emailCell, type Goods } from "./subscriptions";

/** Whether a produce of a village can be bought, and which season it would open. */
export interface GoodsState extends Goods {
  /** One that can be bought; null when none can. */
  product_id: string | null;
  season: string;
}

export interface Opening extends Goods {
  id: string;
  season: string;
  product_id: string;
}

/** Mails of one message: some seconds of work, and what a kill may leave to do again. */
const RANGE = 500;
/** A mail whose sender has been silent for so long is sent by another. */
const CLAIM_MINUTES = 2;

/** Goods that open, and the mails that say so: one a subscriber and season. */
export class Openings {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /**
   * What can be bought now of all goods of these villages, as it was read after `read_at`; what is not among them can't. What could not be
   * bought before has opened: who waits for it is told, in the same transaction. An older reading that comes late changes nothing. Says how
   * many opened to somebody.
   */
  async notice(read_at: number, village_ids: readonly string[], states: readonly GoodsState[]): Promise<number> {
    if (village_ids.length === 0) return 0;
    return inTransaction(this.sql, async (tx) => {
      const opened = await rows<GoodsState & { product_id: string }>(
        tx,
        `with said as (
           select * from jsonb_to_recordset(?::jsonb) as x(village_id text, produce text, product_id text, season text)),
         given as (
           select village_id, produce, product_id, season from said
           union all select g.village_id, g.produce, null, null from season_goods g
           where g.village_id = any(?) and not exists (select from said s where s.village_id = g.village_id and s.produce = g.produce)),
         before as (
           select g.village_id, g.produce from season_goods g join given using (village_id, produce) where g.is_open),
         noted as (
           insert into season_goods as g (village_id, produce, is_open, read_at)
           select village_id, produce, product_id is not null, ? from given order by village_id, produce
           on conflict (village_id, produce) do update set is_open = excluded.is_open, read_at = excluded.read_at
             where g.read_at < excluded.read_at
           returning village_id, produce, is_open)
         select n.village_id, n.produce, given.product_id, given.season
         from noted n join given using (village_id, produce)
         where n.is_open and not exists (select from before b where b.village_id = n.village_id and b.produce = n.produce)
           and exists (select from season_subscription s where s.village_id = n.village_id and s.produce = n.produce and s.confirmed_at is not null
                 and not exists (select from season_mail m where m.subscription_id = s.id and m.season = given.season))
         order by n.village_id, n.produce`,
        [JSON.stringify(states), [...village_ids], read_at],
      );
      const openings = opened.map((one) => ({ id: newId("opening"), ...one }));
      await rows(
        tx,
        `insert into season_opening (id, village_id, produce, season, product_id)
         select id, village_id, produce, season, product_id
         from jsonb_to_recordset(?::jsonb) as x(id text, village_id text, produce text, season text, product_id text)`,
        [JSON.stringify(openings)],
      );
      await appendAll(
        tx,
        openings.map(({ id }) => ({ job: "season-mails", payload: { opening_id: id }, dedup_key: id })),
      );
      return openings.length;
    });
  }

  byId(id: string): Promise<Opening | undefined> {
    return row<Opening>(
      this.sql,
      `select id, village_id, produce, season, product_id from season_opening where id = ?`,
      [id],
    );
  }

  /**
   * Intends the mails of the next subscribers behind `after`, and sends the message of those behind them, together. Who was told of this season
   * is left out. Run again it intends nothing new. Goods that have closed meanwhile intend nothing, and take back what nobody has begun to
   * send: their next opening tells them. Answers whose mails these are: up to and with `upto`.
   */
  async intend(opening: Opening, after: string): Promise<{ upto: string }> {
    return inTransaction(this.sql, async (tx) => {
      const goods = [opening.village_id, opening.produce];
      const range = await row<{ upto: string | null; count: number }>(
        tx,
        `select max(id) as upto, count(*)::int as count from (
           select id from season_subscription where village_id = ? and produce = ? and confirmed_at is not null and id > ?
           order by id limit ${RANGE}) r`,
        [...goods, after],
      );
      const upto = range?.upto ?? after;
      // Under its lock, so that they don't close while this is written.
      const open = await row(
        tx,
        `select 1 from season_goods where village_id = ? and produce = ? and is_open for share`,
        goods,
      );
      if (!open) {
        await rows(
          tx,
          `delete from season_mail where opening_id = ? and claimed_at is null and subscription_id > ? and subscription_id <= ?`,
          [opening.id, after, upto],
        );
        return { upto };
      }
      await rows(
        tx,
        `insert into season_mail (subscription_id, season, opening_id)
         select id, ?, ? from season_subscription
         where village_id = ? and produce = ? and confirmed_at is not null and id > ? and id <= ? order by id
         on conflict (subscription_id, season) do nothing`,
        [opening.season, opening.id, ...goods, after, upto],
      );
      if (range?.count === RANGE) {
        await append(tx, {
          job: "season-mails",
          payload: { opening_id: opening.id, after: upto },
          dedup_key: `${opening.id}:${upto}`,
        });
      }
      return { upto };
    });
  }

  /** Mails of this range that have not gone out. */
  async unsent(opening_id: string, range: { after: string; upto: string }): Promise<string[]> {
    const found = await rows<{ subscription_id: string }>(
      this.sql,
      `select subscription_id from season_mail
       where opening_id = ? and sent_at is null and subscription_id > ? and subscription_id <= ? order by subscription_id`,
      [opening_id, range.after, range.upto],
    );
    return found.map(({ subscription_id }) => subscription_id);
  }

  /** Takes one mail to send it; undefined when it was sent, another process has it, or nobody wants it any more. */
  async take(
    opening_id: string,
    subscription_id: string,
  ): Promise<{ email: string; language: BuyerLanguage } | undefined> {
    const taken = await row<{ email_sealed: string; language: BuyerLanguage }>(
      this.sql,
      `update season_mail m set claimed_at = now() from season_subscription s
       where m.opening_id = ? and m.subscription_id = ? and m.sent_at is null
         and (m.claimed_at is null or m.claimed_at < now() - interval '${CLAIM_MINUTES} minutes') and s.id = m.subscription_id
       returning s.email_sealed, s.language`,
      [opening_id, subscription_id],
    );
    return (
      taken && { email: this.cipher.open(taken.email_sealed, emailCell(subscription_id)), language: taken.language }
    );
  }

  async recordSent(opening_id: string, subscription_id: string): Promise<void> {
    killPoint("season_mail_sent");
    await this.sql.raw(
      `update season_mail set sent_at = now() where opening_id = ? and subscription_id = ? and sent_at is null`,
      [opening_id, subscription_id],
    );
  }

  /** All mails of a range have gone out. */
  async recordDone(message_id: string): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      await claim(tx, "season-mails", message_id);
    });
  }
}
