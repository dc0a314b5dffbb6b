import type { Pool, PoolClient } from "pg";
import { ApiError, lockTimeout } from "./errors.js";

/** Longer than any honest request holds a row; then the caller hears `lock_timeout`, as at Stripe. */
const LOCK_TIMEOUT_MS = 5_000;

/** One transaction. A thrown error rolls back; waiting too long for a row becomes Stripe's `lock_timeout`. */
export async function inTransaction<T>(pool: Pool, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  let broken: Error | undefined;
  // A cut connection shows twice: as the failure of the query, and as this event, which would end the process.
  const onCut = (error: Error): void => {
    broken = error;
  };
  db.on("error", onCut);
  try {
    await db.query(`begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
    const result = await work(db);
    await db.query("commit");
    return result;
  } catch (error) {
    await db.query("rollback").catch(onCut);
    throw isLockTrouble(error) ? lockTimeout() : error;
  } finally {
    db.removeListener("error", onCut);
    db.release(broken);
  }
}

/** lock_not_available, deadlock_detected, serialization_failure */
function isLockTrouble(error: unknown): boolean {
  if (error instanceof ApiError || typeof error !== "object" || error === null || !("code" in error)) return false;
  return error.code === "55P03" || error.code === "40P01" || error.code === "40001";
}
