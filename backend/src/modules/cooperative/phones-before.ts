import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";

/** A number that was changed is told of later changes for so long: the time in which a thief would be at it. */
const TOLD_DAYS = 30;
/** Numbers that are told, at most. The oldest first: however often a thief changes it, the household's own is among them. */
const TOLD = 5;

const cell = (household_id: string): string => `household:${household_id}:phone_before`;

/** A number the household had: the id of its row, for the notice that goes there. */
export interface PhoneBefore {
  id: string;
  phone: string;
}

/** Keeps a number that another takes the place of. Under the household's lock. */
export async function keepPhone_(
  tx: Transaction,
  cipher: Cipher,
  household_id: string,
  phone: string,
): Promise<{ id: string }> {
  const id = newId("phone");
  await tx.raw(`insert into household_phone_before (id, household_id, phone_sealed) values (?, ?, ?)`, [
    id,
    household_id,
    cipher.seal(phone, cell(household_id)),
  ]);
  return { id };
}

/** The numbers a household had in the last days before `now`, oldest first, each once, but the one it has. */
export async function phonesBefore(
  sql: Sql,
  cipher: Cipher,
  of: { household_id: string; phone: string; now: Date },
): Promise<PhoneBefore[]> {
  const kept = await rows<{ id: string; phone_sealed: string }>(
    sql,
    `select id, phone_sealed from household_phone_before
     where household_id = ? and changed_at > ?::timestamptz - interval '${TOLD_DAYS} days' order by changed_at, id`,
    [of.household_id, of.now],
  );
  const told = new Map<string, PhoneBefore>();
  for (const { id, phone_sealed } of kept) {
    const phone = cipher.open(phone_sealed, cell(of.household_id));
    if (phone !== of.phone && !told.has(phone)) told.set(phone, { id, phone });
  }
  return [...told.values()].slice(0, TOLD);
}

/** When the number a household has took the place of another; null: it is the first. */
export async function phoneSince(sql: Sql, household_id: string): Promise<Date | null> {
  const found = await row<{ at: Date | null }>(
    sql,
    `select max(changed_at) as at from household_phone_before where household_id = ?`,
    [household_id],
  );
  return found?.at ?? null;
}
