import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { createCarrier } from "./app.js";

/** Environment: PORT (0 = any), DATABASE_URL, CARRIER_WEBHOOK_URL, CARRIER_WEBHOOK_SECRET, CARRIER_SPEED. */
const HOST = "127.0.0.1";
const POOL_SIZE = 6;
/** A journey of forty hours in about five seconds. */
const DEFAULT_SPEED = 30_000;
/** After this long a stop no longer waits for open answers. */
const STOP_AFTER_MS = 10_000;

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  if (env.NODE_ENV === "production") {
    refuse("The carrier stand-in carries nothing and must not run in production (NODE_ENV=production).");
  }
  const connectionString = env.DATABASE_URL;
  if (!connectionString) refuse("DATABASE_URL is missing: the stand-in keeps its state in Postgres.");
  const url = env.CARRIER_WEBHOOK_URL || undefined;
  const secret = env.CARRIER_WEBHOOK_SECRET ?? "";
  if (url !== undefined && secret === "") refuse("CARRIER_WEBHOOK_SECRET is missing: webhooks must be signed.");
  const speed = Number(env.CARRIER_SPEED || DEFAULT_SPEED);
  if (!(speed > 0)) refuse("CARRIER_SPEED must be a number above zero.");

  const pool = new pg.Pool({ connectionString, max: POOL_SIZE, application_name: "carrier-standin" });
  // A connection that was cut while idle is replaced by the next query; without a listener it would end the process.
  pool.on("error", (error) => console.error(`database connection lost: ${error.message}`));
  const carrier = createCarrier({ pool, webhook: { url, secret }, speed });
  await carrier.start();
  const server = createServer(carrier.app);
  server.listen(Number(env.PORT ?? 0), HOST, () => {
    console.log(JSON.stringify({ ready: true, port: (server.address() as AddressInfo).port }));
  });
  server.on("error", (error) => refuse(`Cannot listen: ${error.message}`));

  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_AFTER_MS).unref();
    await carrier.stop();
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

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

main(process.env).catch((error: unknown) => refuse(`The stand-in could not start: ${String(error)}`));
