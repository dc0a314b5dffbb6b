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

/** A company's order to 100,000 addressees, from its sheet to its parcels, in the same way. */
export function benchCompanyOrder(given) {
  return onBenchDatabase(given, (url, _args, progress) =>
    onServices(url, async (services) => {
      const file = at("dev/dist/bench/addressees/company-order.js");
      const { runCompanyOrderBench } = await import(pathToFileURL(file).href);
      return await runCompanyOrderBench({ ...services, say: progress.say });
    }),
  );
}

function run(url, _args, progress) {
  return onServices(url, async ({ wholesale, db }) => {
    const { runAddresseesBench } = await import(pathToFileURL(at("dev/dist/bench/addressees/index.js")).href);
    return await runAddresseesBench({ wholesale, db, say: progress.say });
  });
}

/** With the built services on this database. */
async function onServices(url, work) {
  for (const [key, text] of Object.entries(testEnv({ DATABASE_URL: url }))) process.env[key] ??= text;
  const load = createRequire(at("backend", "package.json"));
  const serviceOf = (room) => load(path.join(builtBackend, `src/modules/${room}/service.js`)).default;
  const [Wholesale, Pools, Parcels] = ["wholesale", "pool", "parcel"].map(serviceOf);
  const connection = load("knex")({ client: "pg", connection: url, pool: { min: 0, max: CONNECTIONS } });
  const db = new (createRequire(at("dev", "package.json"))("pg").Pool)({ connectionString: url, max: CONNECTIONS });
  const own = { __pg_connection__: connection };
  try {
    return await work({ wholesale: new Wholesale(own), pools: new Pools(own), parcels: new Parcels(own), db });
  } finally {
    await connection.destroy();
    await db.end();
  }
}
