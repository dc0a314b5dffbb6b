import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** What we have started and what still runs. */
const running = new Set();

/** Remembers a child until it ends, so that somebody who is told to stop can end it at once. */
export function remember(child) {
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** npm finishes what it is at before it minds a signal, which may take a minute. */
const PATIENCE_MS = 3_000;

/** Ends everything we have started: whoever waits for it sees it fail. What was half done is done anew at the next start. */
export function endRunning() {
  const asked = [...running];
  for (const child of asked) child.kill("SIGTERM");
  setTimeout(() => {
    for (const child of asked) if (running.has(child)) child.kill("SIGKILL");
  }, PATIENCE_MS).unref();
}

/**
 * The shell becomes the program (same pid), after leaving behind a waiter that holds the other end of a pipe to us.
 * When we die, even by kill -9, the pipe closes and the waiter ends the program: nothing stays for ever.
 */
const LEASH = `
((trap '' INT TERM HUP
  cat <&3 >/dev/null
  kill -"$0" $$ 2>/dev/null || exit 0
  for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    sleep 1; kill -0 $$ 2>/dev/null || exit 0
  done
  kill -KILL $$ 2>/dev/null) >/dev/null 2>&1 &)
exec "$@" 3<&-`;

/**
 * Starts a program in a process group of its own (Ctrl-C in the terminal reaches only us; we stop it in order).
 * `log` is a file its output is appended to, or "inherit" to show it; without it the output is piped to us.
 * @returns the ChildProcess; its pid is the program's own.
 */
export function spawnOnLeash(command, args, { cwd, env, log, endWith = "TERM", uid, gid } = {}) {
  const out = log && log !== "inherit" ? openSync(log, "a") : (log ?? "pipe");
  try {
    const child = spawn("/bin/sh", ["-c", LEASH, endWith, command, ...args], {
      cwd,
      env,
      uid,
      gid,
      detached: true,
      stdio: ["ignore", out, out, "pipe"],
    });
    const leash = child.stdio[3];
    leash?.on("error", () => undefined);
    leash?.unref?.();
    child.once("exit", () => leash?.destroy());
    return remember(child);
  } finally {
    if (typeof out === "number") closeSync(out);
  }
}

/** Resolves when the child has gone, with how it went. At once when it has gone already. */
export function exited(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  }
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
}

/** Asks the child to end, and ends it after the limit. Resolves to how it went, and whether it had to be forced. */
export async function endChild(child, { signal = "SIGTERM", limit_ms = 30_000 } = {}) {
  const gone = exited(child);
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  let forced = false;
  const timer = setTimeout(() => {
    forced = true;
    child.kill("SIGKILL");
  }, limit_ms);
  const how = await gone;
  clearTimeout(timer);
  return { ...how, forced };
}
