import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onBenchDatabase } from "./bench-pool.mjs";
import { at, builtBackend } from "./paths.mjs";
import { testEnv } from "./test-env.mjs";

const CONNECTIONS = 4;

/** Sheets of addressees on a Postgres of its own with fsync on: the built service, without the way over HTTP. Exit code 1 when one is red. */
export function benchAddressees(given) {
  return onBenchDatabase(given, run);
}

async function run(url, _args, progress) {
  for (const [key, text] of Object.entries(testEnv({ DATABASE_URL: url }))) process.env[key] ??= text;
  const load = createRequire(at("backend", "package.json"));
  const { default: WholesaleService } = load(path.join(builtBackend, "src/modules/wholesale/service.js"));
  const connection = load("knex")({ client: "pg", connection: url, pool: { min: 0, max: CONNECTIONS } });
  const db = new (createRequire(at("dev", "package.json"))("pg").Pool)({ connectionString: url, max: CONNECTIONS });
  try {
    const { runAddresseesBench } = await import(pathToFileURL(at("dev/dist/bench/addressees/index.js")).href);
    const wholesale = new WholesaleService({ __pg_connection__: connection });
    return await runAddresseesBench({ wholesale, db, say: progress.say });
  } finally {
    await connection.destroy();
    await db.end();
  }
}
