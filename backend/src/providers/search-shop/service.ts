import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { SearchTypes } from "@medusajs/framework/types";
import { AbstractSearchProviderService, ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import { queryOf } from "../../lib/find/query";
import { termsOf } from "../../lib/find/terms";
import { inTransaction, row, rows } from "../../lib/sql";
import { layoutOf, refused, tableOf, type Layout } from "./columns";
import { facetResult, facetSql, groupedBy, type FacetRequest } from "./facets";
import { conditionOf } from "./filters";

/** Rows of one page, and how far pages go: who has not found it by then narrows the search. */
const MAX_TAKE = 100;
const MAX_SKIP = 5_000;
/** How much words of each weight count, D first. */
const RANKS = "{0.02,0.2,0.5,1}";
/** No such table: the version of the index that was asked has been replaced. */
const NO_TABLE = "42P01";

interface Statement {
  sql: string;
  params: unknown[];
  by_words: boolean;
}

interface Found {
  count: number | null;
  hits: { id: string; score: number; document: Record<string, unknown> }[];
  facets: unknown[];
}

/**
 * Medusa's search module on our Postgres, for Chinese: words of Intl.Segmenter, readings and initials, one slip, typed columns
 * and all facets in one statement (docs/adr/0040 says why not the provider that comes with it). Each version of an index is a
 * table of its own; the module fills a new one and then points to it. A row that was read earlier never replaces one that was
 * read later (`stamp`), whatever order their writers end in.
 */
export class ShopSearchService extends AbstractSearchProviderService {
  static override identifier = "search-shop";
  private readonly sql: Knex;

  constructor(container: Record<string, unknown>) {
    super();
    this.sql = container[ContainerRegistrationKeys.PG_CONNECTION] as Knex;
  }

  /** Only ever asked for an index that is about to be filled. */
  override async upsertIndex({ index }: { index: SearchTypes.ResolvedSearchIndexDefinition }) {
    const table = tableOf(index.physical_name);
    const columns = [...layoutOf(index).columns.values()].map(({ name, sql }) => `"${name}" ${sql}`);
    await inTransaction(this.sql, async (tx) => {
      await tx.raw(`drop table if exists "${table}"`);
      await tx.raw(
        `create table "${table}" (${['id text primary key collate "C"', "stamp bigint not null", ...columns, "terms tsvector not null", "document jsonb not null"].join(", ")})`,
      );
      // What only the hits of a page need lies beside the rows that are counted; lists that rows are narrowed by do not: each would be fetched.
      const inside = [...layoutOf(index).columns.values()].filter(({ sql }) => sql === "text[]");
      await tx.raw(
        `alter table "${table}" ${[
          "alter column document set storage external",
          "alter column terms set storage external",
          ...inside.map(({ name }) => `alter column "${name}" set storage main`),
        ].join(", ")}`,
      );
      await tx.raw(`alter table "${table}" set (toast_tuple_target = 128)`);
      await tx.raw(`create index on "${table}" using gin (terms)`);
    });
    return done(index.physical_name);
  }

  override async deleteIndex({ index }: { index: string }) {
    await this.sql.raw(`drop table if exists "${tableOf(index)}"`);
    return done(index);
  }

  override async clearIndex({ index }: { index: string }) {
    await this.run(() => this.sql.raw(`delete from "${tableOf(index)}"`));
    return done(index);
  }

  override async listIndexes(): Promise<SearchTypes.SearchIndexInfo[]> {
    const tables = await rows<{ name: string }>(
      this.sql,
      `select relname as name from pg_class where relkind = 'r' and relname like 'search\\_shop\\_%' and pg_table_is_visible(oid) order by 1`,
    );
    return Promise.all(
      tables.map(async ({ name }) => ({
        name: name.replace("search_shop_", ""),
        provider: ShopSearchService.identifier,
        document_count: Number((await row<{ n: string }>(this.sql, `select count(*) as n from "${name}"`))?.n ?? 0),
      })),
    );
  }

  override async upsertDocuments(input: {
    index: string;
    definition: SearchTypes.ResolvedSearchIndexDefinition;
    documents: SearchTypes.SearchDocument[];
  }) {
    if (input.documents.length === 0) return done(input.index);
    const layout = layoutOf(input.definition);
    const columns = [...layout.columns.values()];
    const names = columns.map(({ name }) => `"${name}"`);
    // The last one of an id counts; one statement can't touch a row twice.
    const fresh = new Map(input.documents.map((document) => [document.id, toRow(document, layout)]));
    const all = ["stamp", ...names, "terms", "document"];
    await this.write(
      `insert into "${tableOf(input.index)}" as t (id, ${all.join(", ")})
         select id, stamp, ${[...names, ""].join(", ")} terms::tsvector, document
         from jsonb_to_recordset(?::jsonb) as x(id text, stamp bigint, terms text, document jsonb${columns.map(({ name, sql }) => `, "${name}" ${sql}`).join("")})
         order by id
         on conflict (id) do update set ${all.map((name) => `${name} = excluded.${name}`).join(", ")} where t.stamp <= excluded.stamp`,
      [JSON.stringify([...fresh.values()])],
    );
    return done(input.index);
  }

  override async deleteDocuments({ index, filters }: SearchTypes.SearchDeleteDocumentsInput) {
    const where = conditionOf(filters, { columns: new Map(), texts: [], shown: [] });
    if (!where) throw refused("a removal without a filter");
    await this.write(`delete from "${tableOf(index)}" where ${where.sql}`, where.params);
    return done(index);
  }

  override async search(input: SearchTypes.ProviderSearchQuery): Promise<SearchTypes.SearchResult> {
    const started = performance.now();
    const options = input.search_options ?? {};
    if (
      options.vector ||
      options.highlight ||
      options.distinct ||
      options.locales?.length ||
      input.pagination?.cursor
    ) {
      throw refused("vectors, highlights, distinct, locales and cursors");
    }
    const layout = layoutOf(input.index);
    const skip = Math.min(input.pagination?.skip ?? 0, MAX_SKIP);
    const take = Math.min(input.pagination?.take ?? 20, MAX_TAKE);
    const facets = (options.facets ?? []).map((facet): FacetRequest =>
      typeof facet === "string" ? { field: facet } : facet,
    );
    const statement = statementOf({ ...input, layout, skip, take, facets });
    const found = statement && (await this.run(() => this.read(statement)));
    return {
      hits: (found?.hits ?? []).map(({ id, score, document }) => ({
        id,
        document: pick(document, input.attributes_to_retrieve),
        ...(options.include_score ? { score } : {}),
      })),
      ...(facets.length === 0
        ? {}
        : {
            facets: Object.fromEntries(
              facets.map((facet, at) => [facet.field, facetResult(facet, found?.facets[at] ?? nothing(facet))]),
            ),
          }),
      metadata: {
        skip,
        take,
        count: options.count === "none" ? null : (found?.count ?? 0),
        ...(input.q === undefined ? {} : { query: input.q }),
        processing_time_ms: Math.round(performance.now() - started),
      },
    };
  }

  private async read({ sql, params, by_words }: Statement): Promise<Found | undefined> {
    if (!by_words) return (await row<{ found: Found }>(this.sql, sql, params))?.found;
    return inTransaction(this.sql, async (tx) => {
      // The planner takes the narrow rows for the whole cost of reading them all, but each row's words lie beside it.
      await tx.raw(`set local enable_seqscan = off`);
      return (await row<{ found: Found }>(tx, sql, params))?.found;
    });
  }

  /** Lists made of these rows are told that they changed, in the same commit: whoever keeps pages of them forgets those. */
  private async write(sql: string, params: readonly unknown[]): Promise<void> {
    await this.run(() =>
      inTransaction(this.sql, async (tx) => {
        await rows(tx, sql, params);
        await tx.raw(`select pg_notify('shop', 'listing')`);
      }),
    );
  }

  /** What the module takes for "look up the version again". */
  private async run<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== NO_TABLE) throw error;
      throw new MedusaError(MedusaError.Types.NOT_FOUND, "This version of the search index is gone.");
    }
  }
}

