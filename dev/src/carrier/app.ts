import express, { type NextFunction, type Request, type Response } from "express";
import type pg from "pg";
import { Faults, faultsSchema } from "./faults.js";
import { SCHEMA_SQL } from "./schema.sql.js";
import { labelOf } from "./labels.js";
import { cancelPickup, findPapers, makePaper, ratesFor, type PaperKind } from "./papers.js";
import { book, bookingSchema, cancel, findShipments, invalidShipments, refusal, type Answer } from "./shipments.js";
import { findEvents } from "./find-events.js";
import { Tracking } from "./tracking.js";

/** 5,000 shipments with long addresses are about 3 MB. */
const BODY_LIMIT = "8mb";
/** References of one look-up. */
const MAX_REFERENCES = 200;

export interface CarrierOptions {
  pool: pg.Pool;
  webhook: { url: string | undefined; secret: string };
  /** How many seconds of a journey pass in one second. */
  speed: number;
}

export interface Carrier {
  app: express.Express;
  tracking: Tracking;
  faults: Faults;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A carrier's API over HTTP, with its state in Postgres: bookings by batch, look-up, cancellation, rates, labels,
 * pick-ups, manifests, tracking by webhook and by question.
 */
export function createCarrier({ pool, webhook, speed }: CarrierOptions): Carrier {
  const faults = new Faults(pool);
  const tracking = new Tracking(pool, faults, webhook);
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json({ limit: BODY_LIMIT }));

  app.get("/_standin/health", (_req, res) => void res.json({ ok: true }));
  app.post("/_standin/faults", (req, res, next) => {
    const parsed = faultsSchema.safeParse(req.body);
    if (!parsed.success)
      return send(res, refusal(400, "invalid_faults", parsed.error.issues[0]?.message ?? "not valid"));
    faults.change(parsed.data).then((config) => res.json(config), next);
  });

  app.post("/shipments", (req, res, next) => void postShipments(req, res).catch(next));
  app.get("/shipments", (req, res, next) => void getShipments(req, res).catch(next));
  app.post("/rates", (req, res) => send(res, ratesFor(req.body)));
  app.get("/shipments/:id/label", (req, res, next) => {
    labelOf(pool, req.params.id, req.query.format).then((answer) => send(res, answer), next);
  });
  app.get("/tracking", (req, res, next) => void getTracking(req, res).catch(next));
  for (const kind of ["pickups", "manifests"] as const) {
    app.post(`/${kind}`, (req, res, next) => void postPaper(kind, req, res).catch(next));
    app.get(`/${kind}`, (req, res, next) => {
      findPapers(pool, kind, String(req.query.key)).then((answer) => send(res, answer), next);
    });
  }
  const cancels =
    (what: (pool: pg.Pool, id: string) => Promise<Answer>) => (req: Request, res: Response, next: NextFunction) =>
      void what(pool, String(req.params.id))
        .then((answer) => answerOrLose(req, res, answer))
        .catch(next);
  app.post("/pickups/:id/cancel", cancels(cancelPickup));
  app.post("/shipments/:id/cancel", cancels(cancel));
  app.use((_req, res) => send(res, refusal(404, "not_found", "There is no such address.")));
  app.use((error: Error & { status?: number }, _req: Request, res: Response, _next: NextFunction) => {
    if (error.status && error.status < 500) return send(res, refusal(error.status, "invalid_request", error.message));
    console.error(error);
    send(res, refusal(500, "error", "Something went wrong."));
  });

  async function postShipments(req: Request, res: Response): Promise<void> {
    if (await faults.take("fail_500")) return send(res, refusal(500, "error", "Something went wrong."));
    const key = req.header("idempotency-key") ?? "";
    if (key.length < 8 || key.length > 100)
      return send(res, refusal(400, "idempotency_key", "Send an Idempotency-Key of 8 to 100 characters."));
    const parsed = bookingSchema.safeParse(req.body);
    if (!parsed.success) return send(res, invalidShipments(req.body, parsed.error));
    const answer = await book(pool, key, parsed.data, await faults.config(), speed);
    // The effect is kept and the caller never hears of it: what a cut connection looks like.
    await answerOrLose(req, res, answer);
  }

  async function answerOrLose(req: Request, res: Response, answer: Answer): Promise<void> {
    if (answer.status < 400 && (await faults.losesAnswer())) return void req.socket.destroy();
    send(res, answer);
  }

  async function getShipments(req: Request, res: Response): Promise<void> {
    const { batch } = req.query;
    if (typeof batch === "string" && batch !== "")
      return void res.json({ shipments: await findShipments(pool, { batch }) });
    const references = referencesOf(req);
    if (references === undefined) return send(res, BAD_REFERENCES);
    res.json({ shipments: await findShipments(pool, { references }) });
  }

  async function getTracking(req: Request, res: Response): Promise<void> {
    if (await faults.take("fail_500")) return send(res, refusal(500, "error", "Something went wrong."));
    const references = referencesOf(req);
    if (references === undefined) return send(res, BAD_REFERENCES);
    res.json({ events: await findEvents(pool, references) });
  }

  async function postPaper(kind: PaperKind, req: Request, res: Response): Promise<void> {
    const key = req.header("idempotency-key") ?? "";
    if (key.length < 8 || key.length > 100)
      return send(res, refusal(400, "idempotency_key", "Send an Idempotency-Key of 8 to 100 characters."));
    const answer = await makePaper(pool, kind, key, req.body);
    await answerOrLose(req, res, answer);
  }

  return {
    app,
    tracking,
    faults,
    async start() {
      // Two stand-ins that start at once must not both create the schema.
      const client = await pool.connect();
      try {
        await client.query("select pg_advisory_lock(7301)");
        await client.query(SCHEMA_SQL);
      } finally {
        await client.query("select pg_advisory_unlock(7301)");
        client.release();
      }
      tracking.start();
    },
    stop: () => tracking.stop(),
  };
}

const BAD_REFERENCES = refusal(
  400,
  "reference",
  `Ask by batch, or by 1 to ${MAX_REFERENCES} references with commas between.`,
);

function referencesOf(req: Request): string[] | undefined {
  const { reference } = req.query;
  const references = typeof reference === "string" ? reference.split(",").filter((one) => one !== "") : [];
  return references.length === 0 || references.length > MAX_REFERENCES ? undefined : references;
}

function send(res: Response, answer: Answer): void {
  res.status(answer.status).json(answer.body);
}
