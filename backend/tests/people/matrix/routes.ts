import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { at } from "../../../../dev/up/paths.mjs";

const API = at("backend", ".medusa", "server", "src", "api");
const METHODS = /exports\.(GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD) = /g;

/** Every route of ours that the running server has, as "GET /desk/pools/:id": read from the build it was started from. */
export function ourRoutes(): string[] {
  return readdirSync(API, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.js")
    .flatMap((file) => {
      const address = `/${path.dirname(file).replaceAll(/\[([^\]]+)\]/g, ":$1")}`;
      const code = readFileSync(path.join(API, file), "utf8");
      // The compiler first writes `exports.GET = GET;`, and a chain `exports.GET = exports.POST = void 0` for what is none yet.
      const methods = new Set([...code.matchAll(METHODS)].map(([, method]) => method));
      return [...methods].map((method) => `${method} ${address}`);
    })
    .sort();
}
