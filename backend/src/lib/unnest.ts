import type { Transaction } from "./sql";

/** A column to fill: its name, its Postgres type, and where its value comes from. */
export type Column<T> = readonly [
  name: string,
  type: string,
  value: (row: T) => string | number | bigint | boolean | null,
];

/** Rows of one statement: far below what one statement may weigh, large enough that a bulk order is a handful. */
const ROWS_PER_STATEMENT = 20_000;

/**
 * Inserts all rows set-based, one array a column. Table, names, types and `more` (what a conflict does) are ours, never input.
 * With `more`, rows that conflict with each other must not come together.
 */
export async function insertAll<T>(
  tx: Transaction,
  table: string,
  columns: readonly Column<T>[],
  all: readonly T[],
  more = "",
): Promise<void> {
  const names = columns.map(([name]) => name).join(", ");
  const arrays = columns.map(([, type]) => `?::${type}[]`).join(", ");
  for (let start = 0; start < all.length; start += ROWS_PER_STATEMENT) {
    const part = all.slice(start, start + ROWS_PER_STATEMENT);
    const bindings = columns.map(([, , value]) => part.map((row) => bindable(value(row))));
    await tx.raw(
      `insert into ${table} (${names}) select * from unnest(${arrays}) ${more}`,
      bindings as unknown as string[],
    );
  }
}

function bindable(value: string | number | bigint | boolean | null): string | number | boolean | null {
  return typeof value === "bigint" ? value.toString() : value;
}
