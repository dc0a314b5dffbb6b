import { mkdtemp, readFile, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { endChild, exited, spawnOnLeash } from "../../up/leash.mjs";
import { anyFreePort } from "../../up/ports.mjs";
import { redisServer } from "../../up/tools.mjs";

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

/** A Redis of the test's own, set as production must be: every write in the log, nothing evicted. */
export async function testRedis(extraArgs: readonly string[] = []): Promise<TestRedis> {
  const binary = await redisServer();
  const port = await anyFreePort();
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

  async function untilItAnswers(): Promise<void> {
    const end = Date.now() + START_LIMIT_MS;
    while (!(await answers(port))) {
      if (child.exitCode !== null || Date.now() > end) {
        throw new Error(`redis-server did not start:\n${await readFile(log, "utf8")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    url: `redis://127.0.0.1:${port}`,
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

/** True when it answers PING: listening is not enough, it may still be loading its log. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    const done = (good: boolean): void => {
      socket.destroy();
      resolve(good);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once("error", () => done(false));
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (data) => done(data.toString().startsWith("+PONG")));
  });
}
