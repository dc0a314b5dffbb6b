import knex, { type Knex } from "knex";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { untranslated } from "../../src/workflows/shop/untranslated";

// Both languages of what is sold, in Medusa's own tables as the seed writes them.

let database: TestDatabase;
let sql: Knex;
beforeAll(async () => {
  database = await testDatabase({ seeded: true });
  sql = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 4 } });
});
afterAll(async () => {
  await sql.destroy();
  await database.drop();
});

test("every product that is sold is whole in Chinese and English, with all its packs", async () => {
  const { rows } = await database.pool.query(`select 1 from product where status = 'published'`);
  expect(rows.length).toBeGreaterThanOrEqual(9);
  expect(await untranslated(sql)).toEqual([]);
});

test("there is one way only: no English beside Medusa's translations", async () => {
  const { rows } = await database.pool.query(
    `select id from (select id, metadata from product union all select id, metadata from product_variant) x
     where metadata ?| array['title_zh', 'title_en', 'description_zh', 'description_en']`,
  );
  expect(rows).toEqual([]);
});

test("regions, taxes and ways of sending have both languages, too", async () => {
  const { rows } = await database.pool.query<{ kind: string }>(
    `select 'region ' || name as kind from region where deleted_at is null and id not in (select reference_id from translation)
     union all select 'tax ' || name from tax_rate where deleted_at is null and id not in (select reference_id from translation)
     union all select 'shipping ' || name from shipping_option where deleted_at is null and id not in (select reference_id from translation)
     union all select 'category ' || name from product_category where deleted_at is null and id not in (select reference_id from translation)`,
  );
  expect(rows).toEqual([]);
});

test("a product that loses a text is named with what it lacks", async () => {
  const { rows } = await database.pool.query<{ id: string }>(`select id from product where handle = 'maya-walnuts'`);
  const id = rows[0]?.id ?? "";
  await database.pool.query(
    `update translation set translations = translations - 'description' where reference_id = $1`,
    [id],
  );
  await database.pool.query(
    `delete from translation where reference_id in (select id from product_variant where product_id = $1 limit 1)`,
    [id],
  );
  expect(await untranslated(sql)).toMatchObject([{ id, missing: ["description_en", "packs_en"] }]);
  await database.pool.query(`update product set status = 'draft' where id = $1`, [id]);
  expect(await untranslated(sql)).toEqual([]);
  expect(await untranslated(sql, id)).toHaveLength(1);
});
