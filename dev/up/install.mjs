import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { remember } from "./leash.mjs";
import { withFileLock } from "./file-lock.mjs";
import { at, dataDir } from "./paths.mjs";

/** Installs the packages of package-lock.json when they are not there, or are those of another lockfile. */
export async function install(progress) {
  if (isLink(at("node_modules"))) return;
  await mkdir(dataDir, { recursive: true });
  await withFileLock(path.join(dataDir, "install.lock"), async () => {
    const wanted = await lockHash();
    const stamp = at("node_modules", ".commonlot-stamp");
    if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
    if (!(await installedByHand())) {
      const how = existsSync(at("package-lock.json")) ? "ci" : "install";
      await progress.during(`installing packages (npm ${how}; the first time takes a few minutes)`, () => npm(how));
    }
    await writeFile(stamp, wanted);
  });
}

function isLink(place) {
  return existsSync(place) && lstatSync(place).isSymbolicLink();
}

async function lockHash() {
  const lock = await readFile(at("package-lock.json")).catch(() => "");
  return createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
}

/**
 * True when somebody ran `npm ci` or `npm install` and it finished: npm writes this list last. Optional packages are
 * those of other platforms; links are our own workspaces.
 */
async function installedByHand() {
  const read = async (file) => JSON.parse(await readFile(file, "utf8").catch(() => "{}")).packages;
  const [there, wanted] = await Promise.all([
    read(at("node_modules/.package-lock.json")),
    read(at("package-lock.json")),
  ]);
  if (!there || !wanted) return false;
  return Object.entries(wanted).every(
    ([place, { version, link, optional, peer, devOptional }]) =>
      !place.includes("node_modules/") || link || optional || peer || devOptional || there[place]?.version === version,
  );
}

/**
 * Also what NODE_ENV=production would leave out: the build needs it. The output is shown whole, if npm fails: not
 * silenced by an `npm test --silent` around us either.
 */
function npm(how) {
  const args = [how, "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=notice"];
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith("npm-cli.js") ? [process.execPath, [cli]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = remember(spawn(command, [...first, ...args], { cwd: at(), stdio: ["ignore", "pipe", "pipe"] }));
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ${how} failed (${code ?? signal}):\n${output}`));
    });
  });
}
