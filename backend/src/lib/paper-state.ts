import type { Sql, Transaction } from "./sql";

/** A module's own table of papers: asked for, drawn by a job, printed. All have these columns. */
export type PaperTable = "paper" | "money_paper";

/** How far the printing is; for a page that waits. Never less than it was, and of nothing that is printed. */
export async function notePages(sql: Sql, table: PaperTable, paper_id: string, pages_done: number): Promise<void> {
  await sql.raw(`update ${table} set pages_done = ? where id = ? and state = 'asked' and pages_done < ?`, [
    pages_done,
    paper_id,
    pages_done,
  ]);
}

/** The printed file; `as_of`: when what it says was read, now where it is not given. */
export async function notePrinted(
  tx: Transaction,
  table: PaperTable,
  printed: { paper_id: string; file: string; pages: number; sha256: string; as_of?: Date },
): Promise<void> {
  await tx.raw(
    `update ${table} set state = 'printed', file = ?, pages = ?, pages_done = ?, sha256 = ?, printed_at = coalesce(?::timestamptz, now()) where id = ?`,
    [
      printed.file,
      printed.pages,
      printed.pages,
      printed.sha256,
      printed.as_of?.toISOString() ?? null,
      printed.paper_id,
    ] as never,
  );
}

/** Notes by which message a paper is being printed. */
export async function noteMessage(
  tx: Transaction,
  table: PaperTable,
  paper_id: string,
  message_id: string | undefined,
): Promise<void> {
  await tx.raw(`update ${table} set message_id = ?, pages_done = 0 where id = ?`, [
    message_id ?? null,
    paper_id,
  ] as never);
}
