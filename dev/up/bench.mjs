import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { benchAddressees, benchCompanyOrder } from "./bench-addressees.mjs";
import { benchParcels } from "./bench-parcels.mjs";
import { benchPool, onBenchDatabase } from "./bench-pool.mjs";
import { benchSettlement } from "./bench-settlement.mjs";
import { stopAll } from "./demo.mjs";
import { ensureBuilt } from "./build.mjs";
import { openHouse } from "./house.mjs";
import { install } from "./install.mjs";
import { at, dataDir } from "./paths.mjs";
import { anyFreePort } from "./ports.mjs";
import { startPostgres } from "./postgres.mjs";
import { untilTold } from "./signals.mjs";

/** Benchmarks that need a database and no house: each checks its own result and throws when it is wrong. */
const alone = {
  allocate: async (given) => (await built("allocate/index.js")).runAllocateBench(given),
};

/** How the job starts its renderer (workers/src/print/in-child.ts). */
const RENDERER = ["--max-old-space-size=256", "--max-semi-space-size=2"];

/** Benchmarks that need no database. */
const pure = {
  labels: async (given) =>
    (await built("labels/index.js")).runLabelsBench({
      ...given,
      renderer: at("workers/dist/jobs/print-labels/render.js"),
      flags: RENDERER,
    }),
  parcels: async (given) => (await built("parcels/index.js")).runParcelsBench(given),
};

/** Measures a running house (`house 20000`: with so large an order), which prints numbers and judges nothing; or what is named. */
export async function bench({ args, progress }) {
  const [name] = args;
  if (name === "parcels" && args[1] === "database") {
    return benchParcels({ args: args.slice(2), progress, told: untilTold() });
  }
  if (name === "addressees") return benchAddressees({ args: args.slice(1), progress, told: untilTold() });
  if (name === "company-order") return benchCompanyOrder({ args: args.slice(1), progress, told: untilTold() });
  if (name !== undefined && Object.hasOwn(alone, name)) return benchAlone(alone[name], progress);
  if (name !== undefined && Object.hasOwn(pure, name)) return benchPure(pure[name], progress);
  const told = untilTold();
  if (args[0] === "pool") return benchPool({ args: args.slice(1), progress, told });
  if (args[0] === "settlement") return benchSettlement({ args: args.slice(1), progress, told });
  const run = inOwnHouse[name === "shop" && args[1] === "large" ? "shop large" : name];
  if (run) return benchOwnHouse({ args, progress, told, run });
  const began = Date.now();
  const house = await openHouse({ progress, told });
  try {
    progress.say(`  started in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    const { env, urls, seed } = house;
    const { runBench } = await built("index.js");
    await told.race(runBench({ args, env, urls, seed, progress, pids: () => house.processes.pids() }));
    return 0;
  } finally {
    await stopAll(house, progress);
  }
}

/** Benchmarks that write goods nobody weighed, or hundreds of cooperatives. */
const inOwnHouse = {
  shop: async (given) => (await built("shop/index.js")).runShopBench(given),
  "shop large": async (given) => (await built("shop/large.js")).runLargeShopBench(given),
  checkout: async (given) => (await built("checkout/index.js")).runCheckoutBench(given),
};

/** In a house with a database of its own: nothing of it is found in the demo afterwards, nor by the next benchmark. */
function benchOwnHouse({ args, progress, told, run }) {
  return onBenchDatabase({ args: [], progress, told }, async (url) => {
    process.env.DATABASE_URL = url;
    const house = await openHouse({ progress, told });
    try {
      const { env, urls, seed } = house;
      await told.race(run({ args, env, urls, seed, progress, pids: () => house.processes.pids() }));
    } finally {
      await stopAll(house, progress);
    }
  });
}

async function built(name) {
  const file = at("dev/dist/bench", name);
  if (!existsSync(file)) throw new Error(`There is no benchmark yet (${file}).`);
  return import(pathToFileURL(file).href);
}

async function benchPure(run, progress) {
  await install(progress);
  await progress.during("building", () => ensureBuilt(["domain", "dev", "workers"]));
  await run({ say: progress.say });
  return 0;
}

/** On a Postgres of its own, with fsync as in production. */
async function benchAlone(run, progress) {
  await install(progress);
  await progress.during("building", () => ensureBuilt(["domain", "dev"]));
  const server = await startPostgres({
    folder: path.join(dataDir, "bench-postgres"),
    port: await anyFreePort(),
    password: "bench-only",
    log: path.join(dataDir, "bench-postgres.log"),
  });
  try {
    await run({ databaseUrl: server.url("postgres"), say: progress.say });
    return 0;
  } finally {
    await server.stop();
  }
}
