import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

/** A file this old whose row is not there was left by a process that died between the two. */
const ORPHAN_MS = 3_600_000;
/** Names asked for at once. */
const BATCH = 500;

/** Of these ids, those whose files are shown. */
export type ShownOf = (ids: readonly string[]) => Promise<Set<string>>;

/** Takes files out of a folder, older than an hour, that are nobody's by their name or of which no row is shown. How many went. */
export async function sweepFiles(
  folder: string,
  idOf: (name: string) => string | undefined,
  shownOf: ShownOf,
  now: Date,
): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const old: { name: string; id: string | undefined }[] = [];
  for (const name of names) {
    const found = await stat(path.join(folder, name)).catch(() => undefined);
    if (found?.isFile() && now.getTime() - found.mtimeMs > ORPHAN_MS) old.push({ name, id: idOf(name) });
  }
  let gone = 0;
  for (let at = 0; at < old.length; at += BATCH) {
    const batch = old.slice(at, at + BATCH);
    const shown = await shownOf([...new Set(batch.flatMap(({ id }) => id ?? []))]);
    const left = batch.filter(({ id }) => id === undefined || !shown.has(id));
    await Promise.all(left.map(({ name }) => rm(path.join(folder, name), { force: true })));
    gone += left.length;
  }
  return gone;
}
