import { appendFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ChildProcess } from "node:child_process";
import { patient } from "../../up/patience.mjs";
import { endChild, exited, spawnOnLeash, type Exit } from "../../up/leash.mjs";
import { untilReady } from "../../up/readiness.mjs";
import { services, type ServiceName } from "../../up/services.mjs";

const READY_LIMIT_MS = patient(120_000);
/** What a process has to finish its work in after SIGTERM (docs/architecture.md: exit 0 within 30 s). */
const STOP_LIMIT_MS = 30_000;

/** One process of a house under test: the built program itself, on a port of its own, with its output in a file. */
export class HouseProcess {
  readonly url: string;
  private child: ChildProcess | undefined;
  private readonly log: string;
  /** True while an end of this process is what the test wants. */
  private endWanted = false;

  constructor(
    readonly name: string,
    private readonly service: ServiceName,
    private readonly port: number,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.log = path.join(mkdtempSync(path.join(tmpdir(), "commonlot-")), `${name}.log`);
    appendFileSync(this.log, "");
  }

  /** Starts it and returns when it says that it is ready. */
  async start(extraEnv: NodeJS.ProcessEnv = {}): Promise<void> {
    const how = services[this.service](this.port, { ...this.env, ...extraEnv });
    this.endWanted = Boolean(how.env.KILL_AT);
    const child = spawnOnLeash(process.execPath, how.args, { cwd: how.cwd, env: how.env, log: this.log });
    this.child = child;
    const alive = (): boolean => child.exitCode === null && child.signalCode === null;
    const ready = await untilReady(how.base, { paths: how.ready, limit_ms: READY_LIMIT_MS, alive });
    if (!ready) {
      const why = alive() ? `was not ready within ${READY_LIMIT_MS / 1000} s` : `ended at its start`;
      if (alive()) await endChild(child, { limit_ms: 5_000 });
      throw new Error(`${this.name} ${why}. Its last words:\n${this.lastWords()}`);
    }
  }

  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined || !this.running) throw new Error(`${this.name} is not running`);
    return pid;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal; for one that ends the process, resolves when it has gone. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const ends = signal !== "SIGSTOP" && signal !== "SIGCONT";
    if (ends) this.endWanted = true;
    process.kill(this.pid, signal);
    if (signal === "SIGKILL") await this.waitExit();
  }

  waitExit(): Promise<Exit> {
    if (!this.child) throw new Error(`${this.name} was never started`);
    this.endWanted = true;
    return exited(this.child);
  }

  async restart(extraEnv: NodeJS.ProcessEnv): Promise<void> {
    if (this.running && this.child) {
      this.endWanted = true;
      await endChild(this.child, { limit_ms: STOP_LIMIT_MS });
    }
    // A kill point of the first life does not hold for the second, unless it is asked for again.
    await this.start({ KILL_AT: undefined, ...extraEnv });
  }

  /** Ends it. Returns what was wrong with the way it went, if anything. */
  async stop(): Promise<string | undefined> {
    const child = this.child;
    if (!child) return undefined;
    if (!this.running) {
      if (this.endWanted) return undefined;
      return `${this.name} ended by itself (${child.exitCode ?? child.signalCode}). Its last words:\n${this.lastWords()}`;
    }
    const how = await endChild(child, { limit_ms: STOP_LIMIT_MS });
    if (how.forced)
      return `${this.name} did not stop within ${STOP_LIMIT_MS / 1000} s. Its last words:\n${this.lastWords()}`;
    if (how.code !== 0 && how.signal !== "SIGTERM") {
      return `${this.name} stopped with ${how.code ?? how.signal}. Its last words:\n${this.lastWords()}`;
    }
    return undefined;
  }

  logs(): string {
    return readFileSync(this.log, "utf8");
  }

  private lastWords(): string {
    return this.logs().trimEnd().split("\n").slice(-25).join("\n");
  }
}
