import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { withFileLock } from "./file-lock.mjs";
import { hashOf } from "./hash.mjs";
import { at, dataDir } from "./paths.mjs";
import { testEnv } from "./test-env.mjs";
import { spawnOnLeash } from "./leash.mjs";

const COMMON = ["package-lock.json", "tsconfig.json", "dev/up/build.mjs"];
/** Specs change nothing of what is built. */
const notSpec = (name) => !/\.spec\.[a-z]+$/.test(name) && !/\/(tests|e2e|__tests__)\//.test(name);

/**
 * How each workspace is built: from which sources, into which folder, by which program. `after`: needs the types of
 * those first, and loads them when it runs; `contains`: takes their code into its own bundle, so is built again with them.
 */
const workspaces = {
  domain: {
    sources: ["domain/src", "domain/package.json", "domain/tsconfig.json"],
    out: "domain/dist",
    build: () => tsc("domain"),
  },
  backend: {
    after: ["domain"],
    sources: ["backend/src", "backend/medusa-config.ts", "backend/package.json", "backend/tsconfig.json"],
    out: "backend/.medusa/server",
    build: ({ admin }) =>
      // Medusa lints before it builds, with all types, and builds whatever it found: the checks do that, and fail.
      run("backend", bin("backend", "@medusajs/cli/cli.js"), ["build", "--no-lint"], {
        ...testEnv({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" }),
        MEDUSA_ADMIN_DISABLED: admin ? "false" : "true",
      }),
  },
  workers: {
    after: ["domain"],
    sources: ["workers/src", "workers/package.json", "backend/src/env.ts", "backend/src/lib"],
    out: "workers/dist",
    build: bundleWorkers,
  },
  dev: {
    after: ["domain"],
    sources: ["dev/src", "dev/package.json", "dev/tsconfig.json", "dev/up"],
    out: "dev/dist",
    build: () => tsc("dev"),
  },
  storefront: {
    after: ["domain"],
    contains: ["domain"],
    sources: ["storefront"],
    out: "storefront/build",
    // With the types of its routes, which tsc and eslint read.
    build: async () => {
      const cli = bin("storefront", "@react-router/dev/bin.js");
      await run("storefront", cli, ["typegen"]);
      await run("storefront", cli, ["build"], { ...process.env, NODE_ENV: "production" });
    },
  },
};

/**
 * Builds what is not built, or was built from other sources. The stamp is written last and lies in the output folder,
 * so a build that was killed half-way is no build. `admin`: with Medusa's Admin pages (a minute more, once).
 */
export async function ensureBuilt(wanted, { admin = false, say = () => undefined } = {}) {
  await mkdir(dataDir, { recursive: true });
  await withFileLock(path.join(dataDir, "build.lock"), async () => {
    const hashes = {};
    const names = inOrder(wanted);
    const first = names.filter((name) => !workspaces[name].after);
    for (const name of first) await ensureOne(name, hashes, { admin, say });
    // The others need those alone: side by side. All are waited for, so that none still writes when the lock is given back.
    const others = names.filter((name) => !first.includes(name));
    const ends = await Promise.allSettled(others.map((name) => ensureOne(name, hashes, { admin, say })));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  });
}

export const allWorkspaces = Object.keys(workspaces);

/** With what each needs before it. */
function inOrder(wanted) {
  const names = new Set(wanted.flatMap((name) => [...(workspaces[name].after ?? []), name]));
  return allWorkspaces.filter((name) => names.has(name));
}

async function ensureOne(name, hashes, { admin, say }) {
  const { sources, out, contains = [], build } = workspaces[name];
  hashes[name] = await hashOf([...COMMON, ...sources], {
    only: notSpec,
    and: contains.map((part) => hashes[part]).join(),
  });
  const began = Date.now();
  const needs = (made) => made.hash === hashes[name] && (name !== "backend" || made.admin || !admin);
  const built = await ensureOutput({
    out: at(out),
    stands: needs,
    made: { hash: hashes[name], admin },
    build: () => build({ admin }),
  });
  if (built) say(`built ${name} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

/**
 * Fills the folder `out` by `build`, unless what `made` says of the last one that ended well `stands`. The folder is
 * emptied first and the stamp written last. Returns whether it was built now.
 */
export async function ensureOutput({ out, stands, made, build }) {
  const stamp = path.join(out, ".commonlot-stamp");
  const last = await readFile(stamp, "utf8").then(JSON.parse, () => undefined);
  if (last && stands(last)) return false;
  await rm(out, { recursive: true, force: true });
  await build();
  await mkdir(out, { recursive: true });
  await writeFile(stamp, JSON.stringify(made));
  return true;
}

function bin(workspace, file) {
  const [scope, name, ...rest] = file.split("/");
  const resolve = createRequire(at(workspace, "package.json")).resolve;
  return path.join(path.dirname(resolve(`${scope}/${name}/package.json`)), ...rest);
}

/** TypeScript 7, in a fifth of the time; one checking thread is least work, and as quick on two cores. */
const tsc = (workspace) =>
  run(workspace, path.join(at("node_modules"), "typescript-native", "bin", "tsc"), [
    "-p",
    "tsconfig.json",
    "--checkers",
    "1",
  ]);

async function bundleWorkers() {
  const main = at("workers/src/main.ts");
  const esbuild = createRequire(at("package.json"))("esbuild");
  const jobs = (await readdir(at("workers/src/jobs"), { withFileTypes: true }).catch(() => []))
    .map((job) => at("workers/src/jobs", job.name, "render.ts"))
    .filter((file) => existsSync(file));
  await esbuild.build({
    entryPoints: [main, ...jobs],
    outbase: at("workers/src"),
    outdir: at("workers/dist"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    packages: "external",
    sourcemap: true,
    logLevel: "silent",
  });
}

/** Runs a program of node_modules; its output is shown whole when it fails, and only then. */
function run(workspace, file, args, env = process.env) {
  return new Promise((resolve, reject) => {
    // On a leash: a compiler whose reader is gone does not end, it spins on the broken pipe.
    const child = spawnOnLeash(process.execPath, [file, ...args], { cwd: at(workspace), env, endWith: "KILL" });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`Building ${workspace} failed (${code ?? signal}):\n${output}`));
    });
  });
}
