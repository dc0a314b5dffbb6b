import { newId } from "../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { claim } from "../outbox/append";
import { recordStep } from "./queries";
import type { PrintedSheet } from "./types";

/**
 * Records the sheets a print job wrote: at most one live label a parcel (an earlier one is voided, by a person's wish
 * to print again), and parcels that were planned are labelled now. `more`: other parts of this message follow, so it is not done
 * yet; a part that was recorded before is left as it is. False when this message did it before.
 */
export async function recordLabels_(
  tx: Transaction,
  input: { message_id: string; order_id: string; sheets: readonly PrintedSheet[]; more?: boolean | undefined },
): Promise<boolean> {
  if (!input.more && !(await claim(tx, "print-labels", input.message_id))) return false;
  // Sheets that were drawn while the order is planned anew show what no longer holds: they are no labels.
  const plan = await row<{ withdrawn: boolean }>(
    tx,
    `select withdrawn_for is not null as withdrawn from parcel_plan where order_id = ? for update`,
    [input.order_id],
  );
  if (plan?.withdrawn ?? true) return false;
  for (const sheet of input.sheets) {
    const id = newId("sheet");
    const written = await rows(
      tx,
      `insert into label_sheet (id, order_id, cooperative_id, file, pages, sha256, whole, message_id, part, of_labels)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (message_id, cooperative_id, part) where message_id is not null do nothing returning id`,
      [
        id,
        input.order_id,
        sheet.cooperative_id,
        sheet.file,
        sheet.parcel_ids.length,
        sheet.sha256,
        sheet.whole ?? true,
        input.message_id,
        sheet.part ?? 0,
        sheet.of_labels ?? sheet.parcel_ids.length,
      ],
    );
    if (written.length === 0) continue;
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
  // Parcels that were void before their part was printed are no longer counted for.
  if (!input.more) {
    await tx.raw(
      `update label_sheet s set of_labels = (select sum(a.pages) from label_sheet a where a.message_id = s.message_id and a.cooperative_id = s.cooperative_id)
       where s.message_id = ?`,
      [input.message_id],
    );
  }
  return true;
}

/** Parts of a print that are recorded: where a job that died goes on. */
export async function partsOf(
  sql: Sql,
  message_id: string,
): Promise<{ cooperative_id: string; parts: number; labels: number; of_labels: number; parcel_ids: string[] }[]> {
  return rows(
    sql,
    `select s.cooperative_id, count(distinct s.id)::int as parts, count(l.parcel_id)::int as labels, max(s.of_labels)::int as of_labels,
       coalesce(array_agg(l.parcel_id) filter (where l.parcel_id is not null), '{}') as parcel_ids
     from label_sheet s left join parcel_label l on l.sheet_id = s.id where s.message_id = ? group by s.cooperative_id`,
    [message_id],
  );
}

/** An order's labels as a desk sees them: the files there are, and of how many labels they will be. */
export interface LabelPrint {
  printed: number;
  total: number;
  /** In the order they were printed; `part` counts them. `void`: pages that are no label any more, to be thrown away. */
  sheets: { id: string; part: number; pages: number; void: number; file: string; created_at: Date }[];
}

/**
 * The newest print of an order's labels for one cooperative, after earlier files that still hold a live label: a part that was
 * planned anew has a print of its own, and the other boxes keep the labels they had.
 */
export async function labelPrint(sql: Sql, order_id: string, cooperative_id: string): Promise<LabelPrint> {
  const found = await rows<LabelPrint["sheets"][number] & { of_labels: number | null; newest: boolean }>(
    sql,
    `with sheet as (
       select s.*, (select coalesce(sum(t.labels), 0) from label_tally t where t.sheet_id = s.id)::int as live
       from label_sheet s where s.order_id = ? and s.cooperative_id = ? and s.whole),
     newest as (select id, message_id from sheet order by created_at desc, id desc limit 1)
     select s.id, s.part, s.pages, s.pages - s.live as void, s.file, s.created_at, s.of_labels, (s.id = n.id or s.message_id = n.message_id) is true as newest
     from sheet s cross join newest n where s.live > 0 or s.id = n.id or s.message_id = n.message_id
     order by newest, s.created_at, s.part, s.id`,
    [order_id, cooperative_id],
  );
  const pagesOf = (of: typeof found) => of.reduce((sum, sheet) => sum + sheet.pages, 0);
  const [printed, printed_now] = [pagesOf(found), pagesOf(found.filter((sheet) => sheet.newest))];
  const known = Math.max(0, ...found.map((sheet) => (sheet.newest ? (sheet.of_labels ?? 0) : 0)));
  const total =
    found.length === 0 ? await waitingOf(sql, order_id, cooperative_id) : printed + Math.max(0, known - printed_now);
  const sheets = found.map(({ of_labels: _, newest: __, ...sheet }, part) => ({ ...sheet, part }));
  return { printed, total, sheets };
}

/** Parcels of a cooperative in an order that are to get a label, or have one that is not on record. */
async function waitingOf(sql: Sql, order_id: string, cooperative_id: string): Promise<number> {
  const waiting = await row<{ labels: number }>(
    sql,
    `select coalesce(sum(parcels), 0)::int as labels from parcel_tally
     where order_id = ? and cooperative_id = ? and state in ('planned', 'labelled', 'packed')`,
    [order_id, cooperative_id],
  );
  return waiting?.labels ?? 0;
}
