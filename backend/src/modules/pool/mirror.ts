import { rows, type Sql } from "../../lib/sql";

/** A pool that changed since Medusa's level was last set, with what it should say. */
export interface PoolToMirror {
  id: string;
  inventory_item_id: string;
  location_id: string;
  free: number;
  on_hand: number;
  held: number;
  version: string;
}

export function poolsToMirror(sql: Sql): Promise<PoolToMirror[]> {
  return rows(
    sql,
    `select id, inventory_item_id, location_id, on_hand::float8 as on_hand, held::float8 as held,
            greatest(0, on_hand - held)::float8 as free, version::text as version
     from pool where version <> mirrored_version order by id limit 200`,
  );
}

export async function markMirrored(sql: Sql, pool_id: string, version: string): Promise<void> {
  await sql.raw(`update pool set mirrored_version = ? where id = ? and mirrored_version < ?`, [
    version,
    pool_id,
    version,
  ]);
}

/** Their levels are set again, whether they changed or not. */
export async function touchPools(sql: Sql, inventory_item_ids: readonly string[]): Promise<void> {
  await sql.raw(`update pool set version = version + 1 where inventory_item_id = any(?)`, [
    [...inventory_item_ids],
  ] as never);
}
