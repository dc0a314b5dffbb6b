import { readdirSync, readFileSync } from "node:fs";

/**
 * Milliseconds of processor that a process has had, all threads together; 0 where the operating system does not tell (only Linux
 * does). It hardly depends on what else the machine is doing, which makes it the figure to compare.
 */
export function cpuMs(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + onCpuNs(`/proc/${pid}/task/${thread}/schedstat`), 0) / 1e6;
  } catch {
    return 0;
  }
}

/** The processes that one has started, each with what it has had: Postgres starts one for each connection. */
export function cpuOfChildren(pid: number): Map<number, number> {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    return new Map(children.map((child) => [Number(child), cpuMs(Number(child))]));
  } catch {
    return new Map();
  }
}

/** What they had between two readings; those that have ended meanwhile say nothing any more. */
export function between(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
}

function onCpuNs(file: string): number {
  try {
    return Number(readFileSync(file, "utf8").split(" ")[0]);
  } catch {
    // A thread that ended meanwhile.
    return 0;
  }
}
