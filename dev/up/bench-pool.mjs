import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { databaseOn, ensureTemplates, withClient } from "./database.mjs";
import { at, builtBackend, dataDir } from "./paths.mjs";
import { anyFreePort } from "./ports.mjs";
import { startPostgres } from "./postgres.mjs";
import { testEnv } from "./test-env.mjs";

/** Connections of the service under test, and of the ways beside it: as many as there are clients. */
const CONNECTIONS = 20;

/**
 * The pool's benchmarks, on a Postgres and a database of their own with fsync on: the built service is called without the
 * way over HTTP. Exit code 1 when one is red.
 */
export function benchPool(given) {
  return onBenchDatabase(given, run);
}

/** Runs something on a database of its own with all tables, on a server with fsync on. */
export async function onBenchDatabase({ args, progress, told }, run) {
  await progress.during("building", (running) => ensureBuilt(["domain", "backend", "dev"], { say: running.update }));
  const server = await startPostgres({
    folder: path.join(dataDir, "bench-postgres"),
    port: await anyFreePort(),
    password: "bench-only",
    log: path.join(dataDir, "bench-postgres.log"),
  });
  const name = `b_${process.pid}_${randomBytes(4).toString("hex")}`;
  const admin = server.url("postgres");
  try {
    const { migrated } = await ensureTemplates(admin, testEnv(), {
      seeded: false,
      say: (text) => progress.say(`  ${text}`),
    });
    await withClient(admin, (client) =>
      client.query(`create database "${name}" template "${migrated}" strategy file_copy`),
    );
    return (await told.race(run(databaseOn(admin, name), args, progress))) === false ? 1 : 0;
  } finally {
    await withClient(admin, (client) => client.query(`drop database if exists "${name}" with (force)`)).catch(
      () => undefined,
    );
    await server.stop();
  }
}

async function run(url, args, progress) {
  const load = createRequire(at("backend", "package.json"));
  const { default: PoolService } = load(path.join(builtBackend, "src/modules/pool/service.js"));
  const connection = load("knex")({ client: "pg", connection: url, pool: { min: 0, max: CONNECTIONS } });
  const db = new (createRequire(at("dev", "package.json"))("pg").Pool)({ connectionString: url, max: CONNECTIONS });
  try {
    const { runPoolBench } = await import(pathToFileURL(at("dev/dist/bench/pool/index.js")).href);
    const pools = new PoolService({ __pg_connection__: connection });
    return await runPoolBench({ pools, db, say: progress.say }, args[0]);
  } finally {
    await connection.destroy();
    await db.end();
  }
}
