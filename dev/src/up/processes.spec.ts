import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAlive, startOf } from "../../up/pids.mjs";
import { anyFreePort, isFree } from "../../up/ports.mjs";
import { endLeftovers, Processes, runningStarter } from "../../up/processes.mjs";
import { eventually } from "../testing/eventually.js";

/** A program that answers /health, and does not mind being told to stop. */
const SERVER = `require("node:http").createServer((q, a) => a.end("ok")).listen(Number(process.env.PORT), "127.0.0.1")`;

let folder: string;
let file: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "commonlot-processes-"));
  file = path.join(folder, "processes.json");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const server = (port: number) => ({
  args: ["-e", SERVER],
  cwd: folder,
  env: { PATH: process.env.PATH, PORT: String(port) },
  base: `http://127.0.0.1:${port}`,
  ready: ["/health"],
});

/** A process nobody holds on a leash: what a starter killed in the wrong moment might leave. */
async function orphan(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
  children.push(child);
  await once(child, "spawn");
  return child.pid ?? 0;
}

describe("the processes of a house", () => {
  it("come back when they are killed, and go when told", async () => {
    const said: string[] = [];
    const port = await anyFreePort();
    const processes = new Processes({ say: (line) => said.push(line), file, logs: folder });
    await processes.startService("thing", server(port));
    const first = processes.pids()[0]?.pid ?? 0;
    process.kill(first, "SIGKILL");
    await eventually(() => said.some((line) => line.includes("thing is back")));
    expect(said[0]).toMatch(/thing ended by itself \(SIGKILL\); starting it again/);
    const second = processes.pids()[0]?.pid ?? 0;
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    expect(await processes.stop()).toEqual([]);
    expect([isAlive(first), isAlive(second)]).toEqual([false, false]);
  });

  it("keep their port while they are down: a second house that looks for one then takes another", async () => {
    const port = await anyFreePort();
    const processes = new Processes({ say: () => undefined, file, logs: folder });
    await processes.startService("thing", server(port));
    const first = processes.pids()[0]?.pid ?? 0;
    process.kill(first, "SIGKILL");
    await eventually(() => !isAlive(first));
    // For the half second before it is started again, and while it starts.
    for (let look = 0; look < 20; look += 1) {
      if (await isFree(port)) {
        await pause(300);
        expect(await isFree(port), "the port stood open to others").toBe(false);
      }
      await pause(10);
    }
    await eventually(
      async () => (await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined))?.status === 200,
    );
    await processes.stop();
  });

  it("end by themselves when their starter is killed with -9", async () => {
    const port = await anyFreePort();
    const starter = path.join(folder, "starter.mjs");
    const up = fileURLToPath(new URL("../../up/processes.mjs", import.meta.url));
    await writeFile(
      starter,
      `import { Processes } from ${JSON.stringify(up)};
       const how = ${JSON.stringify(server(port))};
       const processes = new Processes({ say: () => {}, file: ${JSON.stringify(file)}, logs: ${JSON.stringify(folder)} });
       await processes.startService("thing", how);
       console.log(processes.pids()[0].pid);
       setInterval(() => {}, 1000);`,
    );
    const child = spawn(process.execPath, [starter], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    expect(await runningStarter(file)).toBe(child.pid);
    child.kill("SIGKILL");
    await eventually(() => !isAlive(pid), { message: "The process outlived its starter" });
    expect(await runningStarter(file)).toBeUndefined();
  });

  it("left by a killed starter are ended at the next start; a pid that is another's now is left alone", async () => {
    const [left, other] = [await orphan(), await orphan()];
    const record = {
      starter: { name: "starter", pid: 2 ** 22 - 1, started: "long ago" },
      processes: [
        { name: "backend", pid: left, started: await startOf(left) },
        { name: "worker-1", pid: other, started: "another time" },
      ],
    };
    await writeFile(file, JSON.stringify(record));
    expect(await endLeftovers(file)).toEqual(["backend"]);
    await eventually(() => !isAlive(left));
    expect(isAlive(other)).toBe(true);
    await expect(readFile(file)).rejects.toThrow(/ENOENT/);
  });
});
