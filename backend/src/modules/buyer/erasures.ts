import { randomBytes } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows } from "../../lib/sql";
import { append, appendAll, claim } from "../outbox/append";

export interface Erasure {
  readonly customer_id: string;
  readonly pseudonym: string;
  readonly asked_at: Date;
  readonly done_at: Date | null;
}

/** Erasures looked after in one round of upkeep. */
const A_ROUND = 500;
const PSEUDONYM_BYTES = 16;

/** Who asked to be forgotten. The account is closed with the asking; the rest is done by a job, as far as it may, and then day by day. */
export class Erasures {
  constructor(private readonly sql: Knex) {}

  /** Closes the account, ends its sessions and sends the job, together. Asked twice, it is one. */
  ask(customer_id: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(
        `insert into buyer_account (customer_id, closed_at, sessions_from) values (?, now(), 'infinity')
         on conflict (customer_id) do update set
           closed_at = coalesce(buyer_account.closed_at, now()), sessions_from = 'infinity', updated_at = now()`,
        [customer_id],
      );
      await tx.raw(
        `insert into buyer_erasure (customer_id, pseudonym) values (?, ?) on conflict (customer_id) do nothing`,
        [customer_id, `erased_${randomBytes(PSEUDONYM_BYTES).toString("hex")}`],
      );
      await append(tx, { job: "erase-buyer", payload: { customer_id }, dedup_key: customer_id });
    });
  }

  of(customer_id: string): Promise<Erasure | undefined> {
    return row<Erasure>(
      this.sql,
      `select customer_id, pseudonym, asked_at, done_at from buyer_erasure where customer_id = ?`,
      [customer_id],
    );
  }

  /** A round of the job is over. `left`: orders whose address is still needed. */
  async recordRound(input: { message_id: string; customer_id: string; left: number }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "erase-buyer", input.message_id)) || input.left > 0) return;
      await tx.raw(`update buyer_erasure set done_at = now() where customer_id = ? and done_at is null`, [
        input.customer_id,
      ]);
    });
  }

  /** Sends those that are not over again, each once a day, those first that were longest not looked at; says how many it sent. */
  async again(day: string): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const open = await rows<{ customer_id: string }>(
        tx,
        `select customer_id from buyer_erasure where done_at is null and asked_at < now() - interval '1 hour'
         order by coalesce(looked_at, asked_at), customer_id limit ${A_ROUND}`,
      );
      await tx.raw(`update buyer_erasure set looked_at = now() where customer_id = any(?)`, [
        open.map(({ customer_id }) => customer_id),
      ] as never);
      await appendAll(
        tx,
        open.map(({ customer_id }) => ({
          job: "erase-buyer",
          payload: { customer_id },
          dedup_key: `${customer_id}:${day}`,
        })),
      );
      return open.length;
    });
  }
}
