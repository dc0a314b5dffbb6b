import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { endChild, exited, spawnOnLeash } from "../../up/leash.mjs";
import { anyFreePort } from "../../up/ports.mjs";
import { redisSource } from "../../up/tools.mjs";

export interface TestRedis {
  url: string;
  pid(): number;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** On the same port, with what its log kept. */
  restart(): Promise<void>;
  logs(): string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 15_000;
/** What a Redis has when nobody changed its settings. */
const DATABASES = 16;

/**
 * A Redis of the test's own, set as production must be: every write in the log, nothing evicted.
 * Where REDIS_URL names one: an empty database in it, emptied again at the end; it can't be killed.
 */
export async function testRedis(extraArgs: readonly string[] = []): Promise<TestRedis> {
  const source = await redisSource();
  return source.server === undefined ? emptyDatabaseOf(source.url) : ownServer(source.server, extraArgs);
}

async function ownServer(binary: string, extraArgs: readonly string[]): Promise<TestRedis> {
  const port = await anyFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const folder = await mkdtemp(path.join(tmpdir(), "commonlot-redis-"));
  const log = path.join(folder, "redis.log");
  let child = launch();
  await untilItAnswers();

  function launch() {
    return spawnOnLeash(
      binary,
      [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder],
        ...["--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction"],
        ...extraArgs,
      ],
      { cwd: folder, env: { PATH: process.env.PATH }, log },
    );
  }

  /** Listening is not enough: it may still be loading its log. */
  async function untilItAnswers(): Promise<void> {
    const end = Date.now() + START_LIMIT_MS;
    while (!(await answers(url))) {
      if (child.exitCode !== null || Date.now() > end) {
        throw new Error(`redis-server did not start:\n${await readFile(log, "utf8")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    url,
    pid() {
      if (child.pid === undefined) throw new Error("redis is not running");
      return child.pid;
    },
    async kill(signal) {
      child.kill(signal);
      if (signal === "SIGKILL") await exited(child);
    },
    async restart() {
      await endChild(child, { limit_ms: 10_000 });
      child = launch();
      await untilItAnswers();
    },
    logs: () => readFileSync(log, "utf8"),
    async stop() {
      await endChild(child, { limit_ms: 10_000 });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: 1_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

async function emptyDatabaseOf(base: string): Promise<TestRedis> {
  const notOurs = (): never => {
    throw new Error("The Redis of REDIS_URL is not ours to kill: unset REDIS_URL and install redis-server");
  };
  for (let number = 1; number < DATABASES; number += 1) {
    const url = new URL(base);
    url.pathname = `/${number}`;
    const client = new Redis(url.toString(), { maxRetriesPerRequest: 1 });
    client.on("error", () => undefined);
    // The mark keeps a test beside this one from taking the same database.
    const taken = (await client.dbsize()) > 0 || (await client.set("test:owner", String(process.pid), "NX")) === null;
    if (taken) {
      client.disconnect();
      continue;
    }
    return {
      url: url.toString(),
      pid: notOurs,
      kill: async () => notOurs(),
      restart: async () => notOurs(),
      logs: () => "",
      async stop() {
        await client.flushdb();
        client.disconnect();
      },
    };
  }
  throw new Error(`Every database of the Redis at REDIS_URL holds something. Give one with an empty database.`);
}
