import type { SearchTypes } from "@medusajs/framework/types";
import { refused, type Column, type Layout } from "./columns";

/** SQL with `?` and what fills them, in order. */
export interface Fragment {
  readonly sql: string;
  readonly params: readonly unknown[];
}

const COMPARE: Readonly<Record<string, string>> = { $gt: ">", $gte: ">=", $lt: "<", $lte: "<=" };

/** Medusa's filter tree as one condition; refuses operators it has no exact answer for. */
export function conditionOf(filters: SearchTypes.SearchFilters | undefined, layout: Layout): Fragment | undefined {
  const parts = Object.entries(filters ?? {}).flatMap(([key, value]): Fragment[] => {
    if (value === undefined) return [];
    if (key === "$and" || key === "$or") {
      const branches = (value as SearchTypes.SearchFilters[]).flatMap((branch) => conditionOf(branch, layout) ?? []);
      return branches.length === 0 ? [] : [joined(branches, key === "$and" ? " and " : " or ")];
    }
    if (key === "$not") {
      const inner = conditionOf(value as SearchTypes.SearchFilters, layout);
      return inner ? [{ sql: `not coalesce(${inner.sql}, false)`, params: inner.params }] : [];
    }
    return [ofField(key, value, layout)];
  });
  return parts.length === 0 ? undefined : joined(parts, " and ");
}

function ofField(name: string, value: unknown, layout: Layout): Fragment {
  const column = name === "id" ? { name, sql: "text" as const } : layout.columns.get(name);
  if (!column) throw refused(`a filter on "${name}"`);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return among(column, [value].flat());
  const parts = Object.entries(value).map(([operator, operand]): Fragment => {
    const all = [operand as unknown].flat();
    if (operator === "$eq" || operator === "$in") return among(column, all);
    if (operator === "$ne" || operator === "$nin") {
      const inner = among(column, all);
      return { sql: `not coalesce(${inner.sql}, false)`, params: inner.params };
    }
    if (operator === "$exists") return { sql: `"${name}" is ${operand === true ? "not " : ""}null`, params: [] };
    if (column.sql === "text[]" && (operator === "$overlaps" || operator === "$contains")) {
      return joined(
        all.map((one) => among(column, [one])),
        operator === "$contains" ? " and " : " or ",
      );
    }
    const sign = COMPARE[operator];
    if (sign === undefined || column.sql !== "float8") throw refused(`"${operator}" on "${name}"`);
    return { sql: `"${name}" ${sign} ?`, params: [numberOf(operand)] };
  });
  return parts.length === 0 ? { sql: "true", params: [] } : joined(parts, " and ");
}

/** Equal to one of them; of a list: it holds one of them. */
function among(column: Column, values: readonly unknown[]): Fragment {
  if (values.length === 0) return { sql: "false", params: [] };
  return joined(
    values.map((value): Fragment => {
      if (value === null) return { sql: `"${column.name}" is null`, params: [] };
      // Both ways round mean the same; this one can use the index on the list.
      if (column.sql === "text[]") return { sql: `"${column.name}" @> array[?]::text[]`, params: [String(value)] };
      if (column.sql === "float8") return { sql: `"${column.name}" = ?`, params: [numberOf(value)] };
      if (column.sql === "boolean")
        return { sql: `"${column.name}" = ?`, params: [value === true || value === "true"] };
      return { sql: `"${column.name}" = ?`, params: [String(value)] };
    }),
    " or ",
  );
}

function numberOf(value: unknown): number {
  const number = value instanceof Date ? value.getTime() : Number(value);
  if (!Number.isFinite(number)) throw refused("a number that is none");
  return number;
}

function joined(parts: readonly Fragment[], by: string): Fragment {
  return { sql: `(${parts.map((part) => part.sql).join(by)})`, params: parts.flatMap((part) => part.params) };
}