/** Hits, their number and all facets, in one statement over the rows that match; undefined when nothing can. */
function statementOf(
  input: SearchTypes.ProviderSearchQuery & {
    layout: Layout;
    skip: number;
    take: number;
    facets: readonly FacetRequest[];
  },
): Statement | undefined {
  const { layout } = input;
  const typed = input.q?.trim() ?? "";
  const words = typed === "" ? undefined : queryOf(typed, { slips: input.search_options?.typo_tolerance === true });
  if (typed !== "" && words === undefined) return undefined;
  const where = conditionOf(input.filters, layout);
  const facets = input.facets.map((facet) => facetSql(facet, layout));
  const conditions = [...(words === undefined ? [] : ["terms @@ ?::tsquery"]), ...(where ? [where.sql] : [])];
  // One decimal: what differs by less is as good, and the next order decides.
  const score = words === undefined ? "0::float8" : `round(ts_rank('${RANKS}', terms, ?::tsquery)::numeric, 1)::float8`;
  const params = [...(words === undefined ? [] : [words.rank, words.match]), ...(where?.params ?? [])];
  const { order, by } = orderOf(input, layout);
  // Only what is ordered and counted by: the rows that match are kept while all is counted, and may be ten thousand.
  const columns = [...new Set([...by, ...input.facets.map(({ field }) => field)])].map((name) => `"${name}"`);
  const grouped = groupedBy(input.facets, layout).map((name) => `"${name}"`);
  const count = input.search_options?.count === "none" ? "null" : "(select count(*) from matched)";
  return {
    sql: `with matched as ${facets.length === 0 ? "not materialized" : "materialized"} (
            select ${["id", `${score} as score`, ...columns].join(", ")} from "${tableOf(input.index.physical_name)}"
            ${conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`}),
          ${grouped.length === 0 ? "" : `grouped as materialized (select ${grouped.join(", ")}, count(*) as n from matched group by ${grouped.join(", ")}),`}
          page as (select p.*, row_number() over () as at from (select id, score from matched order by ${order} limit ? offset ?) p)
          select jsonb_build_object(
            'count', ${count},
            'hits', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'score', p.score, 'document', t.document) order by p.at), '[]')
                     from page p join "${tableOf(input.index.physical_name)}" t using (id)),
            'facets', jsonb_build_array(${facets.map((facet) => facet.sql).join(", ")})) as found`,
    params: [...params, input.take, input.skip, ...facets.flatMap((facet) => facet.params)],
    by_words: words !== undefined,
  };
}

/** The order in SQL, and the columns it is made of. */
function orderOf(input: SearchTypes.ProviderSearchQuery, layout: Layout): { order: string; by: string[] } {
  const asked = Object.entries(input.pagination?.order ?? { _score: "DESC" }).map(([name, direction]) => {
    const column = name === "_score" ? "score" : layout.columns.get(name)?.name;
    if (column === undefined) throw refused(`the order by "${name}"`);
    return { column, sql: `"${column}" ${direction === "ASC" ? "asc" : "desc"} nulls last` };
  });
  return {
    order: [...asked.map(({ sql }) => sql), "id"].join(", "),
    by: asked.flatMap(({ column }) => (column === "score" ? [] : [column])),
  };
}

function toRow(document: SearchTypes.SearchDocument, layout: Layout): Record<string, unknown> {
  const stamp = typeof document.stamp === "number" ? document.stamp : 0;
  const columns = [...layout.columns.values()].map(({ name, sql }) => [name, valueOf(document[name], sql)] as const);
  const texts = layout.texts.flatMap(({ name, weight }) =>
    [document[name]].flat().flatMap((text) => (typeof text === "string" ? { text, weight } : [])),
  );
  return {
    ...Object.fromEntries(columns),
    id: document.id,
    stamp,
    terms: termsOf(texts),
    document: pick(document, layout.shown),
  };
}

function valueOf(value: unknown, sql: string): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.getTime();
  // A list travels as JSON and is read as a Postgres array by jsonb_to_recordset.
  return sql === "text[]" ? [value].flat().map(String) : value;
}

function pick(document: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (document[name] === undefined ? [] : [[name, document[name]]])));
}

const nothing = (facet: FacetRequest): unknown => (facet.type === "stats" ? { min: null, max: null, count: 0 } : []);
const done = (index: string): SearchTypes.SearchTask => ({ index, status: "succeeded" });
