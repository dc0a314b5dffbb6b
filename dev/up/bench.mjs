import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { benchPool } from "./bench-pool.mjs";
import { stopAll } from "./demo.mjs";
import { openHouse } from "./house.mjs";
import { at } from "./paths.mjs";
import { untilTold } from "./signals.mjs";

/** Measures a running house; prints numbers and judges nothing. */
export async function bench({ args, progress }) {
  const told = untilTold();
  if (args[0] === "pool") return benchPool({ args: args.slice(1), progress, told });
  const began = Date.now();
  const house = await openHouse({ progress, told });
  try {
    progress.say(`  started in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    const file = at("dev/dist/bench/index.js");
    if (!existsSync(file)) throw new Error(`There is no benchmark yet (${file}).`);
    const { runBench } = await import(pathToFileURL(file).href);
    const { env, urls, seed } = house;
    await told.race(runBench({ args, env, urls, seed, progress, pids: () => house.processes.pids() }));
    return 0;
  } finally {
    await stopAll(house, progress);
  }
}
