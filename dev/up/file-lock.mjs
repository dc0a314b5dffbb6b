import { open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { commandOf } from "./pids.mjs";

const LIMIT_MS = 10 * 60_000;

/** Waiting this long, a person is told for what. */
const SILENT_MS = 1_500;

/** Runs `work` while no other process holds the lock. A lock whose owner has died is taken over; who waits is told so on stderr. */
export async function withFileLock(file, work) {
  const began = Date.now();
  const end = began + LIMIT_MS;
  let told = false;
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
    if (!told && owner && Date.now() - began > SILENT_MS) {
      told = true;
      const what = path.basename(file, path.extname(file));
      process.stderr.write(`waiting for process ${owner}, which holds the lock of the ${what} (${file})\n`);
    }
    if (Date.now() > end) throw new Error(`${file} is held by process ${owner}. If that is gone, delete the file.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
