import { randomBytes } from "node:crypto";
import pg from "pg";
import { ensureBuilt } from "../../up/build.mjs";
import { databaseOn, ensureTemplates, withClient } from "../../up/database.mjs";
import { testEnv } from "../../up/test-env.mjs";

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  /** Closes the pool and removes the database. Fails when the test left connections of its own open. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** False: an empty database. Otherwise every table of the house is there. */
  template?: boolean;
  /** True: with the rows of the seed (villages, cooperatives, products, one login per role). */
  seeded?: boolean;
}

/** How long a connection that was closed may take to be gone. */
const CLOSING_MS = 3_000;

/** A database of the test's own on the test server, cloned from a template that is made once. */
export async function testDatabase({
  template = true,
  seeded = false,
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const admin = adminUrl();
  const from = template || seeded ? (await templates(seeded))[seeded ? "seeded" : "migrated"] : "template0";
  const name = `t_${process.pid}_${randomBytes(5).toString("hex")}`;
  await withClient(admin, (client) => client.query(`create database "${name}" template "${from}" strategy file_copy`));

  const url = databaseOn(admin, name);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on("error", () => undefined);
  let dropped = false;
  return {
    url,
    pool,
    async drop() {
      if (dropped) return;
      dropped = true;
      await pool.end();
      await dropUnlessLeaking(admin, name);
    },
  };
}

function adminUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url)
    throw new Error("TEST_DATABASE_URL is not set: run the tests through vitest with the project's configuration");
  return url;
}

let made: Promise<{ migrated: string; seeded: string }> | undefined;
let madeSeeded = false;

/** `npm test` makes the templates before the first test; a single spec run by hand makes them here. */
async function templates(seeded: boolean): Promise<{ migrated: string; seeded: string }> {
  const { TEST_TEMPLATE_MIGRATED, TEST_TEMPLATE_SEEDED } = process.env;
  if (TEST_TEMPLATE_MIGRATED && TEST_TEMPLATE_SEEDED) {
    return { migrated: TEST_TEMPLATE_MIGRATED, seeded: TEST_TEMPLATE_SEEDED };
  }
  if (!made || (seeded && !madeSeeded)) {
    madeSeeded = seeded;
    made = (async () => {
      await ensureBuilt(seeded ? ["domain", "backend", "dev"] : ["domain", "backend"]);
      return ensureTemplates(adminUrl(), testEnv(), { seeded });
    })();
  }
  return made;
}

async function dropUnlessLeaking(admin: string, name: string): Promise<void> {
  await withClient(admin, async (client) => {
    const end = Date.now() + CLOSING_MS;
    for (;;) {
      const open = await client.query<{ application_name: string; state: string | null; query: string }>(
        `select application_name, state, left(query, 200) as query from pg_stat_activity
         where datname = $1 and backend_type = 'client backend'`,
        [name],
      );
      if (open.rows.length === 0) break;
      if (Date.now() > end) {
        await client.query(`drop database "${name}" with (force)`);
        const list = open.rows.map((row) => `  ${row.application_name || "-"} (${row.state ?? "?"}): ${row.query}`);
        throw new Error(`The test left ${open.rows.length} database connections open:\n${list.join("\n")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await client.query(`drop database "${name}"`);
  });
}
