import type { SearchTypes } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import fc from "fast-check";
import knex, { type Knex } from "knex";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { ShopSearchService } from "../../src/providers/search-shop/service";
import { layoutOf } from "../../src/providers/search-shop/columns";
import { statementOf } from "../../src/providers/search-shop/statement";
import { productFields, productLists } from "../../src/workflows/shop/index-fields";

// The provider of Medusa's search module on a bare database: what a buyer types, and what is found.

const index = (physical_name: string): SearchTypes.ResolvedSearchIndexDefinition => ({
  name: "product",
  entity: "product",
  provider: "search-shop",
  primary_key: "id",
  settings: { provider_options: { "search-shop": productLists } },
  definition_hash: "",
  physical_name,
  fields: productFields.toFields(),
  async *seed() {},
});

const GOODS: [id: string, title_zh: string, title_en: string, place: string, produce: string, more?: object][] = [
  ["maya", "麻崖核桃", "Maya walnuts", "陇南武都", "walnut", { sold_g: 500 }],
  [
    "doujia",
    "豆家庄高山核桃",
    "Doujiazhuang mountain walnuts",
    "陇南武都",
    "walnut",
    { sold_g: 9_000, in_stock: false },
  ],
  ["pepper", "椒园大红袍花椒", "Jiaoyuan Sichuan pepper", "陇南武都", "sichuan-pepper", { certified: true }],
  ["oil", "罗寨初榨橄榄油", "Luozhai olive oil", "陇南武都", "olive-oil", { price_per_kg_minor: 14_783 }],
  ["rice", "上蒙丝苗米", "Shangmeng Simiao rice", "河源龙川", "rice", { price_per_kg_minor: 900, weeks: ["47", "48"] }],
  ["eggs", "嶂石土鸡蛋", "Zhangshi free-range eggs", "河源龙川", "egg"],
];

const document = (
  [id, title_zh, title_en, place, produce, more]: (typeof GOODS)[number],
  stamp = 1,
): SearchTypes.SearchDocument => ({
  id,
  stamp,
  handle: id,
  status: "published",
  sales_channel_ids: ["sc_shop"],
  region: place === "陇南武都" ? "wudu" : "longchuan",
  produce,
  grade: "1",
  price_per_kg_minor: 3_000,
  weeks: ["40"],
  certified: false,
  in_stock: true,
  sold_g: 0,
  title_zh,
  title_en,
  words_a: [title_zh, title_en],
  words_c: [place, "一级"],
  words_d: ["日晒干燥，不漂白、不熏硫。"],
  ...more,
});

let database: TestDatabase;
let sql: Knex;
let search: ShopSearchService;
beforeAll(async () => {
  database = await testDatabase({ template: false });
  sql = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 4 } });
  search = new ShopSearchService({ [ContainerRegistrationKeys.PG_CONNECTION]: sql });
  await search.upsertIndex({ index: index("product_v1") });
  await search.upsertDocuments({
    index: "product_v1",
    definition: index("product_v1"),
    documents: GOODS.map((one) => document(one)),
  });
});
afterAll(async () => {
  await sql.destroy();
  await database.drop();
});

type Asked = Partial<Pick<SearchTypes.ProviderSearchQuery, "filters" | "search_options" | "pagination">>;
const ask = (q: string | undefined, asked: Asked = {}, name = "product_v1") =>
  search.search({
    index: index(name),
    attributes_to_retrieve: ["id", "title_zh"],
    ...(q === undefined ? {} : { q }),
    pagination: { order: { _score: "DESC", in_stock: "DESC", sold_g: "DESC" } },
    ...asked,
  });
const ids = async (q: string | undefined, asked: Asked = {}) => (await ask(q, asked)).hits.map((hit) => hit.id);
const nearest = (q: string) => ids(q, { search_options: { typo_tolerance: true } });

