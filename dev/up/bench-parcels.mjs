import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onBenchDatabase } from "./bench-pool.mjs";
import { at, builtBackend } from "./paths.mjs";

/** As the worker's pool: two ranges at once, and what else it does. */
const CONNECTIONS = 10;

/**
 * A plan's way through queue and database, on a Postgres of its own with fsync on: the built service and the product's queue, without
 * the way over HTTP. Exit code 1 when something is wrong.
 */
export function benchParcels(given) {
  return onBenchDatabase(given, run);
}

async function run(url, [up_to], progress) {
  const load = createRequire(at("backend", "package.json"));
  const { default: ParcelService } = load(path.join(builtBackend, "src/modules/parcel/service.js"));
  const connection = load("knex")({ client: "pg", connection: url, pool: { min: 0, max: CONNECTIONS } });
  const db = new (createRequire(at("dev", "package.json"))("pg").Pool)({ connectionString: url, max: CONNECTIONS });
  const queue = await openQueue(url);
  try {
    const { runParcelsDatabaseBench } = await import(pathToFileURL(at("dev/dist/bench/parcels/database.js")).href);
    const parcels = new ParcelService({ __pg_connection__: connection });
    const house = { parcels, db, queue, say: progress.say };
    return await runParcelsDatabaseBench(house, up_to === undefined ? undefined : Number(up_to));
  } finally {
    await queue.close();
    await connection.destroy();
    await db.end();
  }
}

/** BullMQ on the same Postgres, with the settings of workers/src/queues.ts. */
async function openQueue(connectionString) {
  const { createPostgresBackend, withBackend } = createRequire(at("workers", "package.json"))("bullmq");
  const postgres = withBackend(createPostgresBackend);
  const connection = { connectionString, schema: "commonlot", max: 3, migrate: true };
  const defaultJobOptions = { attempts: 3, removeOnComplete: true, removeOnFail: true };
  const queue = new postgres.Queue("bench", { connection, defaultJobOptions });
  await queue.waitUntilReady();
  return {
    add: (jobs) => queue.addBulk(jobs),
    work: (handler, concurrency) =>
      new postgres.Worker("bench", (job) => handler(job.data.message_id), {
        connection,
        concurrency,
        lockDuration: 10_000,
        stalledInterval: 3_000,
        maxStalledCount: 20,
      }),
    close: () => queue.close(),
  };
}
