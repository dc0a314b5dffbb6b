import type { Knex } from "knex";
import type pg from "pg";

/** How the database answers the questions that `work` asks over `knex`, as it explains it, with small tables read by their indexes as large ones are, in their order too where it is `in_order`. */
export async function explained(
  { knex, db }: { knex: Knex; db: pg.Pool },
  work: () => Promise<unknown>,
  { in_order = false } = {},
): Promise<string> {
  const asked = await questionsOf(knex, work);
  const client = await db.connect();
  try {
    await client.query("begin");
    for (const how of ["seqscan", "bitmapscan", "hashjoin", "mergejoin", ...(in_order ? ["sort"] : [])])
      await client.query(`set local enable_${how} = off`);
    const lines: string[] = [];
    for (const { sql, bindings } of asked) {
      const { rows } = await client.query<{ "QUERY PLAN": string }>(
        `explain (analyze, buffers off, costs off, timing off, summary off) ${sql}`,
        bindings,
      );
      lines.push(...rows.map((row) => row["QUERY PLAN"]));
    }
    return lines.join("\n");
  } finally {
    await client.query("rollback");
    client.release();
  }
}

/** The statements that `work` sends over `knex`, without those that open and close a transaction. */
export async function questionsOf(
  knex: Knex,
  work: () => Promise<unknown>,
): Promise<{ sql: string; bindings: unknown[] }[]> {
  const asked: { sql: string; bindings: unknown[] }[] = [];
  const note = (one: (typeof asked)[number]) => asked.push(one);
  knex.on("query", note);
  try {
    await work();
  } finally {
    knex.removeListener("query", note);
  }
  return asked.filter(({ sql }) => !/^(begin|commit|rollback|savepoint|release)\b/i.test(sql));
}
