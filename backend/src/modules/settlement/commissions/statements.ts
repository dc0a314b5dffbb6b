import type { DueCommission } from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { newId } from "../ids";
import type { LedgerEntryOfAgent } from "./entries";

/**
 * Statements that are not paid after all, each with its reason: what they were to pay is owed again, and the next run takes it up. Once each:
 * what was freed before keeps its reason.
 */
export async function freeStatements_(
  tx: Transaction,
  freed: readonly { id: string; because: string }[],
): Promise<void> {
  if (freed.length === 0) return;
  await rows(
    tx,
    `with done as (
       update commission_statement s set freed_because = x.because, freed_at = now()
       from jsonb_to_recordset(?::jsonb) as x(id text, because text) where s.id = x.id and s.freed_at is null returning s.id)
     update commission_line l set freed_at = now() from done where l.statement_id = done.id and l.freed_at is null`,
    [JSON.stringify(freed.map(({ id, because }) => ({ id, because })))],
  );
}

/** Statements of a run with what they pay, each entry once by the table. */
export async function writeStatements_(
  tx: Transaction,
  of: { cooperative_id: string; currency: string; run_id: string },
  due: readonly DueCommission<LedgerEntryOfAgent>[],
): Promise<void> {
  const statements = due.map((one) => ({ ...one, id: newId("cstmt") }));
  await insertAll(
    tx,
    "commission_statement",
    [
      ["id", "text", (one) => one.id],
      ["run_id", "text", () => of.run_id],
      ["cooperative_id", "text", () => of.cooperative_id],
      ["agent_id", "text", (one) => one.agent_id],
      ["currency", "text", () => of.currency],
      ["amount_minor", "bigint", (one) => one.amount_minor],
    ],
    statements,
  );
  killPoint("commission_statements_written");
  await insertAll(
    tx,
    "commission_line",
    [
      ["statement_id", "text", (line) => line.statement_id],
      ["seq", "int", (line) => line.seq],
      ["journal_id", "text", (line) => line.id],
      ["order_id", "text", (line) => line.order_id],
      ["order_line_id", "text", (line) => line.order_line_id],
      ["at", "timestamptz", (line) => line.at.toISOString()],
      ["base_minor", "bigint", (line) => line.base_minor],
      ["rate_bp", "int", (line) => line.rate_bp],
      ["amount_minor", "bigint", (line) => line.amount_minor],
    ],
    statements.flatMap((one) =>
      one.entries.map((entry, index) => ({ ...entry, statement_id: one.id, seq: index + 1 })),
    ),
  );
}
