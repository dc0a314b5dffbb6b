import { QUEUE_NAMES, type QueueName } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import pino from "pino";
import { readEnv } from "../../backend/src/env";
import type OutboxService from "../../backend/src/modules/outbox/service";
import { JOB_HANDLERS } from "./jobs";
import { UPKEEP_TASKS } from "./jobs/upkeep/tasks";
import { createMetrics, observe } from "./observe";
import { OutboxRelay } from "./outbox-relay";
import { openQueues } from "./queues";
import { runJob } from "./run-job";
import { Schedulers } from "./schedulers";

/** Jobs of one queue that run at once in this process. Parcels are heavy on the processor, money and stock wait on Postgres. */
const CONCURRENCY: Record<QueueName, number> = { stock: 4, money: 4, parcels: 2, notices: 2, upkeep: 1 };
/** `worker.close()` waits for running jobs without a limit of its own. */
const CLOSE_WITHIN_MS = 25_000;

/** A worker process, started inside Medusa's container by `medusa exec`. Returns when it was told to stop. */
export default async function main({ container }: { container: MedusaContainer }): Promise<void> {
  const env = readEnv();
  const log = pino({ name: "worker", base: { pid: process.pid } });
  let stopping = false;
  const told = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        stopping = true;
        log.info({ signal }, "stopping: no new jobs, the running ones end");
        resolve();
      });
    }
  });
  const queues = await openQueues(env, QUEUE_NAMES);
  const metrics = createMetrics();
  const workers = QUEUE_NAMES.map((name) =>
    queues.worker(
      name,
      async (job) => {
        const ended = metrics.seconds.startTimer({ job: job.name });
        try {
          metrics.jobs.inc({ job: job.name, outcome: await runJob(job, JOB_HANDLERS, container, log) });
        } catch (error) {
          metrics.jobs.inc({ job: job.name, outcome: "failed" });
          throw error;
        } finally {
          ended();
        }
      },
      CONCURRENCY[name],
    ),
  );
  const outbox: OutboxService = container.resolve("outbox");
  for (const worker of workers) {
    worker.on("error", (error) => log.warn({ error: String(error) }, "queue connection trouble"));
    worker.on("failed", (job, error) => {
      if (job && /stalled more than allowable/.test(error.message)) {
        void outbox.deadLetter({ id: String(job.id), job: job.name, reason: error.message });
      }
    });
  }
  for (const queue of queues.all())
    queue.on("error", (error) => log.warn({ error: String(error) }, "queue connection trouble"));
  const relay = new OutboxRelay(outbox, queues, env.DATABASE_URL, log);
  const schedulers = new Schedulers(UPKEEP_TASKS, container, log);
  const server = await observe(container, queues, metrics, { host: env.HOST, port: env.WORKER_PORT }, () => stopping);
  relay.start();
  schedulers.start();
  log.info({ port: env.WORKER_PORT, queue: queues.backend }, "worker ready");

  await told;
  const hard = setTimeout(() => {
    log.error("a job did not end in time; it will be taken over by another worker");
    process.exit(1);
  }, CLOSE_WITHIN_MS);
  await Promise.all([relay.stop(), schedulers.stop(), ...workers.map((worker) => worker.close())]);
  await queues.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  clearTimeout(hard);
  log.info("worker stopped");
}
