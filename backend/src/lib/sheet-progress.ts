import { sheetProgress, type SheetParcels, type SheetProgress } from "@commonlot/domain";
import { rows, type Sql } from "./sql";

/**
 * How far the orders of these sheets of addressees are, by sheet; a sheet that nothing was ordered with is left out. The orders are the
 * wholesale module's, the counts those that are kept of parcels (docs/adr/0068): it costs the same for ten people and a hundred thousand.
 */
export async function progressOfSheets(sql: Sql, sheet_ids: readonly string[]): Promise<Map<string, SheetProgress>> {
  const found = await rows<SheetParcels & { id: string }>(
    sql,
    `select s.id, ${COUNTED.map(
      ([name, states]) =>
        `coalesce(sum(t.parcels) filter (where t.state in (${states.map((one) => `'${one}'`).join(", ")})), 0)::int as ${name}`,
    ).join(", ")}
     from addressee_sheet s join company_order o on o.quote_id = s.quote_id and o.order_id is not null
     left join parcel_tally t on t.order_id = o.order_id
     where s.id = any(?) and s.quote_id is not null group by s.id`,
    [[...sheet_ids]],
  );
  return new Map(found.map(({ id, ...parcels }) => [id, sheetProgress(parcels)]));
}

const COUNTED: readonly (readonly [keyof SheetParcels, readonly string[]])[] = [
  ["here", ["planned", "labelled", "packed"]],
  ["gone", ["handed_over", "in_transit"]],
  ["delivered", ["delivered"]],
  ["lost", ["lost", "returned"]],
];
