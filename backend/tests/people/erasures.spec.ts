import knex, { type Knex } from "knex";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { Erasures } from "../../src/modules/buyer/erasures";

/** One more than a round of upkeep takes. */
const OPEN = 501;

let database: TestDatabase;
let sql: Knex;

beforeAll(async () => {
  database = await testDatabase();
  sql = knex({ client: "pg", connection: database.url });
});
afterAll(async () => {
  await sql?.destroy();
  await database?.drop();
});

it("however many wait to be forgotten, each is looked at within two rounds", async () => {
  const { pool } = database;
  await pool.query(`insert into buyer_account (customer_id) select 'cus_' || n from generate_series(1, $1::int) n`, [
    OPEN,
  ]);
  await pool.query(
    `insert into buyer_erasure (customer_id, pseudonym, asked_at)
     select 'cus_' || n, 'erased_' || lpad(n::text, 32, '0'), now() - interval '2 days' from generate_series(1, $1::int) n`,
    [OPEN],
  );
  const erasures = new Erasures(sql);
  for (let round = 0; round < 2; round += 1) await erasures.again("2026-11-27");
  const { rowCount } = await pool.query(
    `select distinct payload->>'customer_id' from outbox_message where job = 'erase-buyer'`,
  );
  expect(rowCount).toBe(OPEN);
});
