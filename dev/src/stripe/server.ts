import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { createStandin } from "./app.js";

/** Environment: PORT (0 = any), DATABASE_URL, STRIPE_WEBHOOK_SECRET, STRIPE_STANDIN_WEBHOOK_URLS (comma-separated),
 * STRIPE_STANDIN_PUBLIC_URL, STRIPE_STANDIN_RETURN_ORIGINS (comma-separated; loopback is always allowed). */
const HOST = "127.0.0.1";
const POOL_SIZE = 12;
/** After this long a stop no longer waits for open answers. */
const STOP_AFTER_MS = 10_000;

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  if (env.NODE_ENV === "production") {
    refuse(
      "The Stripe stand-in moves no money and must not run in production (NODE_ENV=production). Use Stripe itself.",
    );
  }
  const connectionString = env.DATABASE_URL;
  if (!connectionString) refuse("DATABASE_URL is missing: the stand-in keeps its state in Postgres.");
  const urls = listOf(env.STRIPE_STANDIN_WEBHOOK_URLS);
  const secret = env.STRIPE_WEBHOOK_SECRET ?? "";
  if (urls.length > 0 && secret === "") refuse("STRIPE_WEBHOOK_SECRET is missing: webhooks must be signed.");

  const pool = new pg.Pool({ connectionString, max: POOL_SIZE, application_name: "stripe-standin" });
  const standin = createStandin({
    pool,
    webhook: { urls, secret },
    publicUrl: env.STRIPE_STANDIN_PUBLIC_URL?.replace(/\/$/, ""),
    returnOrigins: listOf(env.STRIPE_STANDIN_RETURN_ORIGINS),
  });
  await standin.start();
  const server = createServer(standin.app);
  server.listen(Number(env.PORT ?? 0), HOST, () => {
    console.log(JSON.stringify({ ready: true, port: (server.address() as AddressInfo).port }));
  });
  server.on("error", (error) => refuse(`Cannot listen: ${error.message}`));

  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_AFTER_MS).unref();
    await standin.stop();
    await closed;
    await pool.end();
  };
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => refuse(`Stopping failed: ${String(error)}`),
      );
    });
  }
}

const listOf = (value: string | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

main(process.env).catch((error: unknown) => refuse(`The stand-in could not start: ${String(error)}`));
