import type { Transaction } from "../../lib/sql";

/** Locks the holds that keep expired lots from sale, in the order of their ids, before any pool is locked. */
export async function lockExpiryHolds(tx: Transaction, lot_ids: readonly string[]): Promise<void> {
  await tx.raw(
    `select id from hold where kind = 'expiry' and owner_id = any(?) and state = 'confirmed' order by id for update`,
    [[...lot_ids]] as never,
  );
}

/** Takes units off the holds of expired lots; a hold with nothing left ends. The pool's counter is the caller's. */
export async function shrinkExpiryHolds(
  tx: Transaction,
  freed: readonly { lot: string; units: number }[],
): Promise<void> {
  if (freed.length === 0) return;
  const bindings = [freed.map((one) => one.lot), freed.map((one) => one.units)] as never;
  const named = `from hold h join unnest(?::text[], ?::bigint[]) as f (lot_id, units) on f.lot_id = h.owner_id`;
  await tx.raw(
    `delete from hold_line l using (select h.id, f.units ${named} where h.kind = 'expiry' and h.state = 'confirmed') f
     where l.hold_id = f.id and l.units = f.units`,
    bindings,
  );
  await tx.raw(
    `update hold_line l set units = l.units - f.units
     from (select h.id, f.units ${named} where h.kind = 'expiry' and h.state = 'confirmed') f where l.hold_id = f.id`,
    bindings,
  );
  await tx.raw(
    `update hold h set state = 'released', ended_by = 'system', ended_reason = 'the lot was written off or moved', updated_at = now()
     where h.kind = 'expiry' and h.state = 'confirmed' and h.owner_id = any(?) and not exists (select from hold_line l where l.hold_id = h.id)`,
    [freed.map((one) => one.lot)] as never,
  );
}
