import { row, type Transaction } from "../../lib/sql";

/** The same household with the same produce within this long: a card scanned twice, more often than two lots. */
export const REPEAT_WITHIN_S = 120;

/** The ticket that a weigh-in looks like a repeat of. */
export interface EarlierLot {
  lot_id: string;
  number: string;
  units: number;
  unit: "g" | "piece";
  weighed_at: Date;
}

/**
 * The nearest lot of this household and produce within two minutes, if any. Two calls for one household and produce wait
 * for each other here, so that of two scans at the same moment one is asked about. Taken before any pool is locked.
 */
export async function earlierLot(
  tx: Transaction,
  input: { household_id: string; produce: string; at: Date },
): Promise<EarlierLot | undefined> {
  await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [
    `weigh-in:${input.household_id}:${input.produce}`,
  ]);
  return row<EarlierLot>(
    tx,
    `select l.id as lot_id, l.number, l.units::float8 as units, p.unit, l.weighed_at
     from lot l join pool p on p.id = l.pool_id
     where l.household_id = ? and p.produce = ? and l.parent_lot_id is null
       and l.weighed_at between ?::timestamptz - make_interval(secs => ?) and ?::timestamptz + make_interval(secs => ?)
     order by abs(extract(epoch from l.weighed_at - ?::timestamptz)) limit 1`,
    [input.household_id, input.produce, input.at, REPEAT_WITHIN_S, input.at, REPEAT_WITHIN_S, input.at] as never,
  );
}
