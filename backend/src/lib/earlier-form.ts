import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { row, type Sql } from "./sql";

/** For forms of figures: the same key with others in it. */
export const OTHER_FIGURES = refuse(
  "idempotency_conflict",
  "This form was sent before with other figures. Nothing was changed; open the page anew and enter it again.",
  "idempotency_key",
);

interface FormSent<R extends Refusal> {
  /** Of what it says now. */
  input_hash: string;
  /** What is answered when the same key wrote something else before. */
  otherwise: Result<never, R>;
}

/**
 * What a form wrote before, by its key: undefined when it wrote nothing, the id when it said the same then, else the refusal.
 * `key`: the columns that are unique together, by name, and what they are. Table and names are ours, never input; the table keeps
 * `id` and `input_hash`.
 */
export async function earlierForm<R extends Refusal>(
  sql: Sql,
  table: string,
  key: Readonly<Record<string, string>>,
  { input_hash, otherwise }: FormSent<R>,
): Promise<Result<{ id: string }, R> | undefined> {
  const is = Object.keys(key).map((column) => `${column} = ?`);
  const earlier = await row<{ id: string; input_hash: string }>(
    sql,
    `select id, input_hash from ${table} where ${is.join(" and ")}`,
    Object.values(key),
  );
  if (!earlier) return undefined;
  return earlier.input_hash === input_hash ? ok({ id: earlier.id }) : otherwise;
}

/** The same, where an insert met the key and so wrote nothing: somebody was there before. */
export async function formThere<R extends Refusal>(
  sql: Sql,
  table: string,
  key: Readonly<Record<string, string>>,
  sent: FormSent<R>,
): Promise<Result<{ id: string }, R>> {
  return (await earlierForm(sql, table, key, sent)) ?? sent.otherwise;
}
