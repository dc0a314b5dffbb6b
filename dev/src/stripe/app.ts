import express, { type ErrorRequestHandler, type Express, type Response } from "express";
import type { Pool } from "pg";
import { BROWSER_SCRIPT } from "./browser-script.js";
import { controlRouter } from "./control.js";
import { DeliveryLoop } from "./delivery.js";
import { answerOf, ApiError, internal } from "./errors.js";
import { Faults } from "./faults.js";
import { apiRouter, plainCtx, type Surroundings } from "./http.js";
import { pageRouter } from "./pages/pages.js";
import { accountRoutes } from "./resources/accounts.js";
import { authenticationRoutes } from "./resources/authentication.js";
import { balanceRoutes } from "./resources/balance.js";
import { chargeRoutes } from "./resources/charges.js";
import { customerRoutes } from "./resources/customers.js";
import { disputeRoutes } from "./resources/disputes.js";
import { eventRoutes } from "./resources/events.js";
import { paymentIntentRoutes } from "./resources/payment-intents.js";
import { paymentMethodRoutes } from "./resources/payment-methods.js";
import { payoutRoutes } from "./resources/payouts.js";
import { refundRoutes } from "./resources/refunds.js";
import { setupIntentRoutes } from "./resources/setup-intents.js";
import { transferRoutes } from "./resources/transfers.js";
import { registerFromEnv, webhookEndpointRoutes } from "./resources/webhook-endpoints.js";
import { SCHEMA_SQL } from "./schema.sql.js";
import { inTransaction } from "./transaction.js";
import type { Ctx } from "./types.js";

export type StandinOptions = {
  pool: Pool;
  /** Endpoints that get every event, signed with `secret`. */
  webhook?: { urls: readonly string[]; secret: string };
  /** How a browser reaches the stand-in; without it, as the caller of the API reached it. */
  publicUrl?: string;
  /** Origins besides loopback to which buyers may be sent back. */
  returnOrigins?: readonly string[];
  clock?: () => Date;
  /** First wait before a refused webhook is posted again; doubles each time. */
  retryFirstMs?: number;
  log?: (line: object) => void;
};

export type Standin = { app: Express; start: () => Promise<void>; stop: () => Promise<void> };

const ROUTES = [
  ...paymentIntentRoutes,
  ...chargeRoutes,
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...setupIntentRoutes,
  ...refundRoutes,
  ...accountRoutes,
  ...transferRoutes,
  ...balanceRoutes,
  ...payoutRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
  ...authenticationRoutes,
];

/** The stand-in as an app. `start` makes the schema and starts the delivery loop; `stop` ends what `start` began. */
export function createStandin(options: StandinOptions): Standin {
  const { pool } = options;
  const clock = options.clock ?? (() => new Date());
  const faults = new Faults(pool);
  const hanging = new Set<Response>();
  const around: Surroundings = {
    pool,
    faults,
    hanging,
    now: () => Math.floor(clock().getTime() / 1000),
    publicUrl: (req) => options.publicUrl ?? `${req.protocol}://${req.get("host") ?? "127.0.0.1"}`,
    returnOrigins: options.returnOrigins ?? [],
    wake: () => loop.wake(),
    log: options.log ?? ((line) => console.error(JSON.stringify(line))),
  };
  // An idle connection may be cut at any time; the pool replaces it.
  pool.on("error", (error) => around.log({ level: "warn", pool: error.message }));
  const loop = new DeliveryLoop(around, options.retryFirstMs);
  const registerEndpoints = (ctx: Ctx): Promise<void> =>
    registerFromEnv(ctx, options.webhook?.urls ?? [], options.webhook?.secret ?? "");

  const app = express();
  app.disable("x-powered-by");
  app.get("/stripe.js", (_req, res) => {
    res.set("Cross-Origin-Resource-Policy", "cross-origin");
    res.type("text/javascript").send(BROWSER_SCRIPT);
  });
  app.use("/_standin", controlRouter(around, registerEndpoints));
  app.use("/v1", apiRouter(around, ROUTES));
  app.use(pageRouter(around));
  app.use(errorAnswerer(around));

  return {
    app,
    start: async () => {
      await createSchema(pool);
      await faults.load();
      await inTransaction(pool, (db) => registerEndpoints(plainCtx(around, null, db, {})));
      await loop.takeOver();
      loop.start();
    },
    stop: async () => {
      for (const res of hanging) res.destroy();
      await loop.stop();
      await faults.storeIfMoved();
    },
  };
}

/** Two stand-ins may start at once on one database: the second waits. */
async function createSchema(pool: Pool): Promise<void> {
  await inTransaction(pool, async (db) => {
    await db.query("set local lock_timeout = 0; select pg_advisory_xact_lock(20264000)");
    await db.query(SCHEMA_SQL);
  });
}

const errorAnswerer =
  (around: Surroundings): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 500;
    const known =
      error instanceof ApiError
        ? error
        : status >= 400 && status < 500
          ? new ApiError(status, { type: "invalid_request_error", message: String((error as Error).message) }, false)
          : internal();
    if (known.status >= 500) around.log({ level: "error", path: req.path, error: String(error) });
    res.status(known.status).json(answerOf(known).body);
  };
