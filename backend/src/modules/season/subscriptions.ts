import type { BuyerLanguage } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { ASKED_A_DAY, MAX_ASKS, PAUSE_MINUTES, UNCONFIRMED_DAYS } from "../../lib/question-limits";
import { inTransaction, row, rows } from "../../lib/sql";
import { append, claim } from "../outbox/append";

/** A produce of a village: what somebody wants to be told of. */
export interface Goods {
  village_id: string;
  produce: string;
}

export interface Subscription extends Goods {
  id: string;
  language: BuyerLanguage;
  confirmed_at: Date | null;
  created_at: Date;
}

/** Goods one address is told of. */
const MAX_GOODS = 50;
/** Rows deleted by one statement. */
const SWEEP = 5_000;

const SHOWN = "id, village_id, produce, language, confirmed_at, created_at";
export const emailCell = (id: string): string => `season_subscription:${id}:email`;
const hashOf = (email: string): string => blindIndex("season", email);

/** Who wants to be told when goods open. An address is one for however it is written: callers give it as `emailName` does. */
export class Subscriptions {
  /** How long the question can be answered. */
  readonly days = UNCONFIRMED_DAYS;

  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /**
   * Somebody asks for this address, who may be anybody: it is asked by mail, or told that it is on the list already. Too soon after the last
   * mail, or too many for this address, and nothing is sent; nobody is told which it was. Stopping does not begin the count anew.
   */
  async ask(email: string, goods: Goods, language: BuyerLanguage): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const hash = hashOf(email);
      // Of a thousand forms sent at once for one address the limits count them all.
      await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`season:${hash}`]);
      const goods_of = [hash, goods.village_id, goods.produce];
      const counted = await row(
        tx,
        `insert into season_asked as a (email_hash, village_id, produce)
         select ?, ?, ?
         where exists (select from season_asked where (email_hash, village_id, produce) = (?, ?, ?))
            or (select count(*) from season_asked where email_hash = ? and asks > 0 and asked_at > now() - interval '1 day') < ${ASKED_A_DAY}
         on conflict (email_hash, village_id, produce) do update set asks = a.asks + 1, asked_at = now()
           where a.asks < ${MAX_ASKS} and a.asked_at < now() - interval '${PAUSE_MINUTES} minutes'
         returning asks`,
        [...goods_of, ...goods_of, hash],
      );
      if (!counted) return;
      const id = newId("season");
      const asked = await row<{ id: string; asked_at: Date }>(
        tx,
        `insert into season_subscription as s (id, email_hash, email_sealed, village_id, produce, language)
         select ?, ?, ?, ?, ?, ?
         where exists (select from season_subscription where (email_hash, village_id, produce) = (?, ?, ?))
            or (select count(*) from season_subscription where email_hash = ?) < ${MAX_GOODS}
         on conflict on constraint season_subscription_once do update
           set asked_at = now(), language = excluded.language, updated_at = now()
         returning id, asked_at`,
        [
          id,
          hash,
          this.cipher.seal(email, emailCell(id)),
          goods.village_id,
          goods.produce,
          language,
          ...goods_of,
          hash,
        ],
      );
      if (!asked) return;
      await append(tx, {
        job: "season-question",
        payload: { subscription_id: asked.id },
        dedup_key: `${asked.id}:${asked.asked_at.toISOString()}`,
      });
    });
  }

  /** Whoever has proven the address asks for it: there is nothing to confirm. False: as many goods as one address is told of. */
  async add(email: string, goods: Goods, language: BuyerLanguage): Promise<boolean> {
    const id = newId("season");
    const hash = hashOf(email);
    const written = await row(
      this.sql,
      `insert into season_subscription as s (id, email_hash, email_sealed, village_id, produce, language, confirmed_at)
       select ?, ?, ?, ?, ?, ?, now()
       where exists (select from season_subscription where email_hash = ? and village_id = ? and produce = ?)
          or (select count(*) from season_subscription where email_hash = ?) < ${MAX_GOODS}
       on conflict on constraint season_subscription_once do update
         set confirmed_at = coalesce(s.confirmed_at, now()), language = excluded.language, updated_at = now()
       returning id`,
      [
        id,
        hash,
        this.cipher.seal(email, emailCell(id)),
        goods.village_id,
        goods.produce,
        language,
        hash,
        goods.village_id,
        goods.produce,
        hash,
      ],
    );
    return written !== undefined;
  }

  byId(id: string): Promise<Subscription | undefined> {
    return row<Subscription>(this.sql, `select ${SHOWN} from season_subscription where id = ?`, [id]);
  }

  /** By who has shown the link of the mail. Pressed twice it is confirmed once; undefined when it is not there any more. */
  confirm(id: string): Promise<Subscription | undefined> {
    return row<Subscription>(
      this.sql,
      `with answered as (
         update season_asked a set asks = 0 from season_subscription s
         where s.id = ? and s.confirmed_at is null and (a.email_hash, a.village_id, a.produce) = (s.email_hash, s.village_id, s.produce))
       update season_subscription set confirmed_at = coalesce(confirmed_at, now()), updated_at = now() where id = ? returning ${SHOWN}`,
      [id, id],
    );
  }

  /** Nothing of it stays, whether it stood or not; of the mails that asked, their number for a week. */
  async stop(id: string): Promise<void> {
    await this.sql.raw(`delete from season_subscription where id = ?`, [id]);
  }

  /** As `stop`, for whoever has proven this address; false when it is not theirs. */
  async stopOwn(id: string, email: string): Promise<boolean> {
    const stopped = await row(
      this.sql,
      `delete from season_subscription where id = ? and email_hash = ? returning id`,
      [id, hashOf(email)],
    );
    return stopped !== undefined;
  }

  /** What this address is told of, and is asked about. */
  of(email: string): Promise<Subscription[]> {
    return rows<Subscription>(
      this.sql,
      `select ${SHOWN} from season_subscription where email_hash = ? order by created_at, id limit ${MAX_GOODS}`,
      [hashOf(email)],
    );
  }

  /** The owner of the address is forgotten. */
  async forget(email: string): Promise<void> {
    const hash = hashOf(email);
    await inTransaction(this.sql, async (tx) => {
      await tx.raw(`delete from season_subscription where email_hash = ?`, [hash]);
      await tx.raw(`delete from season_asked where email_hash = ?`, [hash]);
    });
  }

  /** What is to be mailed about the subscription itself; undefined when it went out, or nobody waits for it any more. */
  async question(id: string): Promise<(Subscription & { email: string }) | undefined> {
    const found = await row<Subscription & { email_sealed: string }>(
      this.sql,
      `select ${SHOWN}, email_sealed from season_subscription where id = ? and (told_at is null or told_at < asked_at)`,
      [id],
    );
    if (!found) return undefined;
    const { email_sealed, ...subscription } = found;
    return { ...subscription, email: this.cipher.open(email_sealed, emailCell(id)) };
  }

  async recordAsked(input: { message_id: string; subscription_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "season-question", input.message_id))) return;
      await tx.raw(`update season_subscription set told_at = now() where id = ?`, [input.subscription_id]);
    });
  }

  /** Deletes those that nobody has confirmed since they were asked last, and counts that are over; says how many of the first. */
  async prune(): Promise<number> {
    const gone = await rows(
      this.sql,
      `delete from season_subscription where id in (
         select id from season_subscription where confirmed_at is null and asked_at < now() - interval '${UNCONFIRMED_DAYS} days' limit ${SWEEP})
       returning id`,
    );
    await rows(
      this.sql,
      `delete from season_asked where (email_hash, village_id, produce) in (
         select email_hash, village_id, produce from season_asked where asked_at < now() - interval '${UNCONFIRMED_DAYS} days' limit ${SWEEP})`,
    );
    return gone.length;
  }
}
