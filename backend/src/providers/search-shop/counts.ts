import type { SearchTypes } from "@medusajs/framework/types";
import type { Layout } from "./columns";
import type { FacetRequest } from "./facets";

// How many rows there are of each combination of the values that lists are narrowed and counted by: some hundred rows for ten thousand goods, so
// that a page which says "3,336 walnuts" does not look at each. Triggers keep them with the rows, in the writer's own transaction. Writers take
// turns, from before their first row until their commit: rows and combinations in another order than a second writer's would be a deadlock.

/** Not below the rows' own prefix: each table there is a version of an index. */
export const countsOf = (table: string): string => table.replace(/^search_shop_/, "search_count_");

/** Functions have a room of their own for names. */
const turnOf = (table: string): string => table.replace(/^search_shop_/, "search_turn_");

/** The table, what counts into it, and what calls that: for an index that is still empty. */
export function createCounts(table: string, layout: Layout): string[] {
  const counts = countsOf(table);
  const names = layout.counted.map(({ name }) => `"${name}"`);
  const columns = layout.counted.map(({ name }) => `"${name}" ${layout.columns.get(name)?.sql}`);
  const values = layout.counted.map(({ name, step }) =>
    step === undefined ? `"${name}"` : `floor("${name}" / ${step}) * ${step} as "${name}"`,
  );
  const of = (rows: string, sign: string) => `select ${values.join(", ")}, ${sign}1 as d from ${rows}`;
  // No combination is left with none.
  const count = (changed: string) => `
    insert into "${counts}" as c (key, ${names.join(", ")}, n)
      select row(${names.join(", ")})::text, ${names.join(", ")}, sum(d) from (${changed}) x
      group by ${names.join(", ")} having sum(d) <> 0
      on conflict (key) do update set n = c.n + excluded.n;
    delete from "${counts}" where n = 0;`;
  const on = (event: string, rows: string) =>
    `create trigger "count_${event}" after ${event} on "${table}" referencing ${rows} for each statement execute function "${counts}"()`;
  return [
    `create table "${counts}" (key text primary key, ${columns.join(", ")}, n bigint not null) with (fillfactor = 50)`,
    `create or replace function "${counts}"() returns trigger language plpgsql as $$ begin
       if tg_op = 'INSERT' then ${count(of("fresh", ""))}
       elsif tg_op = 'DELETE' then ${count(of("gone", "-"))}
       else ${count(`${of("fresh", "")} union all ${of("gone", "-")}`)}
       end if;
       return null;
     end $$`,
    `create or replace function "${turnOf(table)}"() returns trigger language plpgsql as $$ begin
       lock table "${counts}" in share row exclusive mode;
       return null;
     end $$`,
    `create trigger "count_turn" before insert or update or delete on "${table}" for each statement execute function "${turnOf(table)}"()`,
    on("insert", "new table as fresh"),
    on("delete", "old table as gone"),
    on("update", "old table as gone new table as fresh"),
  ];
}

export function dropIndex(table: string): string[] {
  return [
    `drop table if exists "${table}"`,
    `drop table if exists "${countsOf(table)}"`,
    `drop function if exists "${countsOf(table)}"()`,
    `drop function if exists "${turnOf(table)}"()`,
  ];
}

/** Whether the counts know the answer exactly: all that is narrowed and counted by is in them, and prices begin and end where their bands do. */
export function isCounted(
  filters: SearchTypes.SearchFilters | undefined,
  facets: readonly FacetRequest[],
  layout: Layout,
): boolean {
  const steps = new Map(layout.counted.map(({ name, step }) => [name, step]));
  const meets = (name: string, limit: unknown) => {
    const step = steps.get(name);
    return step === undefined || Number(limit) % step === 0;
  };
  const narrows = (given: SearchTypes.SearchFilters | undefined): boolean =>
    Object.entries(given ?? {}).every(([name, value]) => {
      if (value === undefined) return true;
      if (name === "$and" || name === "$or") return (value as SearchTypes.SearchFilters[]).every(narrows);
      if (name === "$not") return narrows(value as SearchTypes.SearchFilters);
      if (!steps.has(name)) return false;
      if (steps.get(name) === undefined) return true;
      return (
        value !== null &&
        typeof value === "object" &&
        Object.entries(value).every(([sign, limit]) => (sign === "$gte" || sign === "$lt") && meets(name, limit))
      );
    });
  return (
    steps.size > 0 &&
    narrows(filters) &&
    facets.every((facet) => {
      if (!steps.has(facet.field) || facet.type === "stats") return false;
      if (facet.type !== "range")
        return steps.get(facet.field) === undefined && layout.columns.get(facet.field)?.sql !== "text[]";
      return facet.ranges.every(({ from, to }) =>
        [from, to].every((limit) => limit === undefined || meets(facet.field, limit)),
      );
    })
  );
}
