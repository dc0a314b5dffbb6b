// Starts the storefront from its build: `npm run build -w storefront`, then `node storefront/server.js`.
import { createServer } from "node:http";
import process from "node:process";
import { fileURLToPath } from "node:url";

const build = await import("./build/server/index.js");
const env = build.readEnv();
const app = build.createApp(env, fileURLToPath(new URL("./build/client", import.meta.url)));
const shop = build.withKeptPages(env, app);

/** Whoever pastes a page of text into an address reads what to do about it, and not a bare 431. */
const MOST_HEAD_BYTES = 65_536;

const server = createServer({ maxHeaderSize: MOST_HEAD_BYTES }, shop.listener).listen(env.PORT, env.HOST, () => {
  const address = server.address();
  process.stdout.write(`${JSON.stringify({ ready: true, port: address.port })}\n`);
});
server.on("error", (error) => {
  process.stderr.write(`The storefront could not listen on ${env.HOST}:${env.PORT}: ${error.message}\n`);
  process.exit(1);
});

// Requests under way may finish; a page is answered within 20 s, so 25 s is enough for all of them.
const DRAIN_MS = 25_000;
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    app.locals.stopping = true;
    shop.stop();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
  });
}
