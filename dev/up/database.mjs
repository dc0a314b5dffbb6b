import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { hashOf } from "./hash.mjs";
import { at, builtBackend, dataDir, root } from "./paths.mjs";
import { endChild, spawnOnLeash } from "./leash.mjs";
import { anyFreePort } from "./ports.mjs";
import { untilReady } from "./readiness.mjs";
import { medusa, services } from "./services.mjs";

const run = promisify(execFile);

/** The lock under which one process at a time makes templates on a server. */
const TEMPLATE_LOCK = 20_261_122;

/** Runs `work` with one connection, and closes it whatever happens. */
export async function withClient(url, work) {
  const { Client } = createRequire(at("dev", "package.json"))("pg");
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The address of another database on the same server. */
export function databaseOn(adminUrl, name) {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Changes when the tables would: migrations, models and links of the backend, Medusa's own version, the queue's schema. */
export function migrationsHash() {
  return hashOf(["package-lock.json", "backend/medusa-config.ts", "backend/src"], {
    only: (name) => !name.startsWith("backend/src") || /\/(migrations|models|links)\//.test(name),
  });
}

/** Changes when the seeded rows would. */
export async function seedHash() {
  const migrations = await migrationsHash();
  return hashOf(["dev/src/seed"], { and: migrations });
}

/** Brings the tables of a database up to date with the built backend. */
export async function migrate(env) {
  await runMedusa(env, "db:migrate", "--skip-scripts", "--execute-safe-links");
}

/** The seed opens accounts of households with Stripe; where no stand-in runs yet, one runs while it works. */
async function withStandIn(env, work) {
  const server = services.stripe(0, env).args[0];
  if (!existsSync(server)) return work(env);
  const port = await anyFreePort();
  const how = services.stripe(port, env);
  const child = spawnOnLeash(process.execPath, how.args, { cwd: how.cwd, env: how.env });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  child.stdout.resume();
  try {
    const alive = () => child.exitCode === null && child.signalCode === null;
    if (!(await untilReady(how.base, { paths: how.ready, alive })))
      throw new Error(`The stand-in did not start: ${said}`);
    return await work({
      ...env,
      STRIPE_API_HOST: "127.0.0.1",
      STRIPE_API_PORT: String(port),
      STRIPE_API_PROTOCOL: "http",
    });
  } finally {
    await endChild(child);
  }
}

/**
 * Runs the seed. It is told by SEED_FILE where to write what people and programs need to begin (publishable key,
 * region, one login per role). That text is returned, and kept in the database too, so that a clone of it has it.
 */
export async function seed(env) {
  const name = createHash("sha256").update(env.DATABASE_URL).digest("hex").slice(0, 8);
  const out = path.join(dataDir, `seed-${name}.json`);
  await mkdir(dataDir, { recursive: true });
  await rm(out, { force: true });
  await runMedusa({ ...env, SEED_FILE: out }, "exec", at("dev/dist/seed/index.js"));
  const text = await readFile(out, "utf8");
  await rm(out, { force: true });
  await writeStamp(env.DATABASE_URL, "seed.json", text);
  return text;
}

async function runMedusa(env, ...args) {
  const options = { cwd: builtBackend, env, maxBuffer: 64 * 1024 * 1024 };
  try {
    await run(process.execPath, medusa(...args), options);
  } catch (error) {
    throw new Error(
      `medusa ${args.join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? ""}${error.stdout === undefined ? error : ""}`,
    );
  }
}

const STAMP_TABLE = `create table if not exists dev_stamp (name text primary key, value text not null)`;

/** What was done to this database last, kept inside it: a restored or deleted database says so itself. */
export async function readStamp(url, name) {
  return withClient(url, async (client) => {
    await client.query(STAMP_TABLE);
    return (await client.query(`select value from dev_stamp where name = $1`, [name])).rows[0]?.value;
  });
}

export async function writeStamp(url, name, value) {
  await withClient(url, async (client) => {
    await client.query(STAMP_TABLE);
    await client.query(
      `insert into dev_stamp (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value`,
      [name, value],
    );
  });
}

/**
 * Makes, once per state of migrations and seed, the databases that tests clone: one migrated, one also seeded.
 * Safe beside other runs on the same server; older ones of this checkout are dropped.
 * @returns {Promise<{ migrated: string, seeded: string }>} their names
 */
export async function ensureTemplates(adminUrl, env, { seeded = true, say = () => undefined } = {}) {
  const own = `tpl_${createHash("sha256").update(root).digest("hex").slice(0, 6)}`;
  const names = {
    migrated: `${own}_m${(await migrationsHash()).slice(0, 10)}`,
    seeded: `${own}_s${(await seedHash()).slice(0, 10)}`,
  };
  await withClient(adminUrl, async (admin) => {
    await admin.query(`select pg_advisory_lock($1)`, [TEMPLATE_LOCK]);
    const there = new Set(
      (await admin.query(`select datname from pg_database where datname like $1`, [`${own}%`])).rows.map(
        (r) => r.datname,
      ),
    );
    for (const name of there) {
      if (name !== names.migrated && name !== names.seeded) await drop(admin, name);
    }
    if (!there.has(names.migrated)) {
      say("migrating the template database");
      await build(admin, names.migrated, "template0", (url) => migrate({ ...env, DATABASE_URL: url }));
    }
    if (seeded && !there.has(names.seeded)) {
      say("seeding the template database");
      await build(admin, names.seeded, names.migrated, (url) => withStandIn({ ...env, DATABASE_URL: url }, seed));
    }
    await admin.query(`select pg_advisory_unlock($1)`, [TEMPLATE_LOCK]);
  });
  return names;

  /** Filled under another name and renamed when complete: a run killed half-way leaves nothing that looks ready. */
  async function build(admin, name, from, fill) {
    const draft = `${name}_draft`;
    await drop(admin, draft);
    await admin.query(`create database "${draft}" template "${from}" strategy file_copy`);
    await fill(databaseOn(adminUrl, draft));
    await admin.query(`alter database "${draft}" rename to "${name}"`);
    await admin.query(`alter database "${name}" with is_template true allow_connections false`);
  }

  async function drop(admin, name) {
    const { rowCount } = await admin.query(`select 1 from pg_database where datname = $1`, [name]);
    if (!rowCount) return;
    await admin.query(`alter database "${name}" with is_template false`);
    await admin.query(`drop database "${name}" with (force)`);
  }
}
