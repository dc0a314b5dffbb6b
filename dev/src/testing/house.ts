import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { ensureBuilt, type Workspace } from "../../up/build.mjs";
import { readStamp } from "../../up/database.mjs";
import type { Exit } from "../../up/leash.mjs";
import { anyFreePort } from "../../up/ports.mjs";
import { patient } from "../../up/patience.mjs";
import type { ServiceName } from "../../up/services.mjs";
import { testEnv } from "../../up/test-env.mjs";
import { HouseProcess } from "./house-process.js";
import { testDatabase } from "./postgres.js";
import { testRedis } from "./redis.js";

export { eventually } from "./eventually.js";

export interface HouseOptions {
  /** Worker processes; 1 when left out, 0 to let jobs wait. */
  workers?: number;
  /** True: BullMQ and Medusa's events on a Redis of the house's own. Otherwise everything on Postgres. */
  redis?: boolean;
  storefront?: boolean;
  /** For every process. */
  env?: NodeJS.ProcessEnv;
  /** For one kind of process, over `env`: a kill point of the workers, say. */
  envOf?: Partial<Record<ServiceName, NodeJS.ProcessEnv>>;
}

/** What the seed says a client needs to begin: publishable key, region, logins, ids. The seed owns its shape. */
export type Seed = Record<string, unknown> & { publishable_key: string };

export interface House {
  backendUrl: string;
  storefrontUrl: string | undefined;
  workerUrls: string[];
  stripeUrl: string;
  carrierUrl: string;
  redisUrl: string | undefined;
  db: pg.Pool;
  /** The environment all processes share. */
  env: NodeJS.ProcessEnv;
  seed: Seed;
  /** Names: backend, worker-1 …, stripe, carrier, storefront, redis. "worker" is worker-1. */
  pid(name: string): number;
  kill(name: string, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a process (again) on its old port. A KILL_AT of before no longer holds. */
  restart(name: string, extraEnv?: NodeJS.ProcessEnv): Promise<void>;
  waitExit(name: string): Promise<Exit>;
  logs(name: string): string;
  /** Ends every process and the database. Fails when one did not stop, died by itself, or left a connection open. */
  stop(): Promise<void>;
}

/** The real processes, from the build, on free ports, on a database of their own cloned from the seeded template. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const { workers = 1, redis = false, storefront = false } = options;
  if (!process.env.TEST_TEMPLATE_SEEDED) await ensureBuilt(needed(workers, storefront));

  const database = await testDatabase({ seeded: true });
  const files = await mkdtemp(path.join(tmpdir(), "commonlot-files-"));
  const queue = redis ? await testRedis() : undefined;
  const ports = await pickPorts(workers);
  const seed = JSON.parse((await readStamp(database.url, "seed.json")) ?? "{}") as Seed;
  const env: NodeJS.ProcessEnv = {
    ...testEnv(),
    DATABASE_URL: database.url,
    ...(queue && { REDIS_URL: queue.url }),
    BACKEND_URL: `http://127.0.0.1:${ports.backend}`,
    BACKEND_WAIT_MS: String(patient(5_000)),
    STOREFRONT_URL: `http://127.0.0.1:${ports.storefront}`,
    STRIPE_API_PORT: String(ports.stripe),
    CARRIER_API_URL: `http://127.0.0.1:${ports.carrier}`,
    FILES_DIR: files,
    ...(seed.publishable_key && { PUBLISHABLE_KEY: seed.publishable_key }),
    ...options.env,
  };

  const make = (name: string, service: ServiceName, port: number): HouseProcess =>
    new HouseProcess(name, service, port, { ...env, ...options.envOf?.[service] });
  const stripe = make("stripe", "stripe", ports.stripe);
  const carrier = make("carrier", "carrier", ports.carrier);
  const backend = make("backend", "backend", ports.backend);
  const crew = ports.workers.map((port, index) => make(`worker-${index + 1}`, "worker", port));
  const shop = storefront ? make("storefront", "storefront", ports.storefront) : undefined;
  const all = [stripe, carrier, backend, ...crew, ...(shop ? [shop] : [])];
  const byName = new Map(all.map((one) => [one.name, one]));
  const named = (name: string): HouseProcess => {
    const found = byName.get(name === "worker" ? "worker-1" : name);
    if (!found) throw new Error(`This house has no process "${name}"; it has ${[...byName.keys()].join(", ")}`);
    return found;
  };

  async function stop(): Promise<void> {
    const wrong: string[] = [];
    // Those who call before those who are called, so that nobody fails on the way out.
    for (const group of [[shop], crew, [backend], [carrier, stripe]]) {
      const results = await Promise.all(group.map(async (one) => one?.stop()));
      wrong.push(...results.filter((result) => result !== undefined));
    }
    await queue?.stop();
    await database.drop().catch((error: Error) => wrong.push(error.message));
    await rm(files, { recursive: true, force: true });
    if (wrong.length > 0) throw new Error(`The house did not stop well:\n${wrong.join("\n")}`);
  }

  try {
    await Promise.all([stripe.start(), carrier.start()]);
    // All at once: what a first start of Medusa writes is in the template already.
    await Promise.all([backend, ...crew, ...(shop ? [shop] : [])].map((one) => one.start()));
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }

  return {
    backendUrl: backend.url,
    storefrontUrl: shop?.url,
    workerUrls: crew.map((one) => one.url),
    stripeUrl: stripe.url,
    carrierUrl: carrier.url,
    redisUrl: queue?.url,
    db: database.pool,
    env,
    seed,
    pid: (name) => (name === "redis" && queue ? queue.pid() : named(name).pid),
    kill: (name, signal = "SIGKILL") => (name === "redis" && queue ? queue.kill(signal) : named(name).kill(signal)),
    restart: (name, extraEnv = {}) => (name === "redis" && queue ? queue.restart() : named(name).restart(extraEnv)),
    waitExit: (name) => named(name).waitExit(),
    logs: (name) => (name === "redis" && queue ? queue.logs() : named(name).logs()),
    stop,
  };
}

function needed(workers: number, storefront: boolean): Workspace[] {
  return [
    "domain",
    "backend",
    "dev",
    ...(workers > 0 ? (["workers"] as const) : []),
    ...(storefront ? (["storefront"] as const) : []),
  ];
}

async function pickPorts(workers: number) {
  return {
    backend: await anyFreePort(),
    storefront: await anyFreePort(),
    stripe: await anyFreePort(),
    carrier: await anyFreePort(),
    workers: await Promise.all(Array.from({ length: workers }, () => anyFreePort())),
  };
}
