import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const LEAVES_SOMETHING = /vi\.mock\(|Object\.assign\(process\.env,/;

/**
 * The specs of a room that need a process each, relative to it: who puts a stand-in where a module is (`vi.mock`) or writes the environment
 * (`Object.assign(process.env, …)`). In a process that others share the module, or the environment, may have been read already, and what is
 * put there would stay for those that follow. All others share one, and read Medusa once.
 */
export function aloneIn(root) {
  return ["src", "tests", "app", "server"]
    .map((folder) => path.join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap(specsBelow)
    .filter((file) => LEAVES_SOMETHING.test(readFileSync(file, "utf8")))
    .map((file) => path.relative(root, file).split(path.sep).join("/"));
}

const specsBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.name.endsWith(".spec.ts"))
    .map((one) => path.join(one.parentPath, one.name));
