import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { withClient } from "./database.mjs";
import { dataDir } from "./paths.mjs";
import { isAlive } from "./pids.mjs";
import { anyFreePort } from "./ports.mjs";
import { startPostgres } from "./postgres.mjs";

const PASSWORD = "tests-only";
let users = 0;
let starting;

/**
 * Vitest's global setup for projects that need a database. `npm test` has started one already and says where it is;
 * a run by hand (`npx vitest run <file>`) gets an embedded one here, which ends with it.
 */
export default async function setup() {
  if (process.env.TEST_DATABASE_URL) return undefined;
  users += 1;
  starting ??= startTestPostgres();
  const server = await starting;
  process.env.TEST_DATABASE_URL = server.url("postgres");
  return async () => {
    users -= 1;
    if (users > 0) return;
    await server.stop();
    delete process.env.TEST_DATABASE_URL;
  };
}

/**
 * A Postgres for tests in .data/test-postgres: without fsync, so a power cut loses it, which costs only a new start.
 * A second run beside the first gets a folder of its own.
 */
export async function startTestPostgres() {
  await mkdir(dataDir, { recursive: true });
  for (let number = 1; ; number += 1) {
    const folder = path.join(dataDir, number === 1 ? "test-postgres" : `test-postgres-${number}`);
    const owner = `${folder}.owner`;
    const pid = Number(await readFile(owner, "utf8").catch(() => ""));
    if (pid && pid !== process.pid && isAlive(pid)) continue;
    await writeFile(owner, String(process.pid));
    const log = `${folder}.log`;
    await rm(log, { force: true });
    const options = { folder, password: PASSWORD, log, durable: false };
    const server = await startPostgres({ ...options, port: await anyFreePort() }).catch(async (error) => {
      // Damaged by a crash without fsync: nothing in it is worth mending.
      if (!existsSync(folder)) throw error;
      await rm(folder, { recursive: true, force: true });
      return startPostgres({ ...options, port: await anyFreePort() });
    });
    await dropLeftDatabases(server.url("postgres"));
    return {
      ...server,
      async stop() {
        await server.stop();
        await rm(owner, { force: true });
      },
    };
  }
}

/** Databases of tests that were killed. */
async function dropLeftDatabases(url) {
  await withClient(url, async (client) => {
    const left = await client.query(`select datname from pg_database where datname like 't\\_%'`);
    for (const { datname } of left.rows) await client.query(`drop database "${datname}" with (force)`);
  });
}
