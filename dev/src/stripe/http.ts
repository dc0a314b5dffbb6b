import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import type { Pool } from "pg";
import { accountInvalid, answerOf, ApiError, internal, invalid, unauthorized } from "./errors.js";
import { API_VERSION } from "./events.js";
import { expand } from "./expand.js";
import type { CallPlan, Faults } from "./faults.js";
import { once, type Replayable } from "./idempotency.js";
import { newId } from "./ids.js";
import { find } from "./store.js";
import { inTransaction } from "./transaction.js";
import type { Answer, Ctx, KeyKind, Params, Route } from "./types.js";

export type Surroundings = {
  pool: Pool;
  faults: Faults;
  /** Seconds since 1970. */
  now: () => number;
  publicUrl: (req: Request) => string;
  returnOrigins: readonly string[];
  /** Called after a commit that may have written events. */
  wake: () => void;
  /** Answers that are never sent; closed when the stand-in stops. */
  hanging: Set<Response>;
  log: (line: object) => void;
};

const BODY_LIMIT = "256kb";

export function apiRouter(around: Surroundings, routes: readonly Route[]): Router {
  const router = express.Router();
  router.use(cors);
  router.use(express.urlencoded({ extended: true, limit: BODY_LIMIT }));
  for (const route of routes) {
    const method = route.method.toLowerCase() as "get" | "post" | "delete";
    router[method](route.path, (req, res, next) => {
      serve(around, route, req, res).catch(next);
    });
  }
  router.use((req, res) => {
    const error = new ApiError(
      404,
      {
        type: "invalid_request_error",
        message: `Unrecognized request URL (${req.method}: ${req.baseUrl}${req.path}).`,
      },
      false,
    );
    res.status(404).json(answerOf(error).body);
  });
  return router;
}

/** Context of work that no API key stands behind: pages, background actions, controls. */
export function plainCtx(around: Surroundings, req: Request | null, db: Ctx["db"], params: Params): Ctx {
  return {
    db,
    account: "",
    key: "secret",
    path: req?.params ?? {},
    params,
    now: around.now(),
    newId,
    faults: around.faults,
    publicUrl: req ? around.publicUrl(req) : "",
    returnOrigins: around.returnOrigins,
    request: { id: null, idempotency_key: null },
  };
}

async function serve(around: Surroundings, route: Route, req: Request, res: Response): Promise<void> {
  const requestId = newId("req_");
  const path = `${req.baseUrl}${req.path}`;
  const plan = around.faults.plan(req.method, path);
  let outcome: Replayable;
  try {
    outcome = await answerFor(around, route, req, requestId, path, plan);
  } catch (error) {
    const known = error instanceof ApiError ? error : internal();
    if (known !== error) around.log({ level: "error", path, error: String(error), stack: (error as Error).stack });
    outcome = { answer: answerOf(known), replayed: false };
  }
  await around.faults.storeIfMoved();
  around.wake();
  if (plan.delay_ms > 0) await new Promise((resolve) => setTimeout(resolve, plan.delay_ms));
  if (plan.lose) {
    req.socket.destroy();
    return;
  }
  if (outcome.answer.hang && !outcome.replayed) {
    around.hanging.add(res);
    res.on("close", () => around.hanging.delete(res));
    return;
  }
  send(req, res, requestId, outcome);
}

async function answerFor(
  around: Surroundings,
  route: Route,
  req: Request,
  requestId: string,
  path: string,
  plan: CallPlan,
): Promise<Replayable> {
  const key = keyKind(req, route);
  if (plan.fail && !plan.fail.sticky) throw injected(plan.fail.status);
  const params = (req.method === "POST" ? req.body : req.query) as Params;
  checkNames(around.faults, path, params);
  const idempotencyKey = (req.method === "POST" && req.get("idempotency-key")) || null;
  return inTransaction(around.pool, async (db) => {
    const ctx: Ctx = {
      ...plainCtx(around, req, db, params),
      account: req.get("stripe-account") ?? "",
      key,
      request: { id: requestId, idempotency_key: idempotencyKey },
    };
    if (ctx.account !== "" && !(await find(ctx, "account", ctx.account))) throw accountInvalid(ctx.account);
    const work = async (): Promise<Answer> => {
      if (plan.fail) return answerOf(injected(plan.fail.status));
      const answer = await route.handle(ctx);
      return answer.status === 200 ? { ...answer, body: await expand(ctx, answer.body) } : answer;
    };
    if (idempotencyKey !== null) return once(ctx, idempotencyKey, req.method, path, work);
    return { answer: await work(), replayed: false };
  });
}

