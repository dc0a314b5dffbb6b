import { mkdir, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { allWorkspaces, ensureBuilt } from "./build.mjs";
import { migrate, migrationsHash, readStamp, seed, withClient, writeStamp } from "./database.mjs";
import { environment, ports as choosePorts, secrets as keptSecrets } from "./environment.mjs";
import { install } from "./install.mjs";
import { at, dataDir } from "./paths.mjs";
import { endPid } from "./pids.mjs";
import { Processes, endLeftovers, runningStarter } from "./processes.mjs";
import { startPostgres } from "./postgres.mjs";
import { services } from "./services.mjs";

const DATABASE = "commonlot";

/** Installs and builds what is missing, and starts every process of the house. Call `stop()` on the result. */
export async function openHouse({ progress, told, reset = false, workers = 1 }) {
  const step = (title, work) => {
    if (told.was) throw new Error("Stopped while starting.");
    return progress.during(title, work);
  };
  await makeRoom({ progress, step, reset });
  await install(progress);
  await step("building", (running) => ensureBuilt(allWorkspaces, { admin: true, say: running.update }));

  const processes = new Processes({ say: progress.say });
  try {
    return await start({ progress, step, processes, workers });
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

/** One house a checkout: says so when one runs, and ends what a killed one left. */
async function makeRoom({ progress, step, reset }) {
  const running = await runningStarter();
  if (running && !reset) {
    throw new Error(
      `Commonlot runs already (process ${running}). Stop it with Ctrl-C in its terminal, or: kill ${running}`,
    );
  }
  if (running) await step("stopping the running house", () => endPid(running, { limit_ms: 90_000 }));
  const ended = await endLeftovers();
  if (ended.length > 0) progress.say(`  Ended what an earlier run left behind: ${ended.join(", ")}.`);
  if (reset) await step("forgetting all data", forget);
}

/** All of .data but what a run of tests beside us may be using, and the locks. */
async function forget() {
  for (const entry of await readdir(dataDir).catch(() => [])) {
    if (/^test-|\.lock$/.test(entry)) continue;
    const place = path.join(dataDir, entry);
    // The database may live elsewhere, behind a link, when it runs as another user (postgres.mjs).
    await rm(await realpath(place), { recursive: true, force: true });
    await rm(place, { recursive: true, force: true });
  }
}

async function start({ progress, step, processes, workers }) {
  const secrets = await keptSecrets();
  const ports = await choosePorts({ workers, say: (line) => progress.say(`  ${line}`) });
  const databaseUrl =
    process.env.DATABASE_URL || (await step("starting Postgres", () => startOwnPostgres(processes, ports, secrets)));
  const { env, standIns, urls } = environment({ secrets, ports, databaseUrl });
  await mkdir(env.FILES_DIR, { recursive: true });

  await step("bringing the tables up to date", () => prepareTables(env));
  const run = (name, service = name) => processes.startService(name, services[service](ports[name], env));
  await step("starting the stand-ins of Stripe and the carrier", () =>
    Promise.all(["stripe", "carrier"].filter((name) => standIns[name]).map((name) => run(name))),
  );
  await step("seeding villages, cooperatives and households", (running) => prepareSeed(env, running));
  // The backend first: two Medusas that start on a fresh database at once both write what they find missing.
  await step("starting the backend", () => run("backend"));
  const crew = Array.from({ length: workers }, (_, index) => `worker-${index + 1}`);
  await step("starting workers and storefront", () =>
    Promise.all([...crew.map((name) => run(name, "worker")), run("storefront")]),
  );
  return {
    env,
    urls: { ...urls, workers: crew.map((name) => `http://127.0.0.1:${ports[name]}`) },
    seed: JSON.parse(await readFile(env.SEED_FILE, "utf8")),
    processes,
    stop: () => processes.stop(),
  };
}

async function startOwnPostgres(processes, ports, secrets) {
  const log = path.join(dataDir, "logs", "postgres.log");
  await mkdir(path.dirname(log), { recursive: true });
  const options = {
    folder: path.join(dataDir, "postgres"),
    port: ports.postgres,
    password: secrets.POSTGRES_PASSWORD,
    log,
  };
  let url;
  const launch = async (started) => {
    const server = await startPostgres(options);
    url = server.url(DATABASE);
    await started(server.child);
    await withClient(server.url("postgres"), createOrKeep);
  };
  await processes.start("postgres", launch, { endWith: "SIGINT", port: ports.postgres });
  return url;
}

async function createOrKeep(admin) {
  const { rowCount } = await admin.query(`select 1 from pg_database where datname = $1`, [DATABASE]);
  if (!rowCount) await admin.query(`create database ${DATABASE}`);
}

/** Migrates when the migrations differ from those this database saw last: it says so itself, in its table dev_stamp. */
async function prepareTables(env) {
  const wanted = await migrationsHash();
  if ((await readStamp(env.DATABASE_URL, "migrations")) === wanted) return;
  await migrate(env);
  await writeStamp(env.DATABASE_URL, "migrations", wanted);
}

/** Seeds once; a seed that was cut off runs again and makes what is missing. What it told is written out each time. */
async function prepareSeed(env, running) {
  const kept = await readStamp(env.DATABASE_URL, "seed.json");
  if (!kept) running.update("(once)");
  await writeFile(env.SEED_FILE, kept ?? (await seed(env)), { mode: 0o600 });
}

/** What runs the main job, when it is there. */
export const mainJobFile = at("dev/dist/demo/main-job.js");
