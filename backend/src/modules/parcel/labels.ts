import { row, rows, type Transaction } from "../../lib/sql";
import { claim } from "../outbox/append";
import { newId, recordStep } from "./queries";
import type { PrintedSheet } from "./types";

/**
 * Records the sheets a print job wrote: at most one live label a parcel (an earlier one is voided, by a person's wish
 * to print again), and parcels that were planned are labelled now. False when this message did it before.
 */
export async function recordLabels_(
  tx: Transaction,
  input: { message_id: string; order_id: string; sheets: readonly PrintedSheet[] },
): Promise<boolean> {
  if (!(await claim(tx, "print-labels", input.message_id))) return false;
  // Sheets that were drawn while the order is planned anew show what no longer holds: they are no labels.
  const plan = await row<{ withdrawn: boolean }>(
    tx,
    `select withdrawn_for is not null as withdrawn from parcel_plan where order_id = ? for update`,
    [input.order_id],
  );
  if (plan?.withdrawn ?? true) return false;
  for (const sheet of input.sheets) {
    const id = newId("sheet");
    await tx.raw(
      `insert into label_sheet (id, order_id, cooperative_id, file, pages, sha256, whole) values (?, ?, ?, ?, ?, ?, ?)`,
      [
        id,
        input.order_id,
        sheet.cooperative_id,
        sheet.file,
        sheet.parcel_ids.length,
        sheet.sha256,
        sheet.whole ?? true,
      ],
    );
    // An order planned anew meanwhile has voided its parcels, a label replaced meanwhile has another number: their pages
    // are waste paper, and no label.
    const open = await rows<{ id: string }>(
      tx,
      `select p.id from parcel p join unnest(?::text[], ?::text[]) as t (id, number) on t.id = p.id
       where parcel_rank(p.state) < 30 and p.number = coalesce(t.number, p.number) order by p.id for update of p`,
      [[...sheet.parcel_ids], sheet.numbers ? [...sheet.numbers] : sheet.parcel_ids.map(() => null)],
    );
    const open_ids = open.map((parcel) => parcel.id);
    await tx.raw(`update parcel_label set voided_at = now() where voided_at is null and parcel_id = any(?)`, [
      open_ids,
    ] as unknown as string[]);
    await tx.raw(
      `insert into parcel_label (parcel_id, sheet_id, page)
       select t.id, ?, t.page from unnest(?::text[]) with ordinality as t (id, page) where t.id = any(?)`,
      [id, sheet.parcel_ids, open_ids] as unknown as string[],
    );
    await recordStep(tx, open_ids, "labelled", "house");
    await tx.raw(`update parcel set state = 'labelled', updated_at = now() where state = 'planned' and id = any(?)`, [
      open_ids,
    ] as unknown as string[]);
  }
  return true;
}
