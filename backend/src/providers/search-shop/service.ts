import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { SearchTypes } from "@medusajs/framework/types";
import { AbstractSearchProviderService, ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import { termsOf } from "../../lib/find/terms";
import { inTransaction, row, rows } from "../../lib/sql";
import { IDENTIFIER, layoutOf, refused, tableOf, type Layout } from "./columns";
import { countsOf, dropIndex } from "./counts";
import { createIndex } from "./create-index";
import { facetResult, type FacetRequest } from "./facets";
import { conditionOf } from "./filters";
import { statementOf, type Question, type Statement } from "./statement";

/** Rows of one page, and how far pages go: who has not found it by then narrows the search. */
const MAX_TAKE = 100;
const MAX_SKIP = 5_000;
/** No such table: the version of the index that was asked has been replaced. */
const NO_TABLE = "42P01";

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
  static override identifier = IDENTIFIER;
  private readonly sql: Knex;

  constructor(container: Record<string, unknown>) {
    super();
    this.sql = container[ContainerRegistrationKeys.PG_CONNECTION] as Knex;
  }

  /** Only ever asked for an index that is about to be filled. */
  override async upsertIndex({ index }: { index: SearchTypes.ResolvedSearchIndexDefinition }) {
    await inTransaction(this.sql, async (tx) => {
      for (const statement of createIndex(tableOf(index.physical_name), layoutOf(index))) await tx.raw(statement);
    });
    return done(index.physical_name);
  }

  override async deleteIndex({ index }: { index: string }) {
    await inTransaction(this.sql, async (tx) => {
      for (const statement of dropIndex(tableOf(index))) await tx.raw(statement);
    });
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
    await this.learn(tableOf(input.index), layout);
    return done(input.index);
  }

  override async deleteDocuments({ index, filters }: SearchTypes.SearchDeleteDocumentsInput) {
    const where = conditionOf(filters, { columns: new Map(), texts: [], shown: [], counted: [], lists: [] });
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
    const question = { ...input, layout, skip, take, facets };
    const found = await this.run(() => this.find(question));
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

  private async find(question: Question): Promise<Found | undefined> {
    const statement = statementOf(question);
    if (!statement) return undefined;
    try {
      return await this.read(statement);
    } catch (error) {
      // A version that was filled before there were counts, and serves until the next one is full.
      const whole = statement.counted && isGone(error) ? statementOf(question, { counts: false }) : undefined;
      if (!whole) throw error;
      return this.read(whole);
    }
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

  /** The database plans by what it knows of a table. By itself it looks a minute after a filling; until then lists would be sorted whole. */
  private async learn(table: string, layout: Layout): Promise<void> {
    if (layout.counted.length === 0) return;
    try {
      const found = await row<{ grown: boolean }>(
        this.sql,
        `select (select sum(n) from "${countsOf(table)}") > 2 * greatest(reltuples, 50) as grown from pg_class where oid = to_regclass(?)`,
        [`"${table}"`],
      );
      if (found?.grown === true) await this.sql.raw(`analyze "${table}"`);
    } catch (error) {
      // Written it is; a version without counts, or one that was replaced meanwhile, need not be learnt.
      if (!isGone(error)) throw error;
    }
  }

  /** What the module takes for "look up the version again". */
  private async run<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isGone(error)) throw error;
      throw new MedusaError(MedusaError.Types.NOT_FOUND, "This version of the search index is gone.");
    }
  }
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

const isGone = (error: unknown): boolean => (error as { code?: string }).code === NO_TABLE;
const nothing = (facet: FacetRequest): unknown => (facet.type === "stats" ? { min: null, max: null, count: 0 } : []);
const done = (index: string): SearchTypes.SearchTask => ({ index, status: "succeeded" });
