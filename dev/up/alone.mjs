import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const LEAVES_SOMETHING =
  /vi\.(mock|doMock|stubEnv|stubGlobal)\(|Object\.assign\(process\.env,|process\.env(\.\w+|\[[^\]]+\]) *(\?\?|\|\|)?=(?!=)|delete process\.env\b/;

/**
 * The specs of a room that need a process each, relative to it: who puts a stand-in where a module is (`vi.mock`) or writes the environment
 * (`Object.assign(process.env, …)`, `process.env.NAME = …`). In a process that others share the module, or the environment, may have been read already, and what is
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
    .filter((one) => one.isFile() && /\.spec\.tsx?$/.test(one.name))
    .map((one) => path.join(one.parentPath, one.name));
