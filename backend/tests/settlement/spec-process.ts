import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";
import { at } from "../../../dev/up/paths.mjs";
import { testEnv } from "../../../dev/up/test-env.mjs";
import { id } from "./house";

/** How a process ended: by a signal or by itself, and all that it said. */
export interface Ended {
  signal: string | null;
  said: string;
}

/**
 * A program beside the tests of a file (`name`.ts), run as a real process that dies where it is told to. It is built into one file before
 * the tests, below the backend whose packages it needs, so that a process starts in half a second; after them it is gone.
 */
export function specProcess(
  name: string,
  env: () => Record<string, string>,
): (args: readonly string[], point?: string) => Promise<Ended> {
  const folder = at("backend", "node_modules", ".cache", id(name));
  const program = path.join(folder, `${name}.cjs`);
  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    await build({
      entryPoints: [at("backend", "tests", "settlement", `${name}.ts`)],
      outfile: program,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      packages: "external",
      logLevel: "silent",
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (args, point) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: at("backend"),
      env: testEnv({ ...env(), ...(point ? { KILL_AT: point } : {}) }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (said += part.toString()));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (_code, signal) => resolve({ signal, said }));
    });
  };
}
