import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The specs of a room that put a stand-in where a module is (`vi.mock`), relative to it. They need a process each: in one that others share
 * the module may have been read already, and the stand-in would stay for those that follow. All others share, and read Medusa once.
 */
export function aloneIn(root) {
  return ["src", "tests"]
    .flatMap((folder) => specsBelow(path.join(root, folder)))
    .filter((file) => readFileSync(file, "utf8").includes("vi.mock("))
    .map((file) => path.relative(root, file).split(path.sep).join("/"));
}

const specsBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.name.endsWith(".spec.ts"))
    .map((one) => path.join(one.parentPath, one.name));
