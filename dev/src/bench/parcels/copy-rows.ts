import { performance } from "node:perf_hooks";
import type pg from "pg";

const TABLES = ["parcel", "parcel_line", "parcel_content", "parcel_event"] as const;

/**
 * Seconds that a COPY of all rows into the same four tables takes, with their keys, indexes and triggers: from files that the server
 * itself reads, so without the way over a connection.
 */
export async function copyOfRows(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ folder: string }>("select current_setting('data_directory') as folder");
  const file = (table: string) => `${rows[0]!.folder}/bench-${table}.copy`;
  const columns = new Map<string, string>();
  for (const table of TABLES) {
    const found = await db.query<{ columns: string }>(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''`,
      [table],
    );
    columns.set(table, found.rows[0]!.columns);
    await db.query(`copy ${table} (${columns.get(table)}) to '${file(table)}'`);
  }
  await db.query(`truncate parcel_content, parcel_line, parcel_event, parcel cascade`);
  await db.query("checkpoint");
  const client = await db.connect();
  try {
    const began = performance.now();
    await client.query("begin");
    for (const table of TABLES) await client.query(`copy ${table} (${columns.get(table)}) from '${file(table)}'`);
    await client.query("commit");
    return (performance.now() - began) / 1_000;
  } finally {
    client.release();
  }
}
