import { isJobName, queueOf, type QueueName } from "@commonlot/domain";
import { Client } from "pg";
import type { Logger } from "pino";
import type OutboxService from "../../backend/src/modules/outbox/service";
import type { Queues } from "./queues";

/** Without a wake-up the relay looks this often; rows that become due later need no NOTIFY. */
const POLL_MS = 500;
const RECONNECT_MS = 1_000;

/** Carries due outbox rows to the queues: woken by LISTEN, and by the clock in case a wake-up is lost. */
export class OutboxRelay {
  private stopped = false;
  private woken = false;
  private wake: () => void = () => undefined;
  private listener: Client | undefined;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly outbox: OutboxService,
    private readonly queues: Queues,
    private readonly database_url: string,
    private readonly log: Logger,
  ) {}

  start(): void {
    void this.listen();
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await this.listener?.end().catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      try {
        const moved = await this.outbox.relay((messages) => this.enqueue(messages));
        if (moved > 0) continue;
      } catch (error) {
        this.log.warn({ error: String(error) }, "relay: this round failed, the rows wait");
      }
      if (!this.woken) await this.pause();
    }
  }

  private async enqueue(messages: Parameters<Parameters<OutboxService["relay"]>[0]>[0]): Promise<void> {
    const perQueue = new Map<QueueName, typeof messages>();
    for (const message of messages) {
      // A name nobody knows goes to a queue all the same: running it makes it a dead letter, and the others go on.
      const name = isJobName(message.job) ? queueOf(message.job) : "upkeep";
      perQueue.set(name, [...(perQueue.get(name) ?? []), message]);
    }
    for (const [name, batch] of perQueue) {
      await this.queues.queue(name).addBulk(
        batch.map((m) => ({
          name: m.job,
          data: { message_id: m.id, payload: m.payload },
          opts: { jobId: m.id },
        })),
      );
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        this.woken = true;
        resolve();
      };
    });
  }

  private async listen(): Promise<void> {
    if (this.stopped) return;
    const client = new Client({ connectionString: this.database_url, application_name: "outbox-relay" });
    this.listener = client;
    const again = () => {
      if (this.listener !== client || this.stopped) return;
      this.listener = undefined;
      setTimeout(() => void this.listen(), RECONNECT_MS).unref();
    };
    client.on("error", again);
    client.on("end", again);
    client.on("notification", () => {
      this.woken = true;
      this.wake();
    });
    try {
      await client.connect();
      await client.query("listen outbox");
    } catch (error) {
      this.log.warn({ error: String(error) }, "relay: no wake-ups for now, polling");
      again();
    }
  }
}
