import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { databaseOn, withClient } from "../../../up/database.mjs";
import { endChild, spawnOnLeash } from "../../../up/leash.mjs";
import { at } from "../../../up/paths.mjs";
import { anyFreePort } from "../../../up/ports.mjs";
import { untilReady } from "../../../up/readiness.mjs";
import { medusa } from "../../../up/services.mjs";
import type { Shop } from "./flows.js";

const run = promisify(execFile);

/** Everything that Medusa ships, and nothing of ours: what `create-medusa-app` makes, without Admin's pages. */
const CONFIG = `const { defineConfig } = require("@medusajs/framework/utils");
module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false }, pool: { min: 0, max: 20 } },
    http: { storeCors: "*", adminCors: "*", authCors: "*", jwtSecret: process.env.JWT_SECRET, cookieSecret: process.env.COOKIE_SECRET },
  },
  admin: { disable: true },
});
`;

/** By this Medusa's command knows a project of its own. */
const PACKAGE = { name: "stock", private: true, dependencies: { "@medusajs/medusa": "*" } };

export interface StockMedusa {
  readonly shop: Shop;
  readonly databaseUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A stock Medusa of the same version, on a database of its own on the house's server, ready to be bought from. */
export async function startStock(houseEnv: Record<string, string | undefined>): Promise<StockMedusa> {
  const admin = databaseOn(String(houseEnv.DATABASE_URL), "postgres");
  const name = "bench_stock";
  // In our tree, so that it finds the same Medusa. What a run that was stopped left is taken away first.
  const folder = at(".data", "bench-stock");
  const { REDIS_URL: _none, ...rest } = houseEnv;
  const env = {
    ...rest,
    DATABASE_URL: databaseOn(admin, name),
    SEED_FILE: path.join(folder, "seed.json"),
    NODE_ENV: "production",
  };
  const exec = (...args: string[]) => run(process.execPath, medusa(...args), { cwd: folder, env, maxBuffer: 2 ** 26 });
  const drop = () => withClient(admin, (client) => client.query(`drop database if exists "${name}" with (force)`));
  const cleared = async () => {
    await drop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await cleared();
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "package.json"), JSON.stringify(PACKAGE));
    await writeFile(path.join(folder, "medusa-config.js"), CONFIG);
    await withClient(admin, (client) => client.query(`create database "${name}"`));
    await exec("db:migrate", "--skip-scripts", "--execute-safe-links");
    await exec("exec", fileURLToPath(new URL("./stock-seed.js", import.meta.url)));
    const told = JSON.parse(await readFile(env.SEED_FILE, "utf8")) as Omit<Shop, "url">;
    const port = await anyFreePort();
    const child = spawnOnLeash(process.execPath, medusa("start", "--host", "127.0.0.1", "--port", String(port)), {
      cwd: folder,
      env: { ...env, PORT: String(port) },
      log: path.join(folder, "log"),
    });
    const url = `http://127.0.0.1:${port}`;
    const ready = await untilReady(url, { paths: ["/health"], alive: () => child.exitCode === null });
    if (!ready || child.pid === undefined) {
      const words = await readFile(path.join(folder, "log"), "utf8");
      await endChild(child);
      throw new Error(`the stock Medusa did not start:\n${words.slice(-2_000)}`);
    }
    const stop = async () => {
      await endChild(child);
      await cleared();
    };
    return { shop: { ...told, url }, databaseUrl: env.DATABASE_URL, pid: child.pid, stop };
  } catch (error) {
    await cleared();
    throw error;
  }
}
