import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const isRoot = () => process.getuid?.() === 0;

/** The programs that tests need and npm can't bring, by the names they go by, and how each is installed. */
const TOOLS = {
  chromium: {
    what: "Chromium (for the tests of pages)",
    variable: "CHROME_PATH",
    otherwise: "set CHROME_PATH to where it is",
    // The shell first: the same engine without the windows of a desktop, for two thirds of the processor's time.
    names: ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    places: [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    // With a font that holds Chinese: without one every character is an empty box of another width.
    packages: ["chromium-headless-shell", "fonts-noto-cjk"],
    packagesElse: ["chromium", "fonts-noto-cjk"],
    mac: "brew install --cask google-chrome",
  },
  redis: {
    what: "redis-server (for the tests of the queue on Redis)",
    otherwise: "set REDIS_URL to a Redis with an empty database",
    names: ["redis-server"],
    places: ["/opt/homebrew/bin/redis-server", "/usr/local/bin/redis-server"],
    packages: ["redis-server"],
    mac: "brew install redis",
  },
};

/** Path of a Chromium: CHROME_PATH, PATH, or Debian's package installed now when we are root. */
export const chromium = (say) => find(TOOLS.chromium, say);

/**
 * Where tests get a Redis from: the one REDIS_URL names (a database in it that is empty), or a server of their own
 * started from PATH, or from Debian's package, installed now when we are root.
 */
export async function redisSource(say) {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL };
  return { server: process.env.TEST_REDIS_SERVER ?? (await find(TOOLS.redis, say)) };
}

/** Path of a tool, found or installed; else throws the sentence that names the command. */
export async function find(tool, say = () => undefined) {
  const told = tool.variable && process.env[tool.variable];
  if (told) {
    if (await isProgram(told)) return told;
    throw new Error(`${tool.variable} is ${told}, but there is no program there. Correct it, or unset it.`);
  }
  const found = await onThisMachine(tool);
  if (found) return found;
  if (isRoot() && (await onPath("apt-get"))) {
    say(`installing ${tool.packages.join(" ")} with apt-get`);
    await install(tool);
    const installed = await onThisMachine(tool);
    if (installed) return installed;
  }
  throw new Error(missing(tool));
}

/** The sentence that names the command. */
function missing(tool) {
  const command =
    process.platform === "darwin"
      ? tool.mac
      : `sudo apt-get update && sudo apt-get install -y ${tool.packages.join(" ")}`;
  return `${tool.what} is missing. Install it with:\n  ${command}\nor ${tool.otherwise}, and run again.`;
}

async function install(tool) {
  const apt = (...args) =>
    run("apt-get", args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 64 * 1024 * 1024 });
  const install = (packages) =>
    apt("install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", ...packages);
  try {
    await install(tool.packages).catch(async () => {
      await apt("update", "-o", "DPkg::Lock::Timeout=120");
      // An older Debian may have the second only.
      await install(tool.packages).catch(() => install(tool.packagesElse ?? tool.packages));
    });
  } catch (error) {
    throw new Error(`${missing(tool)}\nInstalling it now failed:\n${error.stderr || error.message}`);
  }
}

async function onThisMachine(tool) {
  for (const name of tool.names) {
    const found = await onPath(name);
    if (found) return found;
  }
  for (const place of tool.places) if (await isProgram(place)) return place;
  return undefined;
}

async function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    if (folder && (await isProgram(file))) return file;
  }
  return undefined;
}

const isProgram = (file) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
