import { existsSync, writeFileSync } from "node:fs";

/**
 * A named place where tests may kill this process with SIGKILL, to show that nothing is lost there.
 * `KILL_AT=name` kills at every pass; `KILL_AT=name@/path/of/marker` kills once and leaves the marker file.
 * Does nothing when KILL_AT is unset; `env.ts` refuses KILL_AT in production.
 */
export function killPoint(name: string): void {
  const wanted = process.env.KILL_AT;
  if (!wanted || process.env.NODE_ENV === "production") return;
  const [point, marker] = wanted.split("@");
  if (point !== name) return;
  if (marker) {
    if (existsSync(marker)) return;
    writeFileSync(marker, `${process.pid} ${name}\n`);
  }
  process.kill(process.pid, "SIGKILL");
}
