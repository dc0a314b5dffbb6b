import type { SearchTypes } from "@medusajs/framework/types";
import { queryOf } from "../../lib/find/query";
import { refused, tableOf, type Layout } from "./columns";
import { countsOf, isCounted } from "./counts";
import { facetSql, groupedBy, type FacetRequest } from "./facets";
import { conditionOf, type Fragment } from "./filters";

/** How much words of each weight count, D first. */
const RANKS = "{0.02,0.2,0.5,1}";
/** Rows that are put in the order of how well they fit: each one's words lie beside it and are fetched. */
const RANKED = 120;
/** What names are made of (lib/find/terms.ts). */
export const NAMES = `ts_filter(terms, '{a,b}')`;

export interface Question extends SearchTypes.ProviderSearchQuery {
  layout: Layout;
  skip: number;
  take: number;
  facets: readonly FacetRequest[];
}

export interface Statement {
  sql: string;
  params: unknown[];
  by_words: boolean;
  /** Numbers come from the counts. */
  counted: boolean;
}

/**
 * Hits, their number and all facets, in one statement; undefined when nothing can match. Without words the hits are the beginning of a list
 * and the numbers come from the counts, where these know them (`counts`); otherwise all that matches is looked at.
 */
export function statementOf(input: Question, { counts = true } = {}): Statement | undefined {
  const typed = input.q?.trim() ?? "";
  const words = typed === "" ? undefined : queryOf(typed, { slips: input.search_options?.typo_tolerance === true });
  if (typed !== "" && words === undefined) return undefined;
  const { layout, facets } = input;
  const table = `"${tableOf(input.index.physical_name)}"`;
  const where = conditionOf(input.filters, layout) ?? { sql: "true", params: [] };
  const order = orderOf(input, layout);
  const numbered = input.search_options?.count !== "none";
  const counted = counts && words === undefined && isCounted(input.filters, facets, layout);
  const grouped = groupedBy(facets, layout, counted)
    .map((name) => `"${name}"`)
    .join(", ");
  const answered = facets.map((facet) => facetSql(facet, layout, counted));

  const parts: Fragment[] = [];
  if (words !== undefined || (!counted && (numbered || facets.length > 0))) {
    // Only what is ordered and counted by: the rows that match are kept while all is counted, and may be ten thousand.
    const columns = new Set(["id", ...(words ? order.by : []), ...facets.map(({ field }) => `"${field}"`)]);
    // By words no other index is taken ("is true"): each row's words lie beside it, and would be fetched to be compared.
    const by_words: Fragment | undefined = words && {
      sql: `terms @@ ?::tsquery and (${where.sql}) is true`,
      params: [words.match, ...where.params],
    };
    const { sql, params } = by_words ?? where;
    parts.push({
      sql: `matched as materialized (select ${[...columns].join(", ")} from ${table} where ${sql})`,
      params,
    });
  }
  if (counted) {
    const { sql, params } = where;
    const columns = grouped === "" ? "" : `${grouped}, `;
    parts.push({
      sql: `grouped as materialized (select ${columns}sum(n) as n from "${countsOf(tableOf(input.index.physical_name))}" where ${sql} ${grouped === "" ? "" : `group by ${grouped}`})`,
      params,
    });
  } else if (grouped !== "") {
    parts.push({
      sql: `grouped as materialized (select ${grouped}, count(*) as n from matched group by ${grouped})`,
      params: [],
    });
  }
  parts.push(
    ...(words ? pageByWords(input, { table, words, where, order }) : [pageOf(input, { table, where, order })]),
  );
  const number = counted ? "(select coalesce(sum(n), 0)::bigint from grouped)" : "(select count(*) from matched)";
  return {
    sql: `with ${parts.map(({ sql }) => sql).join(",\n")}
          select jsonb_build_object(
            'count', ${numbered ? number : "null"},
            'hits', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'score', p.score, 'document', t.document) order by p.at), '[]')
                     from page p join ${table} t using (id)),
            'facets', jsonb_build_array(${answered.map(({ sql }) => sql).join(", ")})) as found`,
    params: [...parts, ...answered].flatMap(({ params }) => params),
    by_words: words !== undefined,
    counted,
  };
}

interface Order {
  /** Beyond how well a row fits. */
  readonly rest: string;
  readonly all: string;
  /** The columns it is made of. */
  readonly by: readonly string[];
}

/** The beginning of a list, or of a later page of it. Without words all rows fit as well. */
function pageOf(
  { take, skip }: Question,
  { table, where, order }: { table: string; where: Fragment; order: Order },
): Fragment {
  return {
    sql: `page as (select p.*, row_number() over () as at from (
            select id, 0::float8 as score from ${table} where ${where.sql} order by ${order.rest} limit ? offset ?) p)`,
    params: [...where.params, take, skip],
  };
}

/**
 * How well rows fit what was typed. Of many that match these are the first in the order beyond that, and of those that are named so the
 * first as well: nothing that is named as it was typed stands behind what only speaks of it. Who comes behind them comes in that order.
 */
function pageByWords(
  { take, skip }: Question,
  {
    table,
    words,
    where,
    order,
  }: { table: string; words: { rank: string; match: string }; where: Fragment; order: Order },
): Fragment[] {
  const columns = ["id", ...order.by].join(", ");
  const many = `(select count(*) from matched) > ${RANKED}`;
  return [
    {
      sql: `named as materialized (select ${columns} from ${table} where ${many} and ${NAMES} @@ ?::tsquery and (${where.sql}) is true)`,
      params: [words.match, ...where.params],
    },
    {
      sql: `candidates as materialized (
              (select ${columns} from matched order by ${order.rest} limit ${RANKED}) union
              (select ${columns} from named order by ${order.rest} limit ${RANKED}))`,
      params: [],
    },
    {
      // One decimal: what differs by less is as good, and the next order decides.
      sql: `ranked as (select c.*, round(ts_rank('${RANKS}', t.terms, ?::tsquery)::numeric, 1)::float8 as score
                       from candidates c join ${table} t using (id)
                       ${skip + take > RANKED ? `union all select ${columns}, null from matched where id not in (select id from candidates)` : ""})`,
      params: [words.rank],
    },
    {
      sql: `page as (select p.*, row_number() over () as at from (
              select id, coalesce(score, 0) as score from ranked order by ${order.all} limit ? offset ?) p)`,
      params: [take, skip],
    },
  ];
}

function orderOf(input: Question, layout: Layout): Order {
  const asked = Object.entries(input.pagination?.order ?? { _score: "DESC" }).map(([name, direction]) => {
    const column = name === "_score" ? "ranked.score" : layout.columns.get(name)?.name;
    if (column === undefined) throw refused(`the order by "${name}"`);
    const by = name === "_score" ? column : `"${column}"`;
    return { by, sql: `${by} ${direction === "ASC" ? "asc" : "desc"} nulls last`, score: name === "_score" };
  });
  const rest = asked.filter(({ score }) => !score);
  return {
    rest: [...rest.map(({ sql }) => sql), "id"].join(", "),
    all: [...asked.map(({ sql }) => sql), "id"].join(", "),
    by: rest.map(({ by }) => by),
  };
}
