import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { decideSplit, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { OTHER_FIGURES } from "../../lib/earlier-form";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import type { Transaction } from "../../lib/sql";
import { inTransaction, row } from "../../lib/sql";
import { packOf } from "./adjustments";
import { lockExpiryHolds, shrinkExpiryHolds } from "./expiry-holds";
import { changeLots, insertChildren_, lockLots, type LedgerLot } from "./lots";
import { changeCounters, lockPools, poolById, writeMovements } from "./queries";
import type { PoolRow } from "./types";

export interface SplitInput {
  cooperative_id: string;
  lot_id: string;
  to_pool_id: string;
  units: number;
  /** Why, in the words of who does it. */
  reason: string;
  person: string;
  idempotency_key: string;
}

export interface Split {
  id: string;
  from_lot_id: string;
  to_lot_id: string;
  to_lot_number: string;
  units: number;
  repeated: boolean;
}

/** Figures before anything is done, in the pools' unit. */
export interface SplitPreview {
  units: number;
  /** Of these, what the other pool may sell; the rest makes no whole pack there. */
  sellable: number;
  kept_apart: number;
  lot_left: number;
  from_on_hand: { before: number; after: number };
  to_on_hand: { before: number; after: number };
}

/** Part of a lot becomes a lot of another pool: a change of grade, or a transfer. Same household, same harvest day. */
export class Splits {
  constructor(private readonly sql: Knex) {}

  split(input: SplitInput): Promise<Result<Split, Refusal>> {
    return inTransaction(this.sql, (tx) => this.split_(tx, input));
  }

  /** What a split would do, refused for the same reasons; nothing is written. */
  preview(
    input: Pick<SplitInput, "cooperative_id" | "lot_id" | "to_pool_id" | "units">,
  ): Promise<Result<SplitPreview, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await sidesOf(tx, input);
      if (!found.ok) return found;
      const { from, to, lot } = found.value;
      const plan = planOf(from, to, lot, input.units);
      if (!plan.ok) return plan;
      const { units, sellable } = plan.value;
      return ok({
        units,
        sellable,
        kept_apart: units - sellable,
        lot_left: lot.on_hand - units,
        from_on_hand: { before: from.on_hand, after: from.on_hand - units },
        to_on_hand: { before: to.on_hand, after: to.on_hand + sellable },
      });
    });
  }

  async split_(tx: Transaction, input: SplitInput): Promise<Result<Split, Refusal>> {
    const hash = inputHash([input.lot_id, input.to_pool_id, input.units, input.reason]);
    const found = await sidesOf(tx, input);
    if (!found.ok) return found;
    const { from, to, lot } = found.value;
    // Asked under the pools' and the lot's locks: the same form sent twice at once waits here for its first, and finds it.
    const before = await this.byKey(tx, input, hash);
    if (before) return before;
    const plan = planOf(from, to, lot, input.units);
    if (!plan.ok) return plan;
    const { units, sellable } = plan.value;
    const freed = Math.min(lot.expired, units);

    const id = newId("split");
    const [child] = await insertChildren_(tx, input.person, [
      {
        id: newId("lot"),
        parent_id: lot.id,
        pool_id: to.id,
        units,
        sellable,
        grade: to.grade,
        idempotency_key: `${input.cooperative_id}:split:${input.idempotency_key}`,
        input_hash: hash,
        returned_for: null,
      },
    ]);
    if (!child)
      return (await this.byKey(tx, input, hash)) ?? refuse("conflict", "This was being done already. Look again.");
    await tx.raw(
      `insert into lot_split (id, cooperative_id, from_lot_id, to_lot_id, units, reason, person, idempotency_key, input_hash)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [id, input.cooperative_id, lot.id, child.id, units, input.reason, input.person, input.idempotency_key, hash],
    );
    await changeLots(tx, [{ lot_id: lot.id, sellable: -units }]);
    await shrinkExpiryHolds(tx, freed > 0 ? [{ lot: lot.id, units: freed }] : []);
    const changed = await changeCounters(tx, [
      { pool_id: from.id, on_hand: -units, held: -freed },
      { pool_id: to.id, on_hand: sellable, held: 0 },
    ]);
    if (changed.length !== 2) throw new Error(`split ${id}: a pool would promise more than it has`);
    await writeMovements(
      tx,
      [
        { pool_id: from.id, lot_id: lot.id, kind: "split", on_hand: -units, held: 0 },
        { pool_id: to.id, lot_id: child.id, kind: "split", on_hand: sellable, held: 0 },
        ...(freed > 0
          ? [{ pool_id: from.id, lot_id: lot.id, kind: "release" as const, on_hand: 0, held: -freed }]
          : []),
      ],
      { reason: input.reason, person: input.person, source: id },
    );
    return ok({ id, from_lot_id: lot.id, to_lot_id: child.id, to_lot_number: child.number, units, repeated: false });
  }

  private async byKey(tx: Transaction, input: SplitInput, hash: string): Promise<Result<Split, Refusal> | undefined> {
    const found = await row<Split & { input_hash: string }>(
      tx,
      `select s.id, s.from_lot_id, s.to_lot_id, l.number as to_lot_number, s.units::float8 as units, true as repeated, s.input_hash
       from lot_split s join lot l on l.id = s.to_lot_id where s.cooperative_id = ? and s.idempotency_key = ?`,
      [input.cooperative_id, input.idempotency_key],
    );
    if (!found) return undefined;
    return found.input_hash === hash ? ok(found) : OTHER_FIGURES;
  }
}

interface Sides {
  from: PoolRow;
  to: PoolRow;
  lot: LedgerLot;
}

/** The lot and both pools, locked: holds of expired goods, then pools, then the lot. */
async function sidesOf(
  tx: Transaction,
  input: Pick<SplitInput, "cooperative_id" | "lot_id" | "to_pool_id">,
): Promise<Result<Sides, Refusal>> {
  const whose = await row<{ pool_id: string }>(tx, `select pool_id from lot where id = ? and cooperative_id = ?`, [
    input.lot_id,
    input.cooperative_id,
  ]);
  if (!whose) return refuse("lot_not_found", "There is no such lot in your cooperative.", "lot_id");
  const target = await poolById(tx, input.to_pool_id);
  if (!target || target.cooperative_id !== input.cooperative_id) {
    return refuse("pool_not_found", "There is no such pool in your cooperative.", "to_pool_id");
  }
  await lockExpiryHolds(tx, [input.lot_id]);
  const pools = await lockPools(tx, [whose.pool_id, input.to_pool_id]);
  const from = pools.find((pool) => pool.id === whose.pool_id);
  const to = pools.find((pool) => pool.id === input.to_pool_id);
  const [lot] = await lockLots(tx, whose.pool_id, [input.lot_id]);
  if (!from || !to || !lot) throw new Error(`lot ${input.lot_id} or its pool is gone`);
  return ok({ from, to, lot });
}

function planOf(from: PoolRow, to: PoolRow, lot: LedgerLot, units: number): ReturnType<typeof decideSplit> {
  return decideSplit({
    units,
    from: {
      pool: from.id,
      cooperative: from.cooperative_id,
      produce: from.produce,
      unit: from.unit,
      available: from.on_hand - from.held + lot.expired,
      ...packOf(from),
    },
    lot: { number: lot.number, free: lot.free },
    to: {
      pool: to.id,
      cooperative: to.cooperative_id,
      produce: to.produce,
      unit: to.unit,
      status: to.status,
      ...packOf(to),
    },
  });
}
