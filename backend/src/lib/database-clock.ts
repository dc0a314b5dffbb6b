import { row, type Sql } from "./sql";

/** The database's clock, ms: which of two readings in two processes was the later. */
export async function databaseClock(sql: Sql): Promise<number> {
  const found = await row<{ ms: number }>(
    sql,
    `select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  if (!found) throw new Error("the database did not say the time");
  return found.ms;
}
