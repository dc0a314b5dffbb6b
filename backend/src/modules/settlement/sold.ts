import { rows, type Sql } from "../../lib/sql";

/** Grams of each pool's paid order lines since a moment, in one statement; of a line that was all given back nothing counts. */
export function soldByPool(sql: Sql, since: Date): Promise<{ pool_id: string; sold_g: number }[]> {
  return rows(
    sql,
    `select pool_id, sum(grams)::float8 as sold_g from sale_line
     where created_at >= ? and (refund_minor < paid_minor or paid_minor = 0) group by pool_id having sum(grams) > 0 order by pool_id`,
    [since],
  );
}
