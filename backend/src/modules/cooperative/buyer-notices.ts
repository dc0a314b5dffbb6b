import { createHash } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";
import { appendAll, claim } from "../outbox/append";

export interface BuyerNoticeInput {
  order_id: string;
  channel: "email" | "sms";
  to: string;
  text: string;
}

export interface WrittenNotice extends BuyerNoticeInput {
  state: "queued" | "sent";
  created_at: Date;
  sent_at: Date | null;
}

/** E-mails and texts to buyers, on their way through the outbox. */
export class BuyerNotices {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /** Queues many, each once for its subject, order and address; says how many were new. One statement for all. */
  queue(input: { cooperative_id: string; subject_id: string; notices: readonly BuyerNoticeInput[] }): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const made = input.notices.map((notice) => {
        const id = newId("bnotice");
        return { ...notice, id, sealed: this.cipher.seal(notice.to, cellOf(id)), hash: hashOf(notice.to) };
      });
      const written = await rows<{ id: string }>(
        tx,
        `insert into buyer_notice (id, cooperative_id, subject_id, order_id, channel, to_sealed, to_hash, text)
         select t.id, ?, ?, t.order_id, t.channel, t.sealed, t.hash, t.text
         from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as t (id, order_id, channel, sealed, hash, text)
         on conflict on constraint buyer_notice_once do nothing returning id`,
        [
          input.cooperative_id,
          input.subject_id,
          made.map((one) => one.id),
          made.map((one) => one.order_id),
          made.map((one) => one.channel),
          made.map((one) => one.sealed),
          made.map((one) => one.hash),
          made.map((one) => one.text),
        ],
      );
      await appendAll(
        tx,
        written.map(({ id }) => ({ job: "notify", payload: { notice_id: id }, dedup_key: id })),
      );
      return written.length;
    });
  }

  async byId(
    id: string,
  ): Promise<{ id: string; channel: "email" | "sms"; to: string; text: string; state: string } | undefined> {
    const notice = await row<{ id: string; channel: "email" | "sms"; to_sealed: string; text: string; state: string }>(
      this.sql,
      `select id, channel, to_sealed, text, state from buyer_notice where id = ?`,
      [id],
    );
    if (!notice) return undefined;
    const { to_sealed, ...rest } = notice;
    return { ...rest, to: this.cipher.open(to_sealed, cellOf(id)) };
  }

  /** What buyers were written about these orders, oldest first; what was forgotten is not among it. */
  async ofOrders(order_ids: readonly string[]): Promise<WrittenNotice[]> {
    const found = await rows<Omit<WrittenNotice, "to"> & { id: string; to_sealed: string }>(
      this.sql,
      `select id, order_id, channel, to_sealed, text, state, created_at, sent_at from buyer_notice
       where order_id = any(?) and to_sealed <> '' order by created_at, id`,
      [[...order_ids]],
    );
    return found.map(({ id, to_sealed, ...rest }) => ({ ...rest, to: this.cipher.open(to_sealed, cellOf(id)) }));
  }

  /** The last one about an order whose subject begins so. */
  lastOf(order_id: string, subject: string): Promise<{ id: string; subject_id: string; created_at: Date } | undefined> {
    return row(
      this.sql,
      `select id, subject_id, created_at from buyer_notice where order_id = ? and starts_with(subject_id, ?)
       order by created_at desc, id desc limit 1`,
      [order_id, subject],
    );
  }

  async recordSent(input: { message_id: string; notice_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "notify", input.message_id))) return;
      await tx.raw(`update buyer_notice set state = 'sent', sent_at = now() where id = ? and state <> 'sent'`, [
        input.notice_id,
      ]);
    });
  }

  /** Whom messages about these orders went to, and what they said, is blanked; that they were sent stays. Run again it changes nothing. */
  async forget(order_ids: readonly string[]): Promise<void> {
    await this.sql.raw(
      `update buyer_notice set to_sealed = '', to_hash = id, text = '' where order_id = any(?) and state = 'sent' and to_sealed <> ''`,
      [[...order_ids]],
    );
  }

  /** Those of these orders that a message has not gone out about yet. */
  async waiting(order_ids: readonly string[]): Promise<string[]> {
    const found = await rows<{ order_id: string }>(
      this.sql,
      `select distinct order_id from buyer_notice where order_id = any(?) and state = 'queued'`,
      [[...order_ids]],
    );
    return found.map(({ order_id }) => order_id);
  }

  /** How many of a subject were queued and sent, by channel. */
  ofSubject(subject_id: string): Promise<{ channel: string; queued: number; sent: number }[]> {
    return rows(
      this.sql,
      `select channel, count(*) filter (where state = 'queued')::int as queued, count(*) filter (where state = 'sent')::int as sent
       from buyer_notice where subject_id = ? group by channel order by channel`,
      [subject_id],
    );
  }
}

const cellOf = (id: string): string => `cooperative:${id}:buyer_notice`;

function hashOf(to: string): string {
  return createHash("sha256").update(to.trim().toLowerCase()).digest("hex").slice(0, 32);
}
