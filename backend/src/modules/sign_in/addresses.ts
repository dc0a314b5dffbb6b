import { isIPv6 } from "node:net";
import { ADDRESS_MINUTES, ADDRESS_TRIES } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { blindIndex } from "../../lib/blind-index";
import { row } from "../../lib/sql";

/**
 * Counts wrong sign-ins of one address, whatever names it tries. A try is claimed before it is looked at and given back when
 * it was right, so that of a thousand sent at once no more than the limit get through.
 */
export class Addresses {
  constructor(private readonly sql: Knex) {}

  /** Takes one try; otherwise says in how many seconds there are tries again, and counts nothing. */
  async claim(address: string): Promise<{ ok: true } | { ok: false; retry_after_s: number }> {
    const subject = subjectOf(address);
    const claimed = await row<{ tries: number }>(
      this.sql,
      `insert into sign_in_address as a (subject, tries, window_ends_at) values (?, 1, now() + make_interval(mins => ?))
       on conflict (subject) do update set
         tries = case when a.window_ends_at <= now() then 1 else a.tries + 1 end,
         window_ends_at = case when a.window_ends_at <= now() then excluded.window_ends_at else a.window_ends_at end
       where a.window_ends_at <= now() or a.tries < ?
       returning tries`,
      [subject, ADDRESS_MINUTES, ADDRESS_TRIES],
    );
    if (claimed) return { ok: true };
    const waits = await row<{ seconds: number }>(
      this.sql,
      `select greatest(1, ceil(extract(epoch from window_ends_at - now())))::int as seconds from sign_in_address where subject = ?`,
      [subject],
    );
    return { ok: false, retry_after_s: waits?.seconds ?? 1 };
  }

  /** The try was right: it counts no more. */
  async giveBack(address: string): Promise<void> {
    await this.sql.raw(
      `update sign_in_address set tries = greatest(0, tries - 1) where subject = ? and window_ends_at > now()`,
      [subjectOf(address)],
    );
  }

  async sweep(limit: number): Promise<void> {
    await this.sql.raw(
      `delete from sign_in_address where subject in (select subject from sign_in_address where window_ends_at < now() limit ?)`,
      [limit],
    );
  }
}

/** One subscriber: an IPv4 address, or the first half of an IPv6 address, which is what a line is given. */
function subjectOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  return blindIndex("sign-in", `address:${isIPv6(bare) ? network(bare) : bare}`);
}

function network(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("%")[0]!.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const all =
    tail === undefined ? groups : [...groups, ...Array<string>(8 - groups.length - rest.length).fill("0"), ...rest];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
