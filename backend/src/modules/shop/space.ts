import { refuse } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";

/** Files of one cooperative: some three thousand pictures. */
export const MAX_BYTES = 1024 * 1024 * 1024;

export const QUOTA_FULL = refuse(
  "quota_full",
  "The cooperative's pictures fill its space. Take some away first.",
  "photo",
);

/** All that a cooperative shows as files. */
const FILES = `(select cooperative_id, bytes from shop_picture where removed_at is null
  union all select cooperative_id, bytes from shop_paper where removed_at is null) f`;

/** Bytes of one cooperative's files. */
export async function takenBy(sql: Sql, cooperative_id: string): Promise<number> {
  return (await takenByEach(sql, [cooperative_id])).get(cooperative_id) ?? 0;
}

/** Cooperative id -> bytes of its files; who has none is missing. */
export async function takenByEach(sql: Sql, cooperative_ids: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ cooperative_id: string; bytes: number }>(
    sql,
    `select cooperative_id, sum(bytes)::float8 as bytes from ${FILES} where cooperative_id = any(?) group by cooperative_id`,
    [[...cooperative_ids]],
  );
  return new Map(found.map(({ cooperative_id, bytes }) => [cooperative_id, bytes]));
}

/** Whether it would still fit, asked under the cooperative's lock. */
export async function fits(tx: Transaction, cooperative_id: string, bytes: number): Promise<boolean> {
  return (await takenBy(tx, cooperative_id)) + bytes <= MAX_BYTES;
}

/** Writers of one key go one after the other. */
export async function lockOf(tx: Transaction, key: string): Promise<void> {
  await row(tx, `select pg_advisory_xact_lock(hashtextextended('shop_picture ' || ?, 0))`, [key]);
}
