import type { SearchTypes } from "@medusajs/framework/types";
import { refused, type Layout } from "./columns";
import type { Fragment } from "./filters";

export type FacetRequest = Exclude<NonNullable<SearchTypes.SearchOptions["facets"]>[number], string>;

/** Values of one facet that are answered when nobody says how many. */
const VALUES = 10;
const MAX_VALUES = 200;

/**
 * Columns whose values are counted together first (`grouped`, a row for each combination, `n` of each): of ten thousand rows there are
 * some hundred combinations, and each facet then adds up those.
 */
export function groupedBy(requests: readonly FacetRequest[], layout: Layout, counted: boolean): string[] {
  const fields = requests
    .filter((one) => counted || (isValues(one) && layout.columns.get(one.field)?.sql !== "text[]"))
    .map(({ field }) => field);
  return [...new Set(fields)].filter((field) => layout.columns.has(field));
}

const isValues = (request: FacetRequest): boolean => request.type !== "stats" && request.type !== "range";

/**
 * One facet over the rows of `matched` or `grouped`, as a JSON expression: all facets and the hits are one statement. `counted`: there is
 * only `grouped`.
 */
export function facetSql(request: FacetRequest, layout: Layout, counted: boolean): Fragment {
  const column = layout.columns.get(request.field);
  if (!column) throw refused(`a facet on "${request.field}"`);
  const name = `"${column.name}"`;
  if (request.type === "stats") {
    return {
      sql: `(select jsonb_build_object('min', min(${name}), 'max', max(${name}), 'count', count(${name})) from matched)`,
      params: [],
    };
  }
  if (request.type === "range") {
    const params: unknown[] = [];
    const counts = request.ranges.map(({ from, to }) => {
      const limits = [from === undefined ? [] : [">=", from], to === undefined ? [] : ["<", to]].filter(
        (one) => one.length > 0,
      );
      params.push(...limits.map(([, value]) => Number(value)));
      const within = limits.map(([sign]) => `${name} ${sign} ?`).join(" and ") || "true";
      return counted ? `coalesce(sum(n) filter (where ${within}), 0)::bigint` : `count(*) filter (where ${within})`;
    });
    return { sql: `(select jsonb_build_array(${counts.join(", ")}) from ${counted ? "grouped" : "matched"})`, params };
  }
  const values =
    column.sql === "text[]"
      ? `select unnest(${name}) as value, 1 as n from matched`
      : `select ${name}::text as value, n from grouped`;
  const order = request.sort === "alpha" ? "value" : "count desc, value";
  return {
    sql: `(select coalesce(jsonb_agg(f order by ${order}), '[]') from (
             select value, sum(n)::bigint as count from (${values}) v
             where value is not null group by 1 order by ${order} limit ?) f)`,
    params: [Math.min(request.limit ?? VALUES, MAX_VALUES)],
  };
}

/** What Medusa's callers read of it. */
export function facetResult(request: FacetRequest, found: unknown): SearchTypes.SearchFacetResult {
  if (request.type === "stats") {
    const { min, max, count } = found as { min: number | null; max: number | null; count: number };
    return { type: "stats", min: min ?? 0, max: max ?? 0, count };
  }
  if (request.type === "range") {
    const counts = found as number[];
    return {
      type: "range",
      ranges: request.ranges.map((range, at) => ({
        ...range,
        key: range.key ?? `${range.from ?? "*"}-${range.to ?? "*"}`,
        count: counts[at] ?? 0,
      })),
    };
  }
  return { type: "value", values: found as { value: string; count: number }[] };
}
