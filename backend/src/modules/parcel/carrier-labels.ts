import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";

/** Who makes the label on a box. */
export const LABEL_BY = ["ours", "carrier", "both"] as const;
export type LabelBy = (typeof LABEL_BY)[number];

/** Labels that carriers make: fetched once, kept as files, printed with ours or in place of them. */
export class CarrierLabels {
  constructor(private readonly sql: Knex) {}

  /** References of a booking whose labels are still to be fetched. */
  async open(booking_id: string): Promise<{ carrier: string; references: string[] }> {
    const found = await rows<{ carrier: string; reference: string }>(
      this.sql,
      `select coalesce(b.carrier, 'standin') as carrier, l.reference from carrier_label l join booking b on b.id = l.booking_id
       where l.booking_id = ? and l.state = 'pending' order by l.reference`,
      [booking_id],
    );
    return { carrier: found[0]?.carrier ?? "", references: found.map((one) => one.reference) };
  }

  /** Records files that are whole on the disk, or why the carrier gives none; again it changes nothing. */
  async record(
    booking_id: string,
    labels: readonly (
      { reference: string; format: string; file: string; sha256: string } | { reference: string; refused: string }
    )[],
  ): Promise<void> {
    const stored = labels.map((one) => ("refused" in one ? { ...EMPTY, ...one } : { ...one, refused: null }));
    await this.sql.raw(
      `update carrier_label l set state = case when t.file is null then 'refused' else 'stored' end, format = t.format, file = t.file,
         sha256 = t.sha256, reason = t.refused, updated_at = now()
       from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as t (reference, format, file, sha256, refused)
       where l.booking_id = ? and l.reference = t.reference and l.state = 'pending'`,
      [
        stored.map((one) => one.reference),
        stored.map((one) => one.format),
        stored.map((one) => one.file),
        stored.map((one) => one.sha256),
        stored.map((one) => one.refused?.slice(0, 500) ?? null),
        booking_id,
      ] as never,
    );
  }

  /** How many labels of a wave's parcels carriers make, have made, and refused. */
  async countsOfWave(wave_id: string): Promise<{ wanted: number; stored: number; refused: number }> {
    const found = await row<{ wanted: number; stored: number; refused: number }>(
      this.sql,
      `select count(*)::int as wanted, count(*) filter (where l.state = 'stored')::int as stored, count(*) filter (where l.state = 'refused')::int as refused
       from parcel p join carrier_label l on l.parcel_id = p.id join booking_parcel k on k.booking_id = l.booking_id and k.parcel_id = p.id and k.left_at is null
       where p.wave_id = ? and p.state <> 'void'`,
      [wave_id],
    );
    return found ?? { wanted: 0, stored: 0, refused: 0 };
  }

  /** Asks once more for labels of a wave that were refused, or whose fetching died. Answers how many. */
  fetchAgain(wave_id: string, cooperative_id: string): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const again = await rows<{ booking_id: string }>(
        tx,
        `update carrier_label l set state = 'pending', reason = null, updated_at = now()
         from parcel p, booking_parcel k where l.parcel_id = p.id and l.state = 'refused' and p.wave_id = ? and p.cooperative_id = ?
           and k.booking_id = l.booking_id and k.parcel_id = p.id and k.left_at is null returning l.booking_id`,
        [wave_id, cooperative_id],
      );
      for (const booking_id of [...new Set(again.map((one) => one.booking_id))].sort()) await send_(tx, booking_id);
      return again.length;
    });
  }
}

const EMPTY = { format: null, file: null, sha256: null };

/** A booking that ended well is followed by its labels, when the cooperative wants the carrier's. */
export async function fetchLabels_(tx: Transaction, booking_id: string): Promise<void> {
  const wanted = await rows(
    tx,
    `insert into carrier_label (booking_id, reference, parcel_id)
     select k.booking_id, k.reference, k.parcel_id from booking_parcel k join booking b on b.id = k.booking_id
     join carrier_account a on a.cooperative_id = b.cooperative_id and a.carrier = b.carrier and a.label_by <> 'ours'
     where k.booking_id = ? and k.left_at is null on conflict do nothing returning reference`,
    [booking_id],
  );
  if (wanted.length > 0) await send_(tx, booking_id);
}

async function send_(tx: Transaction, booking_id: string): Promise<void> {
  const message_id = await append(tx, { job: "fetch-labels", payload: { booking_id } });
  await tx.raw(`update booking set labels_message_id = ?, updated_at = now() where id = ?`, [
    message_id ?? null,
    booking_id,
  ]);
}
