import type { Layout } from "./columns";
import { createCounts, dropIndex } from "./counts";
import { NAMES } from "./statement";

/** The table of an index and all that goes with it, empty; what stood under this name is dropped. */
export function createIndex(table: string, layout: Layout): string[] {
  const all = [...layout.columns.values()];
  const columns = all.map(({ name, sql }) => `"${name}" ${sql}`);
  const inside = all.filter(({ sql }) => sql === "text" || sql === "text[]").map(({ name }) => name);
  const listed = all.filter(({ sql }) => sql === "text[]").map(({ name }) => name);
  const counted = new Set(layout.counted.map(({ name }) => name));
  return [
    ...dropIndex(table),
    `create table "${table}" (${['id text primary key collate "C"', "stamp bigint not null", ...columns, "terms tsvector not null", "document jsonb not null"].join(", ")})`,
    // What only the hits of a page need lies beside the rows that are counted. All else stays inside, the id as well: each would be fetched.
    `alter table "${table}" ${[
      "alter column id set storage plain",
      "alter column document set storage external",
      "alter column terms set storage external",
      // Nothing is planned by them, and reading them to know them takes longer than filling the table.
      "alter column document set statistics 0",
      "alter column terms set statistics 0",
      ...inside.map((name) => `alter column "${name}" set storage main`),
    ].join(", ")}`,
    `alter table "${table}" set (toast_tuple_target = 128)`,
    `create index on "${table}" using gin (terms)`,
    `create index on "${table}" using gin ((${NAMES}))`,
    // What is counted by has few values; of the others one may be rare.
    ...listed.filter((name) => !counted.has(name)).map((name) => `create index on "${table}" using gin ("${name}")`),
    ...layout.lists.map(
      ({ of, by }) =>
        `create index on "${table}" (${[...of.map((name) => `"${name}"`), ...by.map((name) => `"${name}" desc nulls last`), "id"].join(", ")})`,
    ),
    ...(layout.counted.length === 0 ? [] : createCounts(table, layout)),
  ];
}
