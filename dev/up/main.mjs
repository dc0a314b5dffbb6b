import { createProgress } from "./progress.mjs";

const USAGE = `Usage: node dev/up.mjs <command>
  demo [--once] [--reset]   start everything, run the main job, then serve until Ctrl-C
                            --once: end after the summary   --reset: forget all data first
                            --workers=N: so many worker processes
                            --kill-every=S: kill -9 backend, workers and storefront in turn every S seconds meanwhile
  dev                       start everything without the main job; rebuild and restart on change
  test [vitest arguments]   all tests, or those whose file names match
  verify                    format, lint, house rules and types, then all tests
  slowest [N] [FILE.json]   the slowest files and tests of the last run
  build                     build what has changed
  pictures [address]        take docs/pictures anew from a house that runs
  bench [name]              the benchmarks, or one of them
  pool allocate FILE.json           which lots fill an order, and why: JSON in, JSON out (docs/commands.md)
  settlement waterfall FILE.json    how the money of an order line divides
  settlement pain001 FILE.json      payments as a bank file (ISO 20022)
  settlement verify [FILE.jsonl]    whether the ledger's hash chain holds; export writes that file
  parcels plan FILE.json            how a load breaks into parcels, and how near to the best that is`;

/** Every command by its name; loaded when asked for. */
const commands = {
  demo: async (...given) => (await import("./demo.mjs")).demo(...given),
  dev: async (...given) => (await import("./dev.mjs")).dev(...given),
  test: async (...given) => (await import("./test.mjs")).test(...given),
  verify: async (...given) => (await import("./test.mjs")).verify(...given),
  slowest: async (...given) => (await import("./slowest.mjs")).slowest(...given),
  build: async (...given) => (await import("./demo.mjs")).build(...given),
  pictures: async (...given) => (await import("./pictures.mjs")).pictures(...given),
  bench: async (...given) => (await import("./bench.mjs")).bench(...given),
  pool: async (...given) => (await import("./rules.mjs")).pool(...given),
  settlement: async (...given) =>
    LEDGER.has(given[0].args[0])
      ? (await import("./ledger.mjs")).ledger(...given)
      : (await import("./rules.mjs")).settlement(...given),
  parcels: async (...given) => (await import("./rules.mjs")).parcels(...given),
};

/** What of `settlement` asks the ledger itself; the rest asks a rule. */
const LEDGER = new Set(["verify", "export"]);

/** Their standard output is the answer and nothing else. */
const ANSWERING = new Set(["pool", "settlement", "parcels"]);

/** Runs one command; its exit code is 0 only when all went well. */
export async function main([name, ...args]) {
  const command = commands[name];
  if (!command) {
    console.error(USAGE);
    process.exitCode = name === undefined || name === "--help" ? 0 : 1;
    return;
  }
  const progress = createProgress(ANSWERING.has(name) ? { out: process.stderr } : {});
  try {
    process.exitCode = (await command({ args, progress })) ?? 0;
  } catch (error) {
    progress.fail(error);
    process.exitCode = 1;
  }
}
