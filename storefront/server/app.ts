import "react-router";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createRequestHandler } from "@react-router/express";
import compression from "compression";
import express, { type Express } from "express";
import helmet from "helmet";
import { readEnv, readPublishableKey, type Env } from "../app/lib/env.server";
import { policyFor } from "./csp";
import { helmets } from "./helmets";
import { withKeptPages } from "./pages/start";
import { bodyLimit, sameSiteOnly } from "./same-site";

export { readEnv, withKeptPages };

const BACKEND_READY_MS = 2_000;

/** The Express app: health, files for browsers from `clientDir`, and React Router for everything else. */
export function createApp(env: Env, clientDir: string): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", env.TRUST_PROXY);

  app.get("/health", (_req, res) => {
    res.json({ status: "ok" });
  });
  app.get("/ready", (_req, res, next) => {
    readiness(env, app.locals.stopping === true)
      .then((answer) => res.status(answer.ready ? 200 : 503).json(answer))
      .catch(next);
  });

  app.use(compression());
  app.use(helmets(env));
  app.use((_req, res, next) => {
    const nonce = randomBytes(16).toString("base64");
    res.locals.nonce = nonce;
    helmet.contentSecurityPolicy({ useDefaults: false, directives: policyFor(env, nonce) })(_req, res, next);
  });

  app.use(
    "/assets",
    workerScope,
    express.static(join(clientDir, "assets"), {
      immutable: true,
      maxAge: "1y",
      fallthrough: false,
      setHeaders: asAvif,
    }),
  );
  app.use(express.static(clientDir, { maxAge: "1h", index: false }));
  app.use(sameSiteOnly, bodyLimit);
  app.use((req, res, next) => {
    // A page for who saves data is another page.
    res.vary("Save-Data");
    // As the connection says it; what a visitor writes into this header is overwritten.
    req.headers["x-client-address"] = req.ip ?? "unknown";
    next();
  });
  const pages = createRequestHandler({
    build: () => import("virtual:react-router/server-build"),
    mode: env.NODE_ENV,
    getLoadContext: (_req, res) => ({ nonce: String(res.locals.nonce) }),
  });
  app.all("*", (req, res, next) => void pages(req, res, next));
  return app;
}

/** Express 4 does not know AVIF by its name. */
function asAvif(res: express.Response, file: string): void {
  if (file.endsWith(".avif")) res.setHeader("Content-Type", "image/avif");
}

/** The weighing page's service worker lies with the other files, and keeps its page only: the page itself asks for no more. */
function workerScope(req: express.Request, res: express.Response, next: express.NextFunction): void {
  const scope = /^\/worker-[\w-]+\.js$/.test(req.path) ? req.get("service-worker") : undefined;
  if (scope) res.setHeader("Service-Worker-Allowed", "/");
  next();
}

async function readiness(env: Env, stopping: boolean): Promise<{ ready: boolean; problem?: string }> {
  if (stopping) return { ready: false, problem: "stopping" };
  if (readPublishableKey(env) === undefined) return { ready: false, problem: "no publishable key yet" };
  try {
    const answer = await fetch(new URL("/health", env.BACKEND_URL), { signal: AbortSignal.timeout(BACKEND_READY_MS) });
    return answer.ok ? { ready: true } : { ready: false, problem: `backend answers ${answer.status}` };
  } catch {
    return { ready: false, problem: "backend does not answer" };
  }
}
