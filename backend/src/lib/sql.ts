import type { Knex } from "@medusajs/framework/mikro-orm/knex";

/** A database connection or an open transaction: what `queries.ts` files take as their first argument. */
export type Sql = Knex | Knex.Transaction;
export type Transaction = Knex.Transaction;

/** Runs one statement with `?` placeholders and returns its rows. Bigints come back as strings: convert at the edge. */
export async function rows<T>(sql: Sql, text: string, bindings: readonly unknown[] = []): Promise<T[]> {
  const result = await sql.raw<{ rows: T[] }>(text, bindings as Knex.RawBinding[]);
  return result.rows;
}

/** First row, or undefined. */
export async function row<T>(sql: Sql, text: string, bindings: readonly unknown[] = []): Promise<T | undefined> {
  return (await rows<T>(sql, text, bindings))[0];
}

/** One transaction: everything in `work` is written together or not at all. */
export function inTransaction<T>(sql: Knex, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return sql.transaction(work);
}

/** Reads of one moment, however many statements they are: what others write meanwhile is not among them. Writes nothing. */
export function inOneMoment<T>(sql: Knex, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return sql.transaction(work, { isolationLevel: "repeatable read", readOnly: true });
}
