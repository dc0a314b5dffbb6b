import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row } from "../../lib/sql";

export interface AccountStanding {
  /** Its e-mail address was proven by a code. */
  readonly proven: boolean;
  /** Its owner asked to be forgotten. */
  readonly closed: boolean;
  /** Sessions that began before are over; milliseconds, null where all count. */
  readonly sessions_from: number | null;
}

const UNKNOWN: AccountStanding = { proven: false, closed: false, sessions_from: null };

/** What stands beside a customer of Medusa's: proof of their address, and which of their sessions count. */
export class Accounts {
  constructor(private readonly sql: Knex) {}

  async standing(customer_id: string): Promise<AccountStanding> {
    const found = await row<{ proven: boolean; closed: boolean; sessions_from: string | null }>(
      this.sql,
      `select proven_at is not null as proven, closed_at is not null as closed,
         case when isfinite(sessions_from) then (extract(epoch from sessions_from) * 1000)::bigint end as sessions_from
       from buyer_account where customer_id = ?`,
      [customer_id],
    );
    if (!found) return UNKNOWN;
    return { ...found, sessions_from: found.sessions_from === null ? null : Number(found.sessions_from) };
  }

  /** The address was proven and a password chosen: every session of before is over. */
  async prove(customer_id: string): Promise<void> {
    // A token says the second it was made in: what is made from this second on counts.
    await this.sql.raw(
      `insert into buyer_account (customer_id, proven_at, sessions_from) values (?, now(), date_trunc('second', now()))
       on conflict (customer_id) do update set
         proven_at = coalesce(buyer_account.proven_at, now()), sessions_from = excluded.sessions_from, updated_at = now()`,
      [customer_id],
    );
  }

  /** Ends every session that there is, the one that asks among them. */
  async endSessions(customer_id: string): Promise<void> {
    await this.sql.raw(
      `insert into buyer_account (customer_id, sessions_from) values (?, date_trunc('second', now()) + interval '1 second')
       on conflict (customer_id) do update set sessions_from = excluded.sessions_from, updated_at = now()`,
      [customer_id],
    );
  }
}
