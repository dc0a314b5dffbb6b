import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** A path below the checkout. */
export const at = (...parts) => path.join(root, ...parts);

/** Everything this machine keeps: databases, secrets, logs, labels. Never in git. */
export const dataDir = at(".data");

/** Where the built backend runs from: Medusa reads its config and modules from the working directory. */
export const builtBackend = at("backend", ".medusa", "server");