describe("what is typed is found", () => {
  test.each([
    ["核桃", ["maya", "doujia"]],
    ["麻崖", ["maya"]],
    ["红袍", ["pepper"]],
    ["大红袍花椒", ["pepper"]],
    ["hetao", ["maya", "doujia"]],
    ["he tao", ["maya", "doujia"]],
    ["HETAO", ["maya", "doujia"]],
    ["ht", ["maya", "doujia"]],
    ["dhp", ["pepper"]],
    ["het", ["maya", "doujia"]],
    ["walnut", ["maya", "doujia"]],
    ["Walnuts from Maya", ["maya"]],
    ["olive oil", ["oil"]],
    ["ｏｌｉｖｅ", ["oil"]],
    ["武都 花椒", ["pepper"]],
    ["武都的核桃", ["maya", "doujia"]],
    ["熏硫 鸡蛋", ["eggs"]],
  ])("%s", async (q, found) => {
    expect(await ids(q)).toEqual(found);
  });

  test("a name counts more than a description, then what is in stock, then what sells", async () => {
    expect((await ids("一级")).slice(0, 2)).toEqual(["maya", "eggs"]);
    expect((await ids("一级")).at(-1)).toBe("doujia");
  });

  test("and what nobody sells is not", async () => {
    for (const q of ["苹果", "apple", "!!!", "。。", "xyz123"]) expect(await ids(q), q).toEqual([]);
  });
});

