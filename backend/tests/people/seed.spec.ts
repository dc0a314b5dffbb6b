import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt } from "../../../dev/up/build.mjs";
import { seed } from "../../../dev/up/database.mjs";
import { testEnv } from "../../../dev/up/test-env.mjs";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { accountNumber, phoneNumber } from "../../../dev/src/seed/data/people";
import { Cipher } from "../../src/lib/cipher";

const SQUATTED = "WD0001";

let database: TestDatabase;
let first: unknown;

beforeAll(async () => {
  if (!process.env.TEST_TEMPLATE_MIGRATED) await ensureBuilt(["domain", "backend", "dev"]);
  database = await testDatabase();
  // Somebody has taken a card's name before its household got it.
  await database.pool.query(
    `insert into auth_identity (id, created_at, updated_at) values ('authid_squatter', now(), now())`,
  );
  await database.pool.query(
    `insert into provider_identity (id, entity_id, provider, auth_identity_id, created_at, updated_at)
     values ('pi_squatter', $1, 'card-pin', 'authid_squatter', now(), now())`,
    [SQUATTED],
  );
  first = await seed({ ...testEnv(), DATABASE_URL: database.url });
});
afterAll(() => database?.drop());

/** Table -> all its rows as one text. `dev_stamp` is the starter's, not the house's. */
async function contents(): Promise<Map<string, string>> {
  const tables = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'dev_stamp' order by 1`,
  );
  const all = new Map<string, string>();
  for (const { name } of tables.rows) {
    const { rows } = await database.pool.query<{ text: string | null }>(
      `select string_agg(t::text, E'\\n' order by t::text) as text from "${name}" t`,
    );
    all.set(name, rows[0]?.text ?? "");
  }
  return all;
}

describe("the seed", () => {
  it("gives the cooperatives, villages, households, products, accounts and logins that the demo needs", async () => {
    const { rows } = await database.pool.query(
      `select (select count(*)::int from cooperative) as cooperatives, (select count(*)::int from village) as villages,
              (select count(*)::int from household) as households, (select count(*)::int from household_account) as accounts,
              (select count(*)::int from pool) as pools, (select count(*)::int from product) as products,
              (select count(*)::int from coop_member) as members, (select count(*)::int from fee_policy) as policies`,
    );
    expect(rows[0]).toEqual({
      cooperatives: 2,
      villages: 8,
      households: 120,
      accounts: 120,
      pools: 9,
      products: 9,
      members: 8,
      policies: 2,
    });
    const rails = await database.pool.query(
      `select rail, count(*)::int as n from household_account group by rail order by rail`,
    );
    expect(rails.rows).toEqual([
      { rail: "bank_file", n: 100 },
      { rail: "cash", n: 8 },
      { rail: "stripe", n: 12 },
    ]);
    expect(JSON.parse(String(first))).toMatchObject({
      publishable_key: expect.stringMatching(/^pk_/),
      region_id: expect.stringMatching(/^reg_/),
    });
  });

  it("makes every pack a variant of its pool's one inventory item", async () => {
    const { rows } = await database.pool.query(
      `select count(*)::int as packs, count(distinct inventory_item_id)::int as items from product_variant_inventory_item where deleted_at is null`,
    );
    expect(rows[0]).toEqual({ packs: 17, items: 9 });
  });

  it("changes no row when it runs again", async () => {
    const before = await contents();
    const second = await seed({ ...testEnv(), DATABASE_URL: database.url });
    expect(second).toEqual(first);
    const after = await contents();
    expect([...after].filter(([table, text]) => before.get(table) !== text).map(([table]) => table)).toEqual([]);
  });

  it("does not adopt a sign-in that somebody else made under a household's card", async () => {
    const { rows } = await database.pool.query(
      `select a.id, a.app_metadata from provider_identity p join auth_identity a on a.id = p.auth_identity_id
       where p.entity_id = $1 and p.provider = 'card-pin' and p.deleted_at is null`,
      [SQUATTED],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].id).not.toBe("authid_squatter");
    expect(rows[0].app_metadata).toEqual({ household_id: expect.stringMatching(/^household_/) });
  });
});

describe("a dump of the database", () => {
  it("holds no account number and no phone in clear", async () => {
    const dump = [...(await contents()).values()].join("\n");
    expect(dump).toContain("WD0001");
    const canaries = ["WD0001", "WD0032", "LC0048"].map(accountNumber).concat(phoneNumber(0, 1), phoneNumber(1, 48));
    for (const canary of canaries) expect(dump).not.toContain(canary);
  });
});

describe("a sealed text", () => {
  const cipher = new Cipher(randomBytes(32).toString("base64"));

  it("opens where it was sealed, and differs each time", () => {
    const sealed = cipher.seal("6228480000000000123", "row:a");
    expect(cipher.open(sealed, "row:a")).toBe("6228480000000000123");
    expect(cipher.seal("6228480000000000123", "row:a")).not.toBe(sealed);
  });

  it("does not open in another row, with another key, or when touched", () => {
    const sealed = cipher.seal("6228480000000000123", "row:a");
    expect(() => cipher.open(sealed, "row:b")).toThrow();
    expect(() => new Cipher(randomBytes(32).toString("base64")).open(sealed, "row:a")).toThrow(/key/);
    const touched = `${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`;
    expect(() => cipher.open(touched, "row:a")).toThrow();
  });
});
