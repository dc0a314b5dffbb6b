import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onBenchDatabase } from "./bench-pool.mjs";
import { at, builtBackend } from "./paths.mjs";
import { testEnv } from "./test-env.mjs";

/** As many as there are writers, and what the benchmark asks beside them. */
const CONNECTIONS = 20;

/** The ledger's benchmarks on a Postgres of its own with fsync on: the built service, without the way over HTTP. Exit code 1 when red. */
export function benchSettlement(given) {
  return onBenchDatabase(given, run);
}

async function run(url, [part], progress) {
  const load = createRequire(at("backend", "package.json"));
  // The service reads the environment for the key of accounts.
  Object.assign(process.env, testEnv({ DATABASE_URL: url }));
  const settlementAt = (file) => path.join(builtBackend, "src/modules/settlement", file);
  const { default: SettlementService } = load(settlementAt("service.js"));
  const { writeJournals } = load(settlementAt("ledger.js"));
  const knex = load("knex")({ client: "pg", connection: url, pool: { min: 0, max: CONNECTIONS } });
  const db = new (createRequire(at("dev", "package.json"))("pg").Pool)({ connectionString: url, max: CONNECTIONS });
  try {
    const { runSettlementBench } = await import(pathToFileURL(at("dev/dist/bench/settlement/index.js")).href);
    const settlement = new SettlementService({ __pg_connection__: knex });
    return await runSettlementBench({ settlement, writeJournals, knex, db, url, say: progress.say, part });
  } finally {
    await knex.destroy();
    await db.end();
  }
}
