import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The command line of a running process; "" when there is none. Reads /proc where there is one (Debian's smallest images have no ps). */
export async function commandOf(pid) {
  if (!isAlive(pid)) return "";
  if (process.platform === "linux") {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ").trim();
  }
  return (await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }))).stdout.trim();
}

/** When the process started, in the system's own words: with it a pid given to another program is told apart. */
export async function startOf(pid) {
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  }
  return (await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({ stdout: "" }))).stdout.trim();
}

/** Ends a process that is not our child: asks, waits, and forces after the limit. Resolves when it has gone. */
export async function endPid(pid, { signal = "SIGTERM", last = "SIGKILL", limit_ms = 30_000 } = {}) {
  const send = (what) => {
    try {
      process.kill(pid, what);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  send(signal);
  const end = Date.now() + limit_ms;
  let forced = false;
  while (await isRunning(pid)) {
    if (!forced && Date.now() > end) {
      forced = true;
      send(last);
    } else if (Date.now() > end + 15_000) {
      throw new Error(`Process ${pid} can't be ended. End it yourself: kill -9 ${pid}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Alive and not merely waiting to be collected by a parent that never does (a zombie in a container). */
async function isRunning(pid) {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
}
