import net from "node:net";

/** Below the ports that Linux (from 32768) and macOS (from 49152) give to outgoing connections. */
const FIRST = 20_000;
const LAST = 30_000;

/** Ports this process has handed out: two callers never get the same one before either has listened. */
const handedOut = new Set();

/** True when nobody listens on the port, on loopback or on all addresses. */
export async function isFree(port) {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, "0.0.0.0"));
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The wanted port, or the next free one above it. */
export async function nextFreePort(wanted) {
  for (let port = wanted; port < wanted + 200; port += 1) {
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`No free port between ${wanted} and ${wanted + 199}. Close some programs and start again.`);
}

/** Any free port: drawn at random, so that runs side by side seldom reach for the same one. */
export async function anyFreePort() {
  const start = FIRST + Math.floor(Math.random() * (LAST - FIRST - 200));
  return nextFreePort(start);
}

/** Ports kept for a process that is about to start, or to come back: nobody else may take them meanwhile. */
const kept = new Map();

/** Keeps a port by listening on it; who calls there is sent away at once. Does nothing when somebody was faster. */
export async function keepPort(port) {
  if (kept.has(port)) return;
  const server = net.createServer((socket) => socket.destroy());
  await new Promise((resolve) => {
    server.once("error", resolve);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      kept.set(port, server);
      server.unref();
      resolve();
    });
  });
}

/** Gives a kept port to the process that is started now. */
export async function yieldPort(port) {
  const server = kept.get(port);
  if (!server) return;
  kept.delete(port);
  await new Promise((resolve) => server.close(resolve));
}
