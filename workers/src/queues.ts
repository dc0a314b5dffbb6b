import { createPostgresBackend, Queue, withBackend, Worker, type JobsOptions, type Processor } from "bullmq";
import type { JobName, JobPayload, QueueName } from "@commonlot/domain";
import IORedis from "ioredis";
import type { Env } from "../../backend/src/env";

/** What travels: the outbox row, and ids only. */
export interface QueuedJob {
  message_id: string;
  payload: JobPayload<JobName>;
}

/** Our own namespace beside Medusa's queues: key prefix on Redis, schema on Postgres. */
const PREFIX = "commonlot";
/** A worker that is silent this long has lost its job: the next one takes over within `STALLED_INTERVAL_MS`, 13 s in all (15 s are promised). */
const LOCK_DURATION_MS = 10_000;
const STALLED_INTERVAL_MS = 3_000;
/** Kills are not the job's fault: BullMQ's default fails a job for good at the second one. */
const MAX_STALLED = 20;
/** Connections a queue's pool may open on Postgres (BullMQ needs two at least). */
const POSTGRES_POOL = 3;

/** How often a job is tried at once after another: half a second doubling to a minute. The outbox counts and ends it. */
export function backoffMs(attempts_made: number): number {
  return Math.min(500 * 2 ** Math.max(0, attempts_made - 1), 60_000);
}

const JOB_OPTIONS: JobsOptions = {
  // The outbox decides when a message is dead (run-job.ts); the queue only has to keep trying.
  attempts: 1_000,
  backoff: { type: "custom" },
  // The outbox is the record; a done or dead job leaves the queue, and the inbox claim keeps it from happening twice.
  removeOnComplete: true,
  removeOnFail: true,
};

export interface Queues {
  backend: "redis" | "postgres";
  queue(name: QueueName): Queue<QueuedJob>;
  all(): Queue<QueuedJob>[];
  worker(name: QueueName, processor: Processor<QueuedJob>, concurrency: number): Worker<QueuedJob>;
  close(): Promise<void>;
}

/** BullMQ on Redis when there is one, otherwise on Postgres in a schema of its own. */
export async function openQueues(env: Env, names: readonly QueueName[]): Promise<Queues> {
  return env.REDIS_URL ? onRedis(env.REDIS_URL, names) : onPostgres(env.DATABASE_URL, names);
}

const WORKER_OPTIONS = {
  lockDuration: LOCK_DURATION_MS,
  stalledInterval: STALLED_INTERVAL_MS,
  maxStalledCount: MAX_STALLED,
  settings: { backoffStrategy: backoffMs },
};

async function onRedis(url: string, names: readonly QueueName[]): Promise<Queues> {
  const connection = new IORedis(url, { maxRetriesPerRequest: null });
  connection.on("error", () => undefined); // reconnects by itself; the readiness check tells when it is away
  await refuseLossyRedis(connection);
  const opts = { connection, prefix: PREFIX };
  const queues = new Map(
    names.map((name) => [name, new Queue<QueuedJob>(name, { ...opts, defaultJobOptions: JOB_OPTIONS })]),
  );
  return bundle(
    "redis",
    queues,
    (name, processor, concurrency) =>
      new Worker<QueuedJob>(name, processor, { ...opts, ...WORKER_OPTIONS, concurrency }),
    async () => {
      connection.disconnect();
    },
  );
}

async function onPostgres(connectionString: string, names: readonly QueueName[]): Promise<Queues> {
  const connection = { connectionString, schema: PREFIX, max: POSTGRES_POOL, migrate: true };
  const postgres = withBackend(createPostgresBackend);
  const queues = new Map<QueueName, Queue<QueuedJob>>();
  for (const name of names) {
    const queue = new postgres.Queue<QueuedJob>(name, { connection, defaultJobOptions: JOB_OPTIONS });
    await queue.waitUntilReady();
    queues.set(name, queue as unknown as Queue<QueuedJob>);
  }
  return bundle(
    "postgres",
    queues,
    (name, processor, concurrency) => {
      // Same queue API on both; only the backend's type differs, and nothing here looks at it.
      return new postgres.Worker<QueuedJob>(name, processor, {
        connection,
        ...WORKER_OPTIONS,
        concurrency,
      }) as unknown as Worker<QueuedJob>;
    },
    async () => undefined,
  );
}

function bundle(
  backend: "redis" | "postgres",
  queues: Map<QueueName, Queue<QueuedJob>>,
  makeWorker: Queues["worker"],
  end: () => Promise<void>,
): Queues {
  return {
    backend,
    queue(name) {
      const queue = queues.get(name);
      if (!queue) throw new Error(`no queue ${name}`);
      return queue;
    },
    all: () => [...queues.values()],
    worker: makeWorker,
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await end();
    },
  };
}

/** A Redis that evicts keys loses jobs without a word: refuse it at the start, with the line that mends it. */
async function refuseLossyRedis(redis: IORedis): Promise<void> {
  const info = await redis.info("memory");
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy && policy !== "noeviction") {
    throw new Error(`Redis would evict jobs (maxmemory-policy ${policy}). Set: maxmemory-policy noeviction`);
  }
}
