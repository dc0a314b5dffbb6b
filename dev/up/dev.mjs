import { watch } from "node:fs";
import { ensureBuilt } from "./build.mjs";
import { doors, stopAll } from "./demo.mjs";
import { openHouse } from "./house.mjs";
import { at } from "./paths.mjs";
import { untilTold } from "./signals.mjs";

/** Editors write a file in several steps. */
const SETTLE_MS = 300;
/** Which processes run code of which room. */
const RUNS = {
  domain: ["backend", "worker-1", "storefront"],
  backend: ["backend", "worker-1"],
  workers: ["worker-1"],
  dev: ["stripe", "carrier"],
  storefront: ["storefront"],
};
const SOURCES = {
  domain: "domain/src",
  backend: "backend/src",
  workers: "workers/src",
  dev: "dev/src",
  storefront: "storefront/app",
};

/** Everything but the main job; what changes is built again and its processes restarted. */
export async function dev({ progress }) {
  const told = untilTold();
  const opening = openHouse({ progress, told });
  const house = await told.race(opening);
  if (!house) {
    await (await opening.catch(() => undefined))?.stop();
    return 130;
  }
  const watchers = Object.entries(SOURCES).map(([room, folder]) =>
    watch(at(folder), { recursive: true }, () => changed(room)),
  );
  const rooms = new Set();
  let timer;
  let work = Promise.resolve();
  function changed(room) {
    rooms.add(room);
    clearTimeout(timer);
    timer = setTimeout(() => (work = work.then(rebuild)), SETTLE_MS);
  }
  async function rebuild() {
    const now = [...rooms];
    rooms.clear();
    try {
      await ensureBuilt(now, { admin: true, say: (line) => progress.say(`  ${line}`) });
      const names = [...new Set(now.flatMap((room) => RUNS[room]))];
      for (const name of names) await house.processes.restart(name);
      progress.say(`  restarted ${names.join(", ")}`);
    } catch (error) {
      progress.fail(error);
    }
  }
  try {
    progress.say(`\n${doors(house)}\n\nWatching for changes. Stop with Ctrl-C.`);
    await told.signal;
    return 0;
  } finally {
    for (const watcher of watchers) watcher.close();
    clearTimeout(timer);
    await stopAll(house, progress);
  }
}
