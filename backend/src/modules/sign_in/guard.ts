import { LOCK_MINUTES, TRIES_BEFORE_LOCK } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { blindIndex } from "../../lib/blind-index";
import { row } from "../../lib/sql";

/** A day without a guess forgets what was before. */
const FORGET_AFTER = "1 day";

/**
 * Counts guesses at a name in Postgres. A guess is claimed before the secret is looked at, in one conditional statement: of
 * a hundred guesses sent at once, as many as are left get through, in any number of processes and after any restart.
 */
export class Guard {
  constructor(private readonly sql: Knex) {}

  /** Takes one guess. False: the name is locked, and nothing was counted. */
  async claim(provider: string, name: string): Promise<boolean> {
    // The last guess before the lock locks at once; when it is right, `clear` opens again.
    const claimed = await row<{ tries: number }>(
      this.sql,
      `insert into sign_in_guard as g (provider, subject, tries) values (?, ?, 1)
       on conflict (provider, subject) do update set
         (tries, locks, locked_until, updated_at) = (
           select n.tries, n.locks + (n.tries >= ?)::int,
                  case when n.tries >= ? then now() + make_interval(mins => (?::int[])[least(n.locks + 1, ?)]) end, now()
           from (select case when g.locked_until is not null or g.updated_at < now() - interval '${FORGET_AFTER}' then 1 else g.tries + 1 end as tries,
                        case when g.updated_at < now() - interval '${FORGET_AFTER}' and coalesce(g.locked_until, g.updated_at) < now() - interval '${FORGET_AFTER}'
                             then 0 else g.locks end as locks) n)
       where g.locked_until is null or g.locked_until <= now()
       returning tries`,
      [
        provider,
        blindIndex("sign-in", name),
        TRIES_BEFORE_LOCK,
        TRIES_BEFORE_LOCK,
        [...LOCK_MINUTES],
        LOCK_MINUTES.length,
      ],
    );
    return claimed !== undefined;
  }

  /** The right answer was given: all is forgotten. */
  async clear(provider: string, name: string): Promise<void> {
    await this.sql.raw(`delete from sign_in_guard where provider = ? and subject = ?`, [
      provider,
      blindIndex("sign-in", name),
    ]);
  }

  /** Takes away what no longer counts, at most so many rows. */
  async sweep(limit: number): Promise<void> {
    await this.sql.raw(
      `delete from sign_in_guard where (provider, subject) in (
         select provider, subject from sign_in_guard
         where updated_at < now() - interval '${FORGET_AFTER}' and coalesce(locked_until, updated_at) < now() - interval '${FORGET_AFTER}'
         limit ?)`,
      [limit],
    );
  }
}
