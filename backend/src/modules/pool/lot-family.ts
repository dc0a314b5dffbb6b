import type { Sql } from "../../lib/sql";
import { row, rows } from "../../lib/sql";

/** A query named `name` of the lot `of` (SQL text) and all that was split off it, however often, in whatever pool. */
export const familyOf = (of: string, name = "family"): string =>
  `${name} (id) as (select l.id from lot l where l.id = ${of} union select l.id from lot l join ${name} f on l.parent_lot_id = f.id)`;

/** A query named `name` of the lot `of` and the lots it was split off, up to the one that was weighed. */
export const linesOf = (of: string, name = "line"): string =>
  `${name} (id, parent_lot_id) as (select l.id, l.parent_lot_id from lot l where l.id = ${of}
    union select l.id, l.parent_lot_id from lot l join ${name} c on l.id = c.parent_lot_id)`;

/** The lot's and its descendants' ids, in order; none when it is not a lot of the cooperative. */
export async function lotFamily(sql: Sql, lot_id: string, cooperative_id: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `with recursive ${familyOf("?")} select l.id from lot l join family using (id)
     where exists (select from lot r where r.id = ? and r.cooperative_id = ?) order by l.id`,
    [lot_id, lot_id, cooperative_id],
  );
  return found.map((lot) => lot.id);
}

export interface LotRelative {
  lot_id: string;
  number: string;
  grade: string;
  unit: "g" | "piece";
  /** Units split off. */
  units: number;
}

/** The lot it was split off, and those split off it, the first made first. */
export async function relativesOf(
  sql: Sql,
  lot_id: string,
): Promise<{ parent: LotRelative | null; children: LotRelative[] }> {
  const columns = `l.id as lot_id, l.number, l.grade, p.unit`;
  const parent = await row<LotRelative>(
    sql,
    `select ${columns}, c.units::float8 as units from lot c join lot l on l.id = c.parent_lot_id join pool p on p.id = l.pool_id where c.id = ?`,
    [lot_id],
  );
  const children = await rows<LotRelative>(
    sql,
    `select ${columns}, l.units::float8 as units from lot l join pool p on p.id = l.pool_id where l.parent_lot_id = ? order by l.created_at, l.id limit 100`,
    [lot_id],
  );
  return { parent: parent ?? null, children };
}
