import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { endChild, exited, spawnOnLeash } from "./leash.mjs";
import { dataDir } from "./paths.mjs";
import { commandOf, endPid, startOf } from "./pids.mjs";
import { keepPort, yieldPort } from "./ports.mjs";
import { untilReady } from "./readiness.mjs";

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
/** Waits before a crashed process is started again; the last one is repeated. */
const RESTART_AFTER_MS = [500, 2_000, 5_000, 15_000];
/** A process that ran this long before it crashed begins with the shortest wait again. */
const STEADY_AFTER_MS = 60_000;

/**
 * The processes of a running house: each started ready, started again when it dies, remembered on disk by pid and
 * start time, and stopped in reverse order.
 */
export class Processes {
  #running = [];
  #stopping = false;
  #say;
  #file;
  #written = Promise.resolve();

  #logs;

  constructor({ say, file = path.join(dataDir, "processes.json"), logs = path.join(dataDir, "logs") }) {
    this.#say = say;
    this.#file = file;
    this.#logs = logs;
  }

  /**
   * @param name  what people call it
   * @param launch  starts it: resolves to { child } once it is ready, throws when it does not get there
   * @param port    where it listens: kept for it while it is down
   */
  async start(name, launch, { endWith = "SIGTERM", port } = {}) {
    const one = { name, launch, endWith, port, crashes: 0, child: undefined };
    this.#running.push(one);
    await this.#launch(one);
    return one;
  }

  /** A service of services.mjs, on its port, with its log in .data/logs. */
  async startService(name, how) {
    await mkdir(this.#logs, { recursive: true });
    const log = path.join(this.#logs, `${name}.log`);
    return this.start(
      name,
      async (started) => {
        const child = spawnOnLeash(process.execPath, how.args, { cwd: how.cwd, env: how.env, log });
        await started(child);
        const alive = () => child.exitCode === null && child.signalCode === null;
        if (await untilReady(how.base, { paths: how.ready, limit_ms: START_LIMIT_MS, alive })) return;
        const what = alive() ? `was not ready within ${START_LIMIT_MS / 1000} s` : "ended at its start";
        await endChild(child, { limit_ms: 5_000 });
        const said = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-20).join("\n");
        throw new Error(`${name} ${what}. The end of ${path.relative(process.cwd(), log)}:\n${said}`);
      },
      { port: Number(new URL(how.base).port) },
    );
  }

  /** Stops one and starts it again, as after a build. */
  async restart(name) {
    const one = this.#running.find((other) => other.name === name);
    if (!one) return;
    one.expected = true;
    await endChild(one.child, { signal: one.endWith, limit_ms: STOP_LIMIT_MS });
    await this.#launch(one);
  }

  pids() {
    return this.#running.map(({ name, child, expected }) => ({ name, pid: child?.pid, starting: expected }));
  }

  async #launch(one) {
    if (this.#stopping) throw new Error(`${one.name} is not started: everything is being stopped`);
    const began = Date.now();
    one.expected = true; // a death before it is ready is told by launch itself
    await yieldPort(one.port);
    await one.launch(async (child) => {
      one.child = child;
      await this.#remember();
    });
    one.expected = false;
    void exited(one.child).then((how) => this.#ended(one, how, Date.now() - began));
  }

  async #ended(one, how, lived_ms) {
    if (this.#stopping || one.expected) return;
    if (lived_ms > STEADY_AFTER_MS) one.crashes = 0;
    const wait = RESTART_AFTER_MS[Math.min(one.crashes, RESTART_AFTER_MS.length - 1)];
    one.crashes += 1;
    this.#say(`  ! ${one.name} ended by itself (${how.signal ?? how.code}); starting it again`);
    await keepPort(one.port);
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (this.#stopping) return;
    try {
      await this.#launch(one);
      this.#say(`  ! ${one.name} is back`);
    } catch (error) {
      this.#say(`  ! ${error.message}`);
      await this.#ended(one, { code: "not ready" }, 0);
    }
  }

  /** One after the other: several processes start at once. */
  #remember() {
    return (this.#written = this.#written.then(() => this.#write()));
  }

  async #write() {
    const own = async (name, pid) => ({ name, pid, started: await startOf(pid) });
    const alive = this.#running.filter(({ child }) => child && child.exitCode === null && child.signalCode === null);
    const record = {
      starter: await own("starter", process.pid),
      processes: await Promise.all(alive.map(({ name, child }) => own(name, child.pid))),
    };
    await mkdir(path.dirname(this.#file), { recursive: true });
    await writeFile(`${this.#file}.new`, JSON.stringify(record, null, 2));
    await rename(`${this.#file}.new`, this.#file);
  }

  /** Ends all, those started last first. Returns the names of those that had to be forced. */
  async stop() {
    this.#stopping = true;
    await this.#written;
    const forced = [];
    for (const { name, child, endWith } of [...this.#running].reverse()) {
      if (!child) continue;
      const how = await endChild(child, { signal: endWith, limit_ms: STOP_LIMIT_MS });
      if (how.forced) forced.push(name);
    }
    await rm(this.#file, { force: true });
    return forced;
  }
}

/** The starter that runs this house now, if one does; else undefined. */
export async function runningStarter(file = path.join(dataDir, "processes.json")) {
  const { starter } = await read(file);
  return starter && starter.pid !== process.pid && (await isStill(starter)) ? starter.pid : undefined;
}

/**
 * Ends what a starter that was killed left behind. A pid is believed only when the process started at the second it
 * says, so that a number given to another program since is left alone. Returns the names of those ended.
 */
export async function endLeftovers(file = path.join(dataDir, "processes.json")) {
  const { processes } = await read(file);
  const ended = [];
  for (const one of [...(processes ?? [])].reverse()) {
    if (!(await isStill(one))) continue;
    await endPid(one.pid, one.name === "postgres" ? { signal: "SIGINT", last: "SIGQUIT" } : {});
    ended.push(one.name);
  }
  await rm(file, { force: true });
  return ended;
}

const read = async (file) => JSON.parse(await readFile(file, "utf8").catch(() => "{}"));

const isStill = async ({ pid, started }) => (await commandOf(pid)) !== "" && (await startOf(pid)) === started;
