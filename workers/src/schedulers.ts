import type { MedusaContainer } from "@medusajs/framework/types";
import type { Logger } from "pino";
import type OutboxService from "../../backend/src/modules/outbox/service";

/** A task of upkeep: runs every `every_s` on exactly one of the processes, whichever asks first. */
export interface UpkeepTask {
  name: string;
  every_s: number;
  run: (container: MedusaContainer, log: Logger) => Promise<void>;
}

/** How often a process asks whether a task is due. */
const ASK_EVERY_MS = 500;

/**
 * Runs upkeep tasks from a table of due times: a conditional update gives each tick to one process, so ten workers make
 * one tick, and a tick missed while all were down is simply late. A task that fails is tried at its next tick.
 */
export class Schedulers {
  private timer: NodeJS.Timeout | undefined;
  private readonly running = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly tasks: readonly UpkeepTask[],
    private readonly container: MedusaContainer,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.timer = setTimeout(() => void this.ask(), ASK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.all(this.running);
  }

  private async ask(): Promise<void> {
    const outbox: OutboxService = this.container.resolve("outbox");
    try {
      const due = await outbox.takeDueTicks(this.tasks.map(({ name, every_s }) => ({ name, every_s })));
      for (const name of due) {
        const task = this.tasks.find((t) => t.name === name);
        if (!task || this.stopped) continue;
        const run = task.run(this.container, this.log.child({ task: name })).catch((error: unknown) => {
          this.log.warn({ task: name, err: error }, "upkeep: failed this time");
        });
        this.running.add(run);
        void run.finally(() => this.running.delete(run));
      }
    } catch (error) {
      this.log.warn({ error: String(error) }, "upkeep: could not ask for due tasks");
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.ask(), ASK_EVERY_MS);
  }
}
