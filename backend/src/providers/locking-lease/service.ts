import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import type { Refusal } from "@commonlot/domain";
import { readEnv } from "../../env";
import { RefusalError } from "../../lib/refusal";
import type { ILockingProvider, Logger } from "@medusajs/framework/types";

/** A holder renews this often … */
const RENEW_EVERY_MS = 3_000;
/** … and loses its keys after so much silence, whatever time to live was asked: three renewals may fail, a dead process may not block. */
export const TAKEOVER_AFTER_S = 10;
/** Locks are a side path: a few connections of their own, so that a caller waiting for a lock never starves the main pool. */
const POOL_SIZE = 4;
const DEFAULT_TIMEOUT_S = 5;
const FIRST_RETRY_MS = 20;
const LAST_RETRY_MS = 250;

/** In a rush, at the checkout as at the desk: whoever waits for a lock has not done it yet, or it is undone. */
const BUSY: Refusal = {
  reason: "busy",
  message: "Many are at this at once just now. It was not done, and no money has moved. Please try again in a moment.",
};

interface Held {
  owner: string;
  /** When this process stops renewing, in ms since the epoch: the time to live that was asked. */
  until: number;
}

/**
 * Medusa's locking on Postgres: leases on sorted keys, all or none, renewed while the holder lives and taken over
 * when it is silent. Replaces the stock providers, which block a cart for ever after a kill or die of opposite key orders
 * (docs/adr/0005).
 */
class LockingLeaseProvider implements ILockingProvider {
  static identifier = "locking-lease";

  /** Callers that name no owner share this one: it is not re-entrant, so two of them exclude each other. */
  private readonly anonymous = `process:${randomUUID()}`;
  private readonly pool: Pool;
  private readonly logger: Logger | undefined;
  private readonly held = new Map<string, Held>();
  private renewal: NodeJS.Timeout | undefined;

  constructor(container: { logger?: Logger }) {
    this.logger = container.logger;
    this.pool = new Pool({ connectionString: readEnv().DATABASE_URL, max: POOL_SIZE, application_name: "locking" });
    // An idle connection cut by a restart of Postgres must not end the process; the next query opens a new one.
    this.pool.on("error", (error) => this.logger?.warn(`locking: idle connection lost (${error.message})`));
  }

  __hooks = {
    onApplicationShutdown: async (): Promise<void> => {
      clearInterval(this.renewal);
      await this.releaseAllOfThisProcess();
      await this.pool.end();
    },
  };

  /** Runs `job` while holding `keys`; waits for them up to `timeout` seconds. */
  async execute<T>(keys: string | string[], job: () => Promise<T>, args?: { timeout?: number }): Promise<T> {
    const owner = `execute:${randomUUID()}`;
    const wanted = sorted(keys);
    const give_up_at = Date.now() + Math.max(args?.timeout ?? DEFAULT_TIMEOUT_S, 1) * 1000;
    let pause = FIRST_RETRY_MS;
    while (!(await this.tryAcquire(wanted, owner, undefined))) {
      if (Date.now() >= give_up_at) throw new RefusalError(BUSY);
      await sleep(pause + Math.floor(pause * (wanted.length % 3) * 0.1));
      pause = Math.min(pause * 2, LAST_RETRY_MS);
    }
    try {
      return await job();
    } finally {
      await this.release(wanted, { ownerId: owner });
    }
  }

  /** Takes all of `keys` or throws. `expire` (seconds) bounds how long this process renews them. */
  async acquire(
    keys: string | string[],
    args?: { ownerId?: string | null; expire?: number; awaitQueue?: boolean },
  ): Promise<void> {
    const wanted = sorted(keys);
    const taken = await this.tryAcquire(wanted, args?.ownerId ?? this.anonymous, args?.expire, args?.ownerId != null);
    if (!taken) throw new RefusalError(BUSY);
  }

  /** Gives keys back. Never throws: a throw here would make Medusa undo a good order. */
  async release(keys: string | string[], args?: { ownerId?: string | null }): Promise<boolean> {
    const wanted = sorted(keys);
    const owner = args?.ownerId ?? this.anonymous;
    for (const key of wanted) if (this.held.get(key)?.owner === owner) this.held.delete(key);
    try {
      const gone = await this.pool.query(`delete from lock_lease where key = any($1) and owner = $2`, [wanted, owner]);
      return gone.rowCount === wanted.length;
    } catch (error) {
      this.logger?.warn(`locking: ${wanted.join(", ")} not released, the lease will run out (${String(error)})`);
      return false;
    }
  }

  async releaseAll(args?: { ownerId?: string | null }): Promise<void> {
    const owner = args?.ownerId ?? this.anonymous;
    for (const [key, held] of this.held) if (held.owner === owner) this.held.delete(key);
    await this.pool.query(`delete from lock_lease where owner = $1`, [owner]);
  }

  private async tryAcquire(keys: string[], owner: string, expire_s?: number, reentrant = false): Promise<boolean> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("begin");
      const taken = await client.query(
        `insert into lock_lease as l (key, owner)
         select k, $2 from unnest($1::text[]) as k order by k
         on conflict (key) do update set owner = excluded.owner, acquired_at = now(), renewed_at = now()
           where l.renewed_at < now() - make_interval(secs => $3) or ($4 and l.owner = excluded.owner)
         returning key`,
        [keys, owner, TAKEOVER_AFTER_S, reentrant],
      );
      if (taken.rowCount !== keys.length) {
        await client.query("rollback");
        return false;
      }
      await client.query("commit");
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
    const until = expire_s ? Date.now() + expire_s * 1000 : Number.POSITIVE_INFINITY;
    for (const key of keys) this.held.set(key, { owner, until });
    this.renewal ??= setInterval(() => void this.renew(), RENEW_EVERY_MS).unref();
    return true;
  }

  private async renew(): Promise<void> {
    const now = Date.now();
    for (const [key, held] of this.held) if (held.until < now) this.held.delete(key);
    if (this.held.size === 0) return;
    const keys = [...this.held.keys()];
    const owners = keys.map((key) => this.held.get(key)?.owner ?? "");
    try {
      await this.pool.query(
        `update lock_lease l set renewed_at = now()
         from unnest($1::text[], $2::text[]) as mine(key, owner) where l.key = mine.key and l.owner = mine.owner`,
        [keys, owners],
      );
    } catch (error) {
      this.logger?.warn(`locking: leases not renewed this time (${String(error)})`);
    }
  }

  private async releaseAllOfThisProcess(): Promise<void> {
    const keys = [...this.held.keys()];
    const owners = keys.map((key) => this.held.get(key)?.owner ?? "");
    this.held.clear();
    if (keys.length === 0) return;
    await this.pool
      .query(
        `delete from lock_lease l using unnest($1::text[], $2::text[]) as mine(key, owner)
         where l.key = mine.key and l.owner = mine.owner`,
        [keys, owners],
      )
      .catch((error: unknown) => this.logger?.warn(`locking: leases left to run out (${String(error)})`));
  }
}

function sorted(keys: string | string[]): string[] {
  return [...new Set(Array.isArray(keys) ? keys : [keys])].sort();
}

export default LockingLeaseProvider;
