import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { root } from "./paths.mjs";

const LEFT_OUT = new Set(["node_modules", "dist", "build", ".medusa", ".react-router", ".cache", ".data", ".git"]);

/** Hash of the contents of files and folders below the checkout; missing ones count as missing. Order does not matter. */
export async function hashOf(places, { only = () => true, and = "" } = {}) {
  const files = (await Promise.all(places.map((place) => filesIn(path.resolve(root, place))))).flat();
  const hash = createHash("sha256").update(and);
  for (const file of [...new Set(files)].sort()) {
    const name = path.relative(root, file);
    if (!only(name)) continue;
    hash.update(`\0${name}\0`).update(
      createHash("sha256")
        .update(await readFile(file))
        .digest(),
    );
  }
  return hash.digest("hex");
}

async function filesIn(place) {
  const what = await stat(place).catch(() => undefined);
  if (!what) return [];
  if (what.isFile()) return [place];
  const entries = await readdir(place, { withFileTypes: true });
  const nested = entries
    .filter((entry) => !LEFT_OUT.has(entry.name))
    .map((entry) => {
      const full = path.join(place, entry.name);
      if (entry.isDirectory()) return filesIn(full);
      return entry.isFile() ? [full] : [];
    });
  return (await Promise.all(nested)).flat();
}
