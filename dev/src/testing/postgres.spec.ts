import pg from "pg";
import { describe, expect, it } from "vitest";
import { testDatabase } from "./postgres.js";

describe("a test's own database", () => {
  it("is empty on demand, and gone afterwards", async () => {
    const database = await testDatabase({ template: false });
    const tables = await database.pool.query(`select 1 from information_schema.tables where table_schema = 'public'`);
    expect(tables.rowCount).toBe(0);
    await database.drop();
    await expect(new pg.Client({ connectionString: database.url }).connect()).rejects.toThrow(/does not exist/);
  });

  it("fails the test that leaves a connection open", async () => {
    const database = await testDatabase({ template: false });
    const leaked = new pg.Client({ connectionString: database.url, application_name: "the leaking test" });
    leaked.on("error", () => undefined);
    await leaked.connect();
    await expect(database.drop()).rejects.toThrow(/left 1 database connections open[^]*the leaking test/);
  });

  it("has every table of the house, and is its own", async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    await one.pool.query(`create table mine (x int)`);
    const seen = await other.pool.query(`select to_regclass('mine') as mine, to_regclass('outbox_message') as outbox`);
    expect(seen.rows[0]).toEqual({ mine: null, outbox: "outbox_message" });
    await Promise.all([one.drop(), other.drop()]);
  });
});