function keyKind(req: Request, route: Route): KeyKind {
  const header = req.get("authorization") ?? "";
  const key = header.startsWith("Basic ")
    ? (Buffer.from(header.slice(6), "base64").toString().split(":")[0] ?? "")
    : header.replace(/^Bearer /, "");
  if (key === "") {
    throw unauthorized("You did not provide an API key. You need to provide your API key in the Authorization header.");
  }
  if (/^(sk|rk)_test_\w+$/.test(key)) return "secret";
  if (/^pk_test_\w+$/.test(key)) {
    if (route.publishable) return "publishable";
    throw unauthorized(
      "This API call cannot be made with a publishable API key. Please use a secret API key.",
      "secret_key_required",
    );
  }
  throw unauthorized("Invalid API Key provided. The stand-in takes test keys only (sk_test_..., pk_test_...).");
}

/** Gone with the API version of SDK 23.1.0 (its changelog): the name is `allowed_payment_method_types` now. */
const isRemoved = (name: string, path: string): boolean =>
  name === "payment_method_types" && /^\/v1\/(payment|setup)_intents/.test(path);

/**
 * Stripe refuses parameters it does not know. All its names are snake_case, so a camelCase name is one it would
 * refuse, and so is a removed one: it is counted, and refused under `strict_parameters`.
 */
function checkNames(faults: Faults, path: string, params: Params): void {
  const name = Object.keys(params).find((key) => /[A-Z]/.test(key) || isRemoved(key, path));
  if (name === undefined) return;
  if (faults.config.strict_parameters) throw invalid(`Received unknown parameter: ${name}`, name, "parameter_unknown");
  faults.noteUnknown(`${name} on ${path.replace(/_[A-Za-z0-9]{24}/g, "_…")}`);
}

function injected(status: 500 | 429 | 409): ApiError {
  if (status === 429) {
    return new ApiError(
      429,
      { type: "invalid_request_error", code: "rate_limit", message: "Request rate limit exceeded (injected)." },
      false,
    );
  }
  if (status === 409) {
    return new ApiError(
      409,
      {
        type: "invalid_request_error",
        code: "lock_timeout",
        message: "The request conflicts with another one (injected).",
      },
      false,
    );
  }
  return internal("An unknown error occurred (injected).");
}

function send(req: Request, res: Response, requestId: string, outcome: Replayable): void {
  res.set("Request-Id", requestId);
  res.set("Stripe-Version", req.get("stripe-version") ?? API_VERSION);
  const key = req.get("idempotency-key");
  if (key && req.method === "POST") res.set("Idempotency-Key", key);
  if (outcome.replayed) {
    res.set("Idempotent-Replayed", "true");
    res.set("Original-Request", outcome.originalRequest ?? "");
  }
  res.status(outcome.answer.status).json(outcome.answer.body);
}

/** Browsers may call with a publishable key; no cookies are involved, so any origin may. */
const cors: RequestHandler = (req, res, next) => {
  res.set("Access-Control-Allow-Origin", "*");
  if (req.method !== "OPTIONS") return next();
  res.set(
    "Access-Control-Allow-Headers",
    "Authorization, Content-Type, Idempotency-Key, Stripe-Account, Stripe-Version",
  );
  res.set("Access-Control-Allow-Methods", "GET, POST");
  res.set("Access-Control-Max-Age", "600");
  res.status(204).end();
};
