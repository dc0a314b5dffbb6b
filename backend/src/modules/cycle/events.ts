import { newId } from "../../lib/ids";
import type { Transaction } from "../../lib/sql";

/** Who did what with a cycle, in the transaction of doing it. */
export async function writeEvent(
  tx: Transaction,
  event: { cycle_id: string; kind: string; words?: string; person: string },
): Promise<void> {
  await tx.raw(`insert into cycle_event (id, cycle_id, kind, words, person) values (?, ?, ?, ?, ?)`, [
    newId("cyev"),
    event.cycle_id,
    event.kind,
    event.words ?? "",
    event.person,
  ]);
}
