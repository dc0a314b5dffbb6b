import { createServer, type Server } from "node:http";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { ExpressAdapter } from "@bull-board/express";
import type { MedusaContainer } from "@medusajs/framework/types";
import express from "express";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type OutboxService from "../../backend/src/modules/outbox/service";
import type { Queues } from "./queues";

/** Work due for longer than this means that nobody is working: not ready. */
const READY_LAG_S = 60;

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    jobs: new Counter({
      name: "commonlot_jobs_total",
      help: "Jobs by name and outcome",
      labelNames: ["job", "outcome"],
      registers: [registry],
    }),
    seconds: new Histogram({
      name: "commonlot_job_seconds",
      help: "Seconds a job took",
      labelNames: ["job"],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
      registers: [registry],
    }),
    outbox: new Gauge({
      name: "commonlot_outbox_messages",
      help: "Outbox rows by state",
      labelNames: ["state"],
      registers: [registry],
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** The worker's own port, loopback or inside the cluster only: /health, /ready, /metrics and the queue board at /queues. */
export async function observe(
  container: MedusaContainer,
  queues: Queues,
  metrics: Metrics,
  address: { host: string; port: number },
  isStopping: () => boolean,
): Promise<Server> {
  const app = express();
  const outbox: OutboxService = container.resolve("outbox");
  const board = new ExpressAdapter();
  board.setBasePath("/queues");
  createBullBoard({
    queues: queues.all().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: board,
  });
  app.use("/queues", board.getRouter() as express.RequestHandler);
  app.get("/health", (_req, res) => {
    res.json({ status: "ok" });
  });
  app.get("/ready", (_req, res) => {
    outbox.lag().then(
      (lag) => {
        const ready = !isStopping() && lag.oldest_due_s < READY_LAG_S;
        res.status(ready ? 200 : 503).json({ ready, queue: queues.backend, outbox: lag });
      },
      (error: unknown) => res.status(503).json({ ready: false, reason: String(error) }),
    );
  });
  app.get("/metrics", (_req, res) => {
    void outbox
      .lag()
      .then((lag) => {
        metrics.outbox.set({ state: "open" }, lag.open);
        metrics.outbox.set({ state: "due" }, lag.due);
        metrics.outbox.set({ state: "dead" }, lag.dead);
      })
      .catch(() => undefined)
      .then(async () => {
        res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
      });
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, resolve);
  });
  return server;
}
