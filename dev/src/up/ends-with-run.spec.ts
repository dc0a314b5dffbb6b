import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { at } from "../../up/paths.mjs";
import { isAlive } from "../../up/pids.mjs";
import { endsWithRun } from "../../up/test-env.mjs";
import { eventually } from "../testing/eventually.js";

/** Busy with its test for ever, minds no kind signal, and has a house on a leash. */
const FORK = `
import { spawnOnLeash } from ${JSON.stringify(at("dev/up/leash.mjs"))};
process.on("SIGTERM", () => undefined);
process.on("message", () => undefined);
const house = spawnOnLeash(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
process.send({ fork: process.pid, house: house.pid });
setInterval(() => {}, 1000);`;

/** As vitest does: forks it, and exits at the first SIGINT with nothing ended. */
const RUN = `
import { fork } from "node:child_process";
const child = fork(process.argv[2], [], { execArgv: process.argv.slice(3), serialization: "advanced" });
child.once("message", (pids) => console.log(JSON.stringify(pids)));
process.once("SIGINT", () => setTimeout(() => process.exit(), 1));`;

interface Pids {
  fork: number;
  house: number;
}

let folder: string;
let run: ChildProcess | undefined;
let pids: Pids | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "commonlot-run-"));
  await writeFile(path.join(folder, "fork.mjs"), FORK);
  await writeFile(path.join(folder, "run.mjs"), RUN);
});
afterEach(async () => {
  run?.kill("SIGKILL");
  for (const pid of Object.values(pids ?? {}) as number[]) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  [run, pids] = [undefined, undefined];
  await rm(folder, { recursive: true, force: true });
});

async function begun(): Promise<Pids> {
  const args = [path.join(folder, "run.mjs"), path.join(folder, "fork.mjs"), ...endsWithRun];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  run = child;
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return (pids = JSON.parse(line.toString()) as Pids);
}

describe("a run of the tests that is ended", () => {
  it.each(["SIGINT", "SIGKILL"] as const)(
    "by %s leaves no spec behind that goes on alone, nor its house",
    async (signal) => {
      const { fork, house } = await begun();
      expect([isAlive(fork), isAlive(house)]).toEqual([true, true]);
      run?.kill(signal);
      await eventually(() => !isAlive(fork), { message: "The fork outlived the run" });
      await eventually(() => !isAlive(house), { message: "The house outlived the run" });
    },
  );

  it("ends the specs of every room: each config has them watch it, and this one does", async () => {
    const configs = readdirSync(at(), { withFileTypes: true })
      .filter((one) => one.isDirectory() && existsSync(at(one.name, "vitest.config.ts")))
      .flatMap((room) => readdirSync(at(room.name)).map((file) => at(room.name, file)))
      .filter((file) => /\/vitest\.(\w+\.)?config\.ts$/.test(file));
    expect(configs.length).toBeGreaterThanOrEqual(7);
    for (const file of configs) {
      const { default: config } = (await import(/* @vite-ignore */ file)) as {
        default: { test: { execArgv?: string[] } };
      };
      expect(config.test.execArgv, file).toEqual(endsWithRun);
    }
    expect(process.execArgv).toEqual(expect.arrayContaining(endsWithRun));
    expect(process.connected).toBe(true);
    expect(process.listenerCount("disconnect")).toBeGreaterThan(0);
  });
});
