import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import Stripe from "stripe";
import { createStandin, type Standin, type StandinOptions } from "./app.js";
import type { FaultsInput } from "./faults.js";

export const WEBHOOK_SECRET = "whsec_spec";

export type Running = {
  url: string;
  port: number;
  standin: Standin;
  pool: pg.Pool;
  /** The real SDK; `maxNetworkRetries` as given (0 shows every failure but the first broken connection). */
  stripe: (key?: string, maxNetworkRetries?: number) => Stripe;
  faults: (input: FaultsInput) => Promise<void>;
  control: (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;
  stop: () => Promise<void>;
};

/** The stand-in over real HTTP on a free port, on the given database. */
export async function runStandin(databaseUrl: string, options: Partial<StandinOptions> = {}): Promise<Running> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12 });
  const standin = createStandin({ pool, retryFirstMs: 50, ...options });
  await standin.start();
  const server = createServer(standin.app);
  const port = await listen(server);
  const url = `http://127.0.0.1:${port}`;
  const control: Running["control"] = async (method, path, body) => {
    const response = await fetch(`${url}/_standin${path}`, {
      method,
      ...(method !== "GET" && { headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    url,
    port,
    standin,
    pool,
    control,
    stripe: (key = "sk_test_spec", maxNetworkRetries = 0) =>
      new Stripe(key, {
        host: "127.0.0.1",
        port,
        protocol: "http",
        telemetry: false,
        maxNetworkRetries,
        timeout: 5_000,
      }),
    faults: async (input) => {
      await control("POST", "/faults", input);
    },
    stop: async () => {
      await standin.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}

export type Hook = { body: string; signature: string };
export type Listener = {
  url: string;
  received: Hook[];
  /** Status to answer with, per delivery. */
  answer: (hook: Hook, count: number) => number;
  stop: () => Promise<void>;
};

export async function listenForHooks(): Promise<Listener> {
  const listener: Listener = { url: "", received: [], answer: () => 200, stop: () => close(server) };
  const server = createServer((req, res) => {
    readBody(req).then(
      (body) => {
        const hook = { body, signature: String(req.headers["stripe-signature"]) };
        listener.received.push(hook);
        res.writeHead(listener.answer(hook, listener.received.length)).end();
      },
      () => res.destroy(),
    );
  });
  listener.url = `http://127.0.0.1:${await listen(server)}/hooks`;
  return listener;
}

export async function until<T>(what: string, probe: () => T | Promise<T>, timeoutMs = 5_000): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The error a call ends with, as the SDK throws it. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    return error as Stripe.errors.StripeError;
  }
  throw new Error("The call succeeded.");
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