describe("one slip", () => {
  test.each([
    ["hetoa", "maya"],
    ["heta", "maya"],
    ["hetaoo", "maya"],
    ["hetap", "maya"],
    ["walntus", "maya"],
    ["wallnut", "maya"],
    ["peper", "pepper"],
    ["olvie", "oil"],
    ["核逃", "maya"],
    ["合桃", "maya"],
    ["橄榄由", "oil"],
    ["撖榄油", "oil"],
    ["大红包", "pepper"],
    ["华椒", "pepper"],
    ["zhangsi", "eggs"],
  ])("%s still finds %s", async (q, id) => {
    expect(await nearest(q)).toContain(id);
  });

  test("is asked for by who searches: as typed, it finds nothing", async () => {
    expect(await ids("hetoa")).toEqual([]);
    expect(await ids("核逃")).toEqual([]);
  });

  test("more than one is another word", async () => {
    for (const q of ["hexxo", "wxlnxt", "苹果汁", "bread"]) expect(await nearest(q), q).toEqual([]);
  });

  test("of any letter of any long word, in any of the four ways, is forgiven", async () => {
    const words = ["hetao", "walnut", "olive", "jiaoyuan", "huajiao"];
    const slip = fc
      .record({ word: fc.constantFrom(...words), at: fc.nat(), letter: fc.constantFrom(..."bkqwz"), how: fc.nat(3) })
      .map(({ word, at, letter, how }) => {
        const place = at % word.length;
        const [before, after] = [word.slice(0, place), word.slice(place)];
        if (how === 0) return before + after.slice(1);
        if (how === 1) return before + letter + after;
        if (how === 2) return before + letter + after.slice(1);
        return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
      });
    await fc.assert(
      fc.asyncProperty(slip, async (typed) => {
        expect(await nearest(typed), typed).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test("whatever is typed is words to look for, never a command and never a mistake of ours", async () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.constantFrom(
      "'",
      "') or 1=1 --",
      "a & | ! ( ) :* <->",
      "<script>alert(1)</script>",
      "\\",
      "??",
      ":A",
      "核'桃",
      "%_",
    ),
    fc.stringMatching(/^[核桃a-z'&|!()\\:*<>? -]{1,40}$/),
  );
  await fc.assert(
    fc.asyncProperty(nasty, fc.boolean(), async (q, typo_tolerance) => {
      const found = await ask(q, { search_options: { typo_tolerance } });
      expect(found.hits.length).toBeLessThanOrEqual(GOODS.length);
    }),
    { numRuns: 150 },
  );
});

describe("what a search is narrowed by", () => {
  test("is combined, and counted over what matches", async () => {
    const found = await ask("核桃", {
      search_options: {
        facets: [
          { field: "region" },
          { field: "produce" },
          { field: "in_stock" },
          { field: "weeks" },
          { field: "price_per_kg_minor", type: "range", ranges: [{ to: 2_000 }, { from: 2_000, to: 5_000 }] },
          { field: "price_per_kg_minor", type: "stats" },
        ],
      },
    });
    expect(found.metadata.count).toBe(2);
    expect(found.facets).toMatchObject({
      region: { values: [{ value: "wudu", count: 2 }] },
      produce: { values: [{ value: "walnut", count: 2 }] },
      in_stock: {
        values: [
          { value: "false", count: 1 },
          { value: "true", count: 1 },
        ],
      },
      weeks: { values: [{ value: "40", count: 2 }] },
    });
    expect(await ids(undefined, { filters: { region: "longchuan", weeks: "48" } })).toEqual(["rice"]);
    expect(await ids(undefined, { filters: { price_per_kg_minor: { $gte: 10_000 } } })).toEqual(["oil"]);
    expect(await ids(undefined, { filters: { certified: true } })).toEqual(["pepper"]);
    expect(await ids("核桃", { filters: { in_stock: true } })).toEqual(["maya"]);
    expect(
      await ids(undefined, { filters: { $or: [{ produce: "egg" }, { produce: ["rice"] }], $not: { id: "rice" } } }),
    ).toEqual(["eggs"]);
    expect(await ids(undefined, { filters: { sales_channel_ids: ["sc_other"] } })).toEqual([]);
  });

  test("is refused where there is no exact answer", async () => {
    for (const filters of [{ handle: { $prefix: "m" } }, { nobody: 1 }, { region: { $gt: "a" } }] as const) {
      await expect(ask(undefined, { filters })).rejects.toThrow("does not support");
    }
    await expect(ask("核桃", { search_options: { highlight: true } })).rejects.toThrow("does not support");
  });
});

test("a row that was read earlier never replaces one that was read later, whatever order their writers end in", async () => {
  await search.upsertIndex({ index: index("late_v1") });
  const write = (stamp: number, title: string) =>
    search.upsertDocuments({
      index: "late_v1",
      definition: index("late_v1"),
      documents: [document(["one", title, "", "陇南武都", "walnut"], stamp)],
    });
  await write(2, "新");
  await write(1, "旧");
  expect((await ask(undefined, {}, "late_v1")).hits[0]?.document).toEqual({ id: "one", title_zh: "新" });
  await write(3, "更新");
  expect((await ask(undefined, {}, "late_v1")).hits[0]?.document).toEqual({ id: "one", title_zh: "更新" });
  await search.deleteDocuments({ index: "late_v1", filters: { id: ["one"] } });
  expect((await ask(undefined, {}, "late_v1")).metadata.count).toBe(0);
});

test("a version that is gone says so, so that the module looks for the one that serves", async () => {
  await expect(ask("核桃", {}, "gone_v1")).rejects.toMatchObject({ type: "not_found" });
});

describe("numbers that are kept beside the rows", () => {
  const WRITERS = 4;
  const FACETS: SearchTypes.SearchOptions["facets"] = [
    { field: "region", limit: 100 },
    { field: "produce", limit: 100 },
    { field: "certified" },
    {
      field: "price_per_kg_minor",
      type: "range",
      ranges: [
        { key: "low", to: 2_000 },
        { key: "high", from: 2_000 },
      ],
    },
  ];
  /** An answer from the counts, and the same question put to the rows. */
  const both = async (filters: SearchTypes.SearchFilters) => {
    const question = {
      index: index("kept_v1"),
      layout: layoutOf(index("kept_v1")),
      attributes_to_retrieve: ["id"],
      filters,
      search_options: { facets: FACETS },
      facets: FACETS as { field: string }[],
      pagination: { order: { in_stock: "DESC", sold_g: "DESC" } as const },
      skip: 0,
      take: 5,
    };
    const [counted, looked] = [statementOf(question), statementOf(question, { counts: false })];
    expect([counted?.counted, looked?.counted]).toEqual([true, false]);
    const answer = async (statement: typeof counted) =>
      (await sql.raw<{ rows: { found: unknown }[] }>(statement?.sql ?? "", [...(statement?.params ?? [])] as string[]))
        .rows[0]?.found;
    return [await answer(counted), await answer(looked)] as const;
  };
  const good = (id: string, at: number, stamp: number) =>
    document([id, "核桃", "Walnuts", at % 3 === 0 ? "陇南武都" : "河源龙川", at % 2 === 0 ? "walnut" : "egg"], stamp);

  beforeAll(async () => {
    await search.upsertIndex({ index: index("kept_v1") });
  });

  test("are those of the rows, whoever writes, changes and takes away at the same time", async () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 11 }),
      at: fc.nat(11),
      price: fc.constantFrom(null, 500, 1_999, 2_000, 9_000),
      certified: fc.boolean(),
      in_stock: fc.boolean(),
      gone: fc.boolean(),
    });
    let stamp = 1;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { maxLength: 8 }), async (writes) => {
        const write = async (steps: (typeof writes)[number]) => {
          const gone = steps.filter((one) => one.gone).map((one) => `k${one.id}`);
          const there = steps.filter((one) => !one.gone);
          await search.upsertDocuments({
            index: "kept_v1",
            definition: index("kept_v1"),
            documents: there.map((one) => ({
              ...good(`k${one.id}`, one.at, stamp++),
              price_per_kg_minor: one.price,
              certified: one.certified,
              in_stock: one.in_stock,
            })),
          });
          if (gone.length > 0) await search.deleteDocuments({ index: "kept_v1", filters: { id: gone } });
        };
        for (let at = 0; at < writes.length; at += WRITERS) {
          await Promise.all(writes.slice(at, at + WRITERS).map(write));
        }
        for (const filters of [
          {},
          { sales_channel_ids: ["sc_shop"], in_stock: true },
          { region: ["wudu", "longchuan"], $not: { produce: "egg" } },
          { $or: [{ certified: true }, { price_per_kg_minor: { $gte: 2_000 } }] },
        ]) {
          const [counted, looked] = await both(filters);
          expect(counted, JSON.stringify(filters)).toEqual(looked);
        }
        const { rows } = await sql.raw<{ rows: { least: string | null }[] }>(
          `select min(n) as least from search_count_kept_v1`,
        );
        expect(Number(rows[0]?.least ?? 1)).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });

  test("are asked only for what they know: other limits of a price and weeks are counted in the rows", async () => {
    await search.upsertDocuments({
      index: "kept_v1",
      definition: index("kept_v1"),
      documents: [1_500, 2_000, 2_500, 2_999, 3_000].map((price_per_kg_minor, at) => ({
        ...good(`limit${at}`, at, 1e6),
        price_per_kg_minor,
        weeks: [String(at)],
      })),
    });
    const count = async (filters: SearchTypes.SearchFilters) =>
      (await ask(undefined, { filters }, "kept_v1")).metadata.count;
    for (const [price, where] of [
      [{ $gte: 2_500, $lt: 2_501 }, "= 2500"],
      [{ $gte: 2_000, $lt: 2_500 }, "between 2000 and 2499"],
      [{ $lt: 2_999 }, "< 2999"],
      [{ $gt: 2_000 }, "> 2000"],
      [{ $lte: 2_000 }, "<= 2000"],
      [{ $gte: 2_000, $lt: 3_000 }, "between 2000 and 2999"],
    ] as const) {
      const { rows } = await sql.raw<{ rows: { n: number }[] }>(
        `select count(*)::int as n from search_shop_kept_v1 where price_per_kg_minor ${where}`,
      );
      expect(rows[0]?.n, where).toBeGreaterThan(0);
      expect(await count({ price_per_kg_minor: price }), where).toBe(rows[0]?.n);
    }
    expect(await count({ weeks: "4" })).toBe(1);
  });

  test("never end two writers in a deadlock: in opposite order, over and over, both write all, and the numbers are right", async () => {
    const ids = Array.from({ length: 12 }, (_, at) => `turn${at}`);
    await search.upsertDocuments({
      index: "kept_v1",
      definition: index("kept_v1"),
      documents: ids.map((id, at) => good(id, at, 1e6)),
    });
    const write = (order: readonly string[], price: number) =>
      sql.transaction(async (tx) => {
        // Some from one combination to the next, some away and back: triggers of all three kinds.
        for (const [at, id] of order.entries()) {
          if (at % 3 === 0) {
            const { rows } = await tx.raw<{ rows: object[] }>(
              `delete from search_shop_kept_v1 where id = ? returning *`,
              [id],
            );
            if (rows[0]) await tx("search_shop_kept_v1").insert({ ...rows[0], price_per_kg_minor: price });
          } else await tx.raw(`update search_shop_kept_v1 set price_per_kg_minor = ? where id = ?`, [price, id]);
        }
      });
    for (let turn = 0; turn < 10; turn++) {
      await Promise.all([write(ids, turn * 1_000), write([...ids].reverse(), turn * 1_000 + 500)]);
    }
    const [counted, looked] = await both({});
    expect(counted).toEqual(looked);
    const { rows } = await sql.raw<{ rows: { n: number }[] }>(
      `select count(*)::int as n from search_shop_kept_v1 where id like 'turn%' and price_per_kg_minor in (9000, 9500)`,
    );
    expect(rows[0]?.n).toBe(ids.length);
  });

  test("are done without while a version serves that was filled before there were any", async () => {
    const before = (await ask(undefined, { search_options: { facets: FACETS } }, "kept_v1")).metadata.count;
    await sql.raw(`drop table search_count_kept_v1 cascade`);
    const found = await ask(undefined, { search_options: { facets: FACETS } }, "kept_v1");
    expect(found.metadata.count).toBe(before);
    expect(before).toBeGreaterThan(0);
    await search.deleteIndex({ index: "kept_v1" });
    const { rows } = await sql.raw<{ rows: unknown[] }>(
      `select 1 from pg_proc where proname = 'search_count_kept_v1' union all select 1 from pg_class where relname like '%kept_v1'`,
    );
    expect(rows).toEqual([]);
  });
});

describe("ten thousand products", () => {
  const PLACES = ["陇南武都", "河源龙川"] as const;
  beforeAll(async () => {
    await search.upsertIndex({ index: index("many_v1") });
    await search.upsertDocuments({
      index: "many_v1",
      definition: index("many_v1"),
      documents: Array.from({ length: 500 }, (_, n) => {
        const [, zh, en, , produce] = GOODS[n % GOODS.length] ?? ["", "", "", "", ""];
        const village = String.fromCharCode(0x4e00 + (n % 900)) + String.fromCharCode(0x5e00 + (n % 700));
        return document([
          `p${n}`,
          `${village}${zh}`,
          `${en} ${9_000 + n}`,
          PLACES[n % 2] ?? "",
          produce,
          // Every one speaks of peanuts; one is called so, and sells nothing.
          { sold_g: n % 977, words_d: ["配花生吃"], ...(n === 7 ? { sold_g: 0, words_a: ["晒场花生"] } : {}) },
        ]);
      }),
    });
    const rest = [
      ...(await sql("search_shop_many_v1")
        .columnInfo()
        .then((columns) => Object.keys(columns))),
    ].filter((name) => name !== "id");
    await sql.raw(
      `insert into search_shop_many_v1 (id, ${rest.join(", ")}) select id || '_' || n, ${rest.join(", ")} from search_shop_many_v1, generate_series(2, 20) n`,
    );
    await sql.raw(`analyze search_shop_many_v1`);
  });

  const sold = { in_stock: true, sales_channel_ids: ["sc_shop"] };
  /** Lists that pages show the beginning of, and their numbers. */
  const LISTS: Asked[] = [
    { filters: { ...sold, weeks: "40" }, pagination: { order: { sold_g: "DESC", created_at: "DESC" } } },
    { filters: sold, pagination: { order: { created_at: "DESC" } } },
    { filters: { ...sold, region: "wudu" }, pagination: { order: { sold_g: "DESC" } } },
    {
      filters: { ...sold, produce: "walnut" },
      pagination: { order: { _score: "DESC", in_stock: "DESC", sold_g: "DESC" } },
    },
    { pagination: { order: { _score: "DESC", in_stock: "DESC", sold_g: "DESC" } } },
  ];
  /** How many pages of the table a question touches. */
  const read = async ({ search_options, ...asked }: Asked) => {
    const facets = (search_options?.facets ?? []).map((field) => ({ field: String(field) }));
    const question = {
      index: index("many_v1"),
      layout: layoutOf(index("many_v1")),
      attributes_to_retrieve: ["id"],
      skip: 0,
      take: 24,
      facets,
    };
    const statement = statementOf({ ...question, ...asked, ...(search_options ? { search_options } : {}) });
    const { rows } = await sql.raw<{ rows: { "QUERY PLAN": string }[] }>(
      `explain (analyze, buffers, costs off, timing off) ${statement?.sql}`,
      [...(statement?.params ?? [])] as string[],
    );
    const pages = /shared hit=(\d+)(?: read=(\d+))?/.exec(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    return { touched: Number(pages?.[1] ?? 1e9) + Number(pages?.[2] ?? 0), counted: statement?.counted };
  };

  test("that all speak of a word: first come those that are called so, and no page repeats or leaves out any", async () => {
    const order = { _score: "DESC", in_stock: "DESC", sold_g: "DESC" } as const;
    const pages: string[][] = [];
    for (let skip = 0; skip < 240; skip += 24) {
      const found = await ask("花生", { pagination: { skip, take: 24, order } }, "many_v1");
      expect(found.metadata.count).toBe(10_000);
      pages.push(found.hits.map(({ id }) => id));
    }
    expect(pages[0]?.slice(0, 20).every((id) => id === "p7" || id.startsWith("p7_"))).toBe(true);
    const shown = pages.flat();
    expect(new Set(shown).size).toBe(240);
    // Behind those what sells best, to the last one shown.
    const { rows } = await sql.raw<{ rows: { id: string }[] }>(
      `select id from search_shop_many_v1 where id !~ '^p7(_|$)' order by in_stock desc, sold_g desc, id limit 220`,
    );
    expect(shown.slice(20)).toEqual(rows.map(({ id }) => id));
  });

  test("are searched by the index of words, and a page of all of them with every facet is one look over narrow rows", async () => {
    const plan = await sql.transaction(async (tx) => {
      await tx.raw(`set local enable_seqscan = off`);
      const { rows } = await tx.raw<{ rows: { "QUERY PLAN": string }[] }>(
        `explain select count(*) from search_shop_many_v1 where terms @@ ?::tsquery`,
        ["'oliv':*ABC & '9000'"],
      );
      return rows.map((row) => row["QUERY PLAN"]);
    });
    expect(plan.join("\n")).toContain("Bitmap Index Scan");
    const { rows: size } = await sql.raw<{ rows: { heap: string }[] }>(
      `select pg_relation_size('search_shop_many_v1') as heap`,
    );
    // Narrow: what only a page's hits need lies outside. With documents and words inside it would be over 20 MB.
    expect(Number(size[0]?.heap)).toBeLessThan(6_000_000);
    const { rows: fetched } = await sql.raw<{ rows: { "QUERY PLAN": string }[] }>(
      `explain (analyze, buffers, costs off, timing off) select count(*) from search_shop_many_v1 where sales_channel_ids @> array['sc_shop'] and weeks @> array['40']`,
    );
    // Lists lie inside the rows: a row that is narrowed by them is not fetched from beside the table, a page or two for each.
    const pages = /shared hit=(\d+)(?: read=(\d+))?/.exec(fetched.map((row) => row["QUERY PLAN"]).join("\n"));
    expect(Number(pages?.[1] ?? 1e9) + Number(pages?.[2] ?? 0)).toBeLessThan(1_000);
    const facets = ["region", "produce", "grade", "certified", "in_stock", "weeks"];
    const all = await ask(undefined, { search_options: { facets } }, "many_v1");
    expect(all.metadata.count).toBe(10_000);
    expect(Object.keys(all.facets ?? {})).toEqual(facets);
    const rows_of = async (field: string) => {
      const { rows } = await sql.raw<{ rows: { value: string; count: number }[] }>(
        `select "${field}"::text as value, count(*)::int from search_shop_many_v1 where "${field}" is not null group by 1 order by 2 desc, 1`,
      );
      return rows.map(({ value, count }) => ({ value, count }));
    };
    for (const field of facets.filter((one) => one !== "weeks"))
      expect(all.facets?.[field], field).toEqual({ type: "value", values: await rows_of(field) });
    expect((await ask(undefined, { search_options: { count: "none" } }, "many_v1")).metadata.count).toBeNull();
    for (const filters of LISTS) {
      const plan = await read({ ...filters, search_options: { count: "none" } });
      // The beginning of a list, whatever stands behind it: with all rows sorted it would be a thousand pages.
      expect(plan.touched, JSON.stringify(filters)).toBeLessThan(400);
    }
    // Numbers too, where they are kept beside the rows.
    const numbers = await read({ filters: sold, search_options: { facets: ["region", "produce", "grade"] } });
    expect(numbers.counted).toBe(true);
    expect(numbers.touched).toBeLessThan(400);
    for (const [q, typo_tolerance] of [
      ["核桃", false],
      ["hetao", false],
      ["wlanut", true],
    ] as const) {
      const found = await ask(q, { search_options: { facets, typo_tolerance } }, "many_v1");
      expect(found.metadata.count, q).toBeGreaterThan(3_000);
    }
  });
});
