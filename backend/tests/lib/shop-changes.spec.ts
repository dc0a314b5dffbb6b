import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../dev/src/testing/eventually";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { ShopChanges } from "../../src/lib/shop-changes/hub";
import { WATCHED } from "../../src/lib/shop-changes/watched";

let database: TestDatabase;
let hub: ShopChanges;
let told: Set<string>;
let pulses = 0;
let ended = 0;
const subscriber = {
  changed: (tags: readonly string[]) => tags.forEach((tag) => told.add(tag)),
  pulse: () => void pulses++,
  ended: () => void ended++,
};

beforeAll(async () => {
  database = await testDatabase({ seeded: true });
  hub = new ShopChanges(database.url);
});
afterAll(async () => {
  hub.end();
  await database.drop();
});

const first = async (sql: string) => (await database.pool.query<Record<string, string>>(sql)).rows[0] ?? {};
/** What a write tells; a second write behind it says when all has come. */
async function tellsOf(sql: string, values: unknown[] = []): Promise<string[]> {
  told = new Set();
  await database.pool.query(sql, values);
  await database.pool.query(`select pg_notify('shop', 'end')`);
  await eventually(() => expect(told.has("end")).toBe(true));
  return [...told].filter((tag) => tag !== "end").sort();
}

test("every table that the shop shows is there, and has its triggers, however many backends start at once", async () => {
  told = new Set();
  const other = new ShopChanges(database.url);
  const [leave, leaveOther] = await Promise.all([hub.subscribe(subscriber), other.subscribe(subscriber)]);
  leaveOther();
  const { rows } = await database.pool.query<{ name: string; triggers: number }>(
    `select tgrelid::regclass::text as name, count(*)::int as triggers from pg_trigger where tgfoid = 'shop_changed'::regproc group by 1 order by 1`,
  );
  expect(rows).toEqual(
    Object.keys(WATCHED)
      .sort()
      .map((name) => ({ name, triggers: 3 })),
  );
  leave();
  expect(ended).toBe(0);
});

test("a write tells what it changes, when it commits and not before", async () => {
  const leave = await hub.subscribe(subscriber);
  const product = await first(`select id from product limit 1`);
  const pool = await first(`select id, inventory_item_id, origin_id from pool limit 1`);
  const village = await first(`select id from village limit 1`);
  expect(await tellsOf(`update product set subtitle = 'x' where id = $1`, [product.id])).toEqual([
    `product:${product.id}`,
  ]);
  expect(await tellsOf(`update pool set on_hand = on_hand + 1000 where id = $1`, [pool.id])).toEqual([
    `origin:${pool.origin_id}`,
    `pool:${pool.inventory_item_id}`,
  ]);
  expect(await tellsOf(`update village set season_zh = season_zh || '。' where id = $1`, [village.id])).toEqual([
    `village:${village.id}`,
  ]);
  expect(await tellsOf(`update price set updated_at = now()`)).toEqual(["catalogue"]);
  expect(await tellsOf(`update product set subtitle = 'x' where id = 'nobody'`)).toEqual([]);

  const client = await database.pool.connect();
  told = new Set();
  await client.query(`begin`);
  await client.query(`update product set subtitle = 'y' where id = $1`, [product.id]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect([...told]).toEqual([]);
  await client.query(`rollback`);
  client.release();
  expect(await tellsOf(`select 1`)).toEqual([]);
  leave();
});

test("a write of thousands of rows is told as one", async () => {
  const leave = await hub.subscribe(subscriber);
  await database.pool.query(
    `insert into product (id, title, handle) select 'prod_many_' || n, 'x', 'many-' || n from generate_series(1, 2000) n`,
  );
  expect(await tellsOf(`update product set subtitle = 'z' where id like 'prod_many_%'`)).toEqual(["product:*"]);
  leave();
});

test("a column that is gone does not keep anybody from writing: everything is told instead", async () => {
  const leave = await hub.subscribe(subscriber);
  await database.pool.query(`create table watched_here (id text)`);
  await database.pool.query(`select shop_watch('watched_here', array['here:', 'gone'])`);
  expect(await tellsOf(`insert into watched_here values ('a')`)).toEqual(["*"]);
  await database.pool.query(`select shop_watch('watched_here', array['here:', 'id'])`);
  expect(await tellsOf(`insert into watched_here values ('b')`)).toEqual(["here:b"]);
  const { rows } = await database.pool.query(`select shop_watch('not_there', array['x', '']) as there`);
  expect(rows).toEqual([{ there: false }]);
  leave();
});

test("a connection that is cut ends every subscription, and the next one hears again", async () => {
  ended = 0;
  pulses = 0;
  await hub.subscribe(subscriber);
  await eventually(() => expect(pulses).toBeGreaterThan(0));
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'shop-changes' and datname = current_database()`,
  );
  await eventually(() => expect(ended).toBe(1));
  const leave = await hub.subscribe(subscriber);
  expect(await tellsOf(`update region set updated_at = now()`)).toEqual(["catalogue"]);
  leave();
});
