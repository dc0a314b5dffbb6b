import { rows, type Sql } from "../../lib/sql";

/**
 * Grams of each pool's paid order lines since a moment, in one statement; of a line that was all given back nothing
 * counts, nor of what was sent again for a claim.
 */
export function soldByPool(sql: Sql, since: Date): Promise<{ pool_id: string; sold_g: number }[]> {
  return rows(
    sql,
    `select l.pool_id, sum(l.grams)::float8 as sold_g from sale_line l join sale s on s.id = l.sale_id and s.claim_id is null
     where l.created_at >= ? and (l.refund_minor < l.paid_minor or l.paid_minor = 0) group by l.pool_id having sum(l.grams) > 0 order by l.pool_id`,
    [since],
  );
}
