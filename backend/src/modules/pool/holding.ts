import type { Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, rows, type Transaction } from "../../lib/sql";
import { refusable, releaseExpired_, type HoldRefusal } from "./holds";

/** Ended holds that are waited for at most: more at once is work of the sweeper. */
const AT_MOST = 100;
/** Whoever is at a hold is done with it within milliseconds; one that is stuck keeps nobody from an answer. */
const WAIT = "5s";
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Runs `work`, which holds goods of these pools in a transaction of its own or throws `Refused`; once more when it found too little while
 * holds on them had ended. Within a transaction an ended hold that somebody is at is passed over, so that nobody waits with locks in hand;
 * its goods are anybody's all the same, and whoever asks for them is not refused because another looked at them.
 */
export async function holding<T>(
  sql: Knex,
  pool_ids: readonly string[],
  work: (tx: Transaction) => Promise<T>,
): Promise<Result<T, HoldRefusal>> {
  const once = () => refusable(() => inTransaction(sql, work));
  const first = await once();
  if (first.ok || !isShort(first.refusal) || !(await freeEnded(sql, pool_ids))) return first;
  return once();
}

export const isShort = (refusal: HoldRefusal): boolean => refusal.reason === "insufficient_stock";

/**
 * Gives back what ended holds keep of these pools, and waits for those that others are at. Answers whether there were any. To be called with
 * nothing locked: it waits for one hold at a time and has no other then, so that two never wait for each other. One that is not let go of in
 * time stays as it is, with those behind it.
 */
export async function freeEnded(sql: Knex, pool_ids: readonly string[]): Promise<boolean> {
  if ((await ended(sql, pool_ids)).length === 0) return false;
  await inTransaction(sql, (tx) => releaseExpired_(tx, pool_ids));
  for (const id of await ended(sql, pool_ids)) if (!(await freeOnce(sql, id, pool_ids))) break;
  return true;
}

/** False when somebody is at it still. */
async function freeOnce(sql: Knex, id: string, pool_ids: readonly string[]): Promise<boolean> {
  try {
    await inTransaction(sql, async (tx) => {
      await tx.raw(`set local lock_timeout = '${WAIT}'`);
      await tx.raw(`select 1 from hold where id = ? for update`, [id]);
      await releaseExpired_(tx, pool_ids);
    });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

async function ended(sql: Knex, pool_ids: readonly string[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    // Few holds are overdue at any moment: they are looked up first, whatever the planner thinks of their number.
    `with late as materialized (select id from hold where expires_at < now())
     select late.id from late where exists (select from hold_line l where l.hold_id = late.id and l.pool_id = any(?))
     order by late.id limit ${AT_MOST}`,
    [[...pool_ids]],
  );
  return found.map((one) => one.id);
}
