import { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";

/**
 * A named place where tests may kill this process with SIGKILL, to show that nothing is lost there.
 * - `KILL_AT=name` kills at every pass;
 * - `KILL_AT=name@/path/of/marker` kills once and leaves the marker file;
 * - `KILL_AT=file:/path` kills when that file names the point, and takes the file away: a running process can be told.
 * Does nothing when KILL_AT is unset; `env.ts` refuses KILL_AT in production.
 */
export function killPoint(name: string): void {
  const wanted = process.env.KILL_AT;
  if (!wanted || process.env.NODE_ENV === "production") return;
  if (!isTold(name, wanted)) return;
  process.kill(process.pid, "SIGKILL");
}

function isTold(name: string, wanted: string): boolean {
  if (wanted.startsWith("file:")) {
    const file = wanted.slice("file:".length);
    if (!existsSync(file) || readFileSync(file, "utf8").trim() !== name) return false;
    unlinkSync(file);
    return true;
  }
  const [point, marker] = wanted.split("@");
  if (point !== name) return false;
  if (!marker) return true;
  if (existsSync(marker)) return false;
  writeFileSync(marker, `${process.pid} ${name}\n`);
  return true;
}
