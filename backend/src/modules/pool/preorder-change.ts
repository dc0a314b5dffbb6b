import { ASKED_MINUTES, decidePreorder, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { row, type Transaction } from "../../lib/sql";
import { move_, serveQueues_ } from "./preorder-queue";
import { aheadOf, type Preorder, type PreorderedPacks } from "./preorder-reads";
import { lockPools } from "./queries";

export const GONE: Refusal = { reason: "preorder_not_found", message: "This pre-order is not there any more." };

/** A manager ends a pre-order whose hold stands in the list of holds. Undefined: there is none of this id. */
export async function endPreorder_(
  tx: Transaction,
  input: { id: string; cooperative_id: string },
): Promise<Result<void> | undefined> {
  const seen = await row<{ pool_id: string }>(
    tx,
    `select pool_id from preorder where id = ? and cooperative_id = ? and state in ('waiting', 'kept')`,
    [input.id, input.cooperative_id],
  );
  if (!seen) return undefined;
  await lockPools(tx, [seen.pool_id]);
  const live = await row(tx, `select 1 from preorder where id = ? and state in ('waiting', 'kept') for update`, [
    input.id,
  ]);
  if (!live) return refuse("not_found", "There is no such hold on your pools, or it has ended.");
  await move_(tx, seen.pool_id, [{ id: input.id, to: "lapsed", held_units: 0, ended_reason: "cooperative" }]);
  await serveQueues_(tx, [seen.pool_id]);
  return ok(undefined);
}

/** Keeps what is free for those who wait, and locks the pool: what is decided next stands. */
export async function lockServed_(tx: Transaction, pool_id: string): Promise<void> {
  await serveQueues_(tx, [pool_id]);
  await lockPools(tx, [pool_id]);
}

/** Whether so much may be pre-ordered, after `lockServed_`. `except`: the one that is changed. */
export async function decide_(
  tx: Transaction,
  wanted: PreorderedPacks,
  except: string | null = null,
): Promise<Result<void>> {
  return decidePreorder(await aheadOf(tx, wanted.pool_id, except), wanted);
}

/** A yes, or another number: decided anew unless no more is asked for than the place was kept for. */
export async function change_(
  tx: Transaction,
  found: Preorder,
  wanted: PreorderedPacks,
): Promise<Result<{ id: string }>> {
  if (found.state === "kept" || found.state === "basket")
    return refuse("preorder_kept", "Its goods are kept already: pay for them, or withdraw. Nothing was changed.");
  if (found.state !== "asked" && found.state !== "waiting") return { ok: false, refusal: GONE };
  const units = wanted.packs * wanted.units_per_pack;
  const fresh = await row(
    tx,
    `select 1 from preorder where id = ? and (state = 'waiting' or asked_at > now() - interval '${ASKED_MINUTES} minutes')`,
    [found.id],
  );
  const more = units > found.packs * found.units_per_pack;
  if (!fresh || more || wanted.packs < 1) {
    const may = await decide_(tx, wanted, found.id);
    if (!may.ok) return may;
  }
  const to_the_end = more || found.state === "asked";
  // Whoever goes to the end leaves what was kept to those who are before them now.
  if (to_the_end && found.state === "waiting")
    await move_(tx, found.pool_id, [{ id: found.id, to: "waiting", held_units: 0 }]);
  await tx.raw(
    `update preorder set state = 'waiting', packs = ?, variant_id = ?, units_per_pack = ?, asks = 0, updated_at = now(),
       confirmed_at = case when ? then clock_timestamp() else confirmed_at end where id = ?`,
    [wanted.packs, wanted.variant_id, wanted.units_per_pack, to_the_end, found.id],
  );
  // Fewer packs may be all there already.
  await settle_(tx, found.pool_id, found.id);
  await serveQueues_(tx, [found.pool_id]);
  await seen_(tx, found.pool_id);
  return ok({ id: found.id });
}

/** A pre-order that wants no more than is kept for it is kept, and gives back what is too much. */
async function settle_(tx: Transaction, pool_id: string, id: string): Promise<void> {
  const full = await row<{ units: number }>(
    tx,
    `select (q.packs * q.units_per_pack)::float8 as units from preorder q join hold h on h.kind = 'preorder' and h.owner_id = q.id
     join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id where q.id = ? and l.units >= q.packs * q.units_per_pack`,
    [id],
  );
  if (full) await move_(tx, pool_id, [{ id, to: "kept", held_units: full.units }]);
}

/** The queue shows on the product's page: written once more, it is rendered anew. */
export async function seen_(tx: Transaction, pool_id: string): Promise<void> {
  await tx.raw(`update pool set version = version + 1 where id = ?`, [pool_id]);
}
