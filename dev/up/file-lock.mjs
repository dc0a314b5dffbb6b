import { open, readFile, rm } from "node:fs/promises";
import { commandOf } from "./pids.mjs";

const LIMIT_MS = 10 * 60_000;

/** Runs `work` while no other process holds the lock. A lock whose owner has died is taken over. */
export async function withFileLock(file, work) {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    try {
      const handle = await open(file, "wx", 0o600);
      await handle.writeFile(String(process.pid));
      await handle.close();
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(file, "utf8").catch(() => ""));
    // An owner of 0 has only just made the file and not yet written its name.
    if (owner && !(await commandOf(owner)).includes("node")) await rm(file, { force: true });
    if (Date.now() > end) throw new Error(`${file} is held by process ${owner}. If that is gone, delete the file.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
