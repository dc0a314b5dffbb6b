import { performance } from "node:perf_hooks";
import type pg from "pg";

const TABLES = ["parcel", "parcel_line", "parcel_content", "parcel_event"] as const;

/** Seconds that a COPY of the same rows takes, one session, from files that the server itself reads: without the way over a connection. */
export interface CopySeconds {
  /** Into the same four tables: their keys, indexes, checks and triggers. */
  same: number;
  /** Into tables of the same columns and nothing else: what writing the bytes takes. */
  bare: number;
}

/** Copies every row of the four tables out, and in again both ways. The tables hold what they held before. */
export async function copyOfRows(db: pg.Pool): Promise<CopySeconds> {
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
    await db.query(`create table bare_${table} as select ${columns.get(table)} from ${table} with no data`);
  }
  const copyInto = (prefix: string) =>
    inOne(db, async (client) => {
      for (const table of TABLES)
        await client.query(`copy ${prefix}${table} (${columns.get(table)}) from '${file(table)}'`);
    });
  const bare = await copyInto("bare_");
  for (const table of TABLES) await db.query(`drop table bare_${table}`);
  await db.query(`truncate parcel_content, parcel_line, parcel_event, parcel cascade`);
  const same = await copyInto("");
  // The server's user owns the files: emptied by it.
  for (const table of TABLES) await db.query(`copy (select where false) to '${file(table)}'`);
  return { same, bare };
}

/** Seconds of a transaction, begun after a checkpoint. */
async function inOne(db: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<number> {
  await db.query("checkpoint");
  const client = await db.connect();
  try {
    const began = performance.now();
    await client.query("begin");
    await work(client);
    await client.query("commit");
    return (performance.now() - began) / 1_000;
  } finally {
    client.release();
  }
}
