import type { SearchTypes } from "@medusajs/framework/types";
import { MedusaError } from "@medusajs/framework/utils";
import { z } from "zod";
import type { Weight } from "../../lib/find/terms";

export const IDENTIFIER = "search-shop";

type Definition = Pick<SearchTypes.ResolvedSearchIndexDefinition, "fields" | "primary_key" | "settings">;

/** What an index says to this provider (`settings.provider_options`). */
const options = z.strictObject({
  /** Fields of few values whose combinations are counted beside the rows; of a number the width of its bands. */
  counted: z.record(z.string(), z.union([z.literal(true), z.int().positive()])).default({}),
  /** Lists that are read from their beginning: narrowed to one value of these fields, then the largest first by those. */
  lists: z.array(z.strictObject({ of: z.array(z.string()).default([]), by: z.array(z.string()).min(1) })).default([]),
});
export type ShopSearchOptions = z.input<typeof options>;

/** A field that is filtered, sorted or counted by: a typed column, so that ten thousand rows are read in milliseconds. */
export interface Column {
  readonly name: string;
  readonly sql: "text" | "text[]" | "float8" | "boolean";
}

/** How the rows of one index are kept. */
export interface Layout {
  readonly columns: ReadonlyMap<string, Column>;
  /** Fields whose words a row is found by. */
  readonly texts: readonly { name: string; weight: Weight }[];
  /** Fields that a hit answers with. */
  readonly shown: readonly string[];
  /** Fields whose combinations are counted beside the rows; of a number the width of its bands. */
  readonly counted: readonly { name: string; step?: number }[];
  readonly lists: readonly { of: readonly string[]; by: readonly string[] }[];
}

const SAFE = /^[a-z][a-z0-9_]{0,50}$/;

const TYPES: Partial<Record<SearchTypes.SearchFieldDefinition["type"], Column["sql"]>> = {
  keyword: "text",
  text: "text",
  integer: "float8",
  float: "float8",
  date: "float8",
  boolean: "boolean",
};

/** Refuses a definition this provider can't hold, so that it fails at `db:migrate` and not as wrong results later. */
export function layoutOf(definition: Definition): Layout {
  const columns = new Map<string, Column>();
  const texts: { name: string; weight: Weight }[] = [];
  const shown: string[] = [];
  for (const [name, field] of Object.entries(definition.fields)) {
    const type = TYPES[field.type];
    if (!SAFE.test(name) || type === undefined) throw refused(`field "${name}" of type "${field.type}"`);
    if (field.retrievable !== false) shown.push(name);
    if (field.searchable) texts.push({ name, weight: weightOf(field.searchable) });
    if (name === definition.primary_key || !(field.filterable || field.sortable || field.facetable)) continue;
    if (field.array && type !== "text") throw refused(`field "${name}": arrays of "${field.type}"`);
    columns.set(name, { name, sql: field.array ? "text[]" : type });
  }
  const { counted, lists } = options.parse(definition.settings.provider_options?.[IDENTIFIER] ?? {});
  const named = [...Object.keys(counted), ...lists.flatMap(({ of, by }) => [...of, ...by])];
  const unknown = named.find((name) => !columns.has(name));
  if (unknown !== undefined) throw refused(`counting or listing by "${unknown}"`);
  return {
    columns,
    texts,
    shown,
    counted: Object.entries(counted).map(([name, step]) => (step === true ? { name } : { name, step })),
    lists,
  };
}

export function tableOf(physical_name: string): string {
  const name = `search_shop_${physical_name}`;
  if (!SAFE.test(name)) throw refused(`the index name "${physical_name}"`);
  return name;
}

export function refused(what: string): MedusaError {
  return new MedusaError(MedusaError.Types.NOT_ALLOWED, `The shop's search does not support ${what}.`);
}

/** Medusa's numbers as Postgres' letters, as its own provider reads them. */
function weightOf(searchable: true | { weight?: number }): Weight {
  const weight = searchable === true ? 1 : (searchable.weight ?? 1);
  return weight >= 3 ? "A" : weight >= 2 ? "B" : weight > 1 ? "C" : "D";
}
