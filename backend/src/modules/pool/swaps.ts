import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { decideSwap, explainSwap, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { lockPools } from "./queries";

export interface SwapOrder {
  order_id: string;
  order_line_id: string;
  cooperative_id: string;
  from_lot_id: string;
  to_lot_id: string;
  units: number;
  reason: string;
  person: string;
  /** Made by the form: sent twice it is one swap. */
  idempotency_key: string;
  /** Today at the cooperative, ISO. */
  today: string;
}

export interface SwapRow {
  id: string;
  order_id: string;
  order_line_id: string;
  pool_id: string;
  unit: "g" | "piece";
  from_lot_id: string;
  from_lot_number: string;
  to_lot_id: string;
  to_lot_number: string;
  from_household_id: string;
  to_household_id: string;
  units: number;
  reason: string;
  person: string;
  undoes: string | null;
  at: Date;
}

/** Why a swap of ours is undone by the house itself; households read it. */
const PACKED_MEANWHILE = "the goods were packed before the swap reached them (换货前已装箱)";

/** Swaps of one page. */
const PAGE = 100;

const COLUMNS = `s.id, s.order_id, s.order_line_id, s.pool_id, p.unit, s.from_lot_id, f.number as from_lot_number, s.to_lot_id,
  t.number as to_lot_number, s.from_household_id, s.to_household_id, s.units::float8 as units, s.reason, s.person, s.undoes, s.at`;
const FROM = `allocation_swap s join pool p on p.id = s.pool_id join lot f on f.id = s.from_lot_id join lot t on t.id = s.to_lot_id`;

/**
 * Staff put one lot in the place of another in an order that is not packed. The allocation moves, in one transaction with the row
 * that says who and why; the parcels follow by a job. When a parcel was packed in between, that job has the swap undone.
 */
export class Swaps {
  constructor(private readonly sql: Knex) {}

  swap(input: SwapOrder): Promise<Result<SwapRow, Refusal>> {
    return inTransaction(this.sql, (tx) => swap_(tx, input));
  }

  /** The parcels could not follow: the allocation goes back, once, and both households read why. */
  undo(swap_id: string): Promise<boolean> {
    return inTransaction(this.sql, (tx) => undo_(tx, swap_id));
  }

  /** Whether this form was taken before. */
  async isKnown(input: Pick<SwapOrder, "cooperative_id" | "idempotency_key">): Promise<boolean> {
    const found = await row(this.sql, `select 1 from allocation_swap where idempotency_key = ?`, [keyOf(input)]);
    return found !== undefined;
  }

  byId(swap_id: string): Promise<SwapRow | undefined> {
    return swapById(this.sql, swap_id);
  }

  ofOrder(order_id: string): Promise<SwapRow[]> {
    return rows<SwapRow>(
      this.sql,
      `select ${COLUMNS} from ${FROM} where s.order_id = ? order by s.at desc, s.id limit ${PAGE}`,
      [order_id],
    );
  }
}

function swapById(sql: Sql, id: string): Promise<SwapRow | undefined> {
  return row<SwapRow>(sql, `select ${COLUMNS} from ${FROM} where s.id = ?`, [id]);
}

interface LineNow {
  pool_id: string;
  cooperative_id: string;
  blendable: boolean;
  pack_units: number | null;
  unit: "g" | "piece";
}

async function swap_(tx: Transaction, input: SwapOrder): Promise<Result<SwapRow, Refusal>> {
  const line = await lockLine(tx, input);
  if (!line) return refuse("allocation_not_found", "There is no such order line in your cooperative.");
  // Behind the lock: the same form sent twice at once finds here what the other one wrote.
  const before = await row<{
    id: string;
    order_line_id: string;
    from_lot_id: string;
    to_lot_id: string;
    units: number;
  }>(
    tx,
    `select id, order_line_id, from_lot_id, to_lot_id, units::float8 as units from allocation_swap where idempotency_key = ?`,
    [keyOf(input)],
  );
  if (before) return repeatOf(tx, input, before);
  const from = await row<{ lot: string; open_units: number; household_id: string }>(
    tx,
    `select lot_id as lot, (units - shipped)::float8 as open_units, household_id from allocation
     where order_line_id = ? and lot_id = ? and state = 'held' and shipped = 0 for update`,
    [input.order_line_id, input.from_lot_id],
  );
  const [old, to] = await lockLots(tx, line.pool_id, [input.from_lot_id, input.to_lot_id]);
  const decided = decideSwap(input, {
    today: input.today,
    pack_units: line.blendable ? undefined : (line.pack_units ?? undefined),
    from: from && { ...from, recalled: old?.recalled ?? false },
    to,
  });
  if (!decided.ok) return decided;
  if (!from || !to) throw new Error("a swap was decided without its lots");
  const id = await write_(tx, {
    ...input,
    pool_id: line.pool_id,
    unit: line.unit,
    from_household_id: from.household_id,
    to_household_id: to.household_id,
    undoes: null,
    key: keyOf(input),
  });
  // The reader of this order now: the parcels must hold what is promised, or the swap must go back.
  await append(tx, { job: "refit-parcels", payload: { swap_id: id }, dedup_key: id });
  return ok(await written(tx, id));
}

async function undo_(tx: Transaction, swap_id: string): Promise<boolean> {
  const swap = await swapById(tx, swap_id);
  if (!swap) throw new Error(`there is no swap ${swap_id}`);
  await lockPools(tx, [swap.pool_id]);
  const undone = await row(tx, `select 1 from allocation_swap where undoes = ?`, [swap_id]);
  if (undone) return false;
  const back = await row<{ units: number }>(
    tx,
    `select (units - shipped)::float8 as units from allocation where order_line_id = ? and lot_id = ? and state = 'held' for update`,
    [swap.order_line_id, swap.to_lot_id],
  );
  const [, to] = await lockLots(tx, swap.pool_id, [swap.to_lot_id, swap.from_lot_id]);
  if (!back || !to || back.units < swap.units || to.free_units < swap.units) {
    throw new Error(`swap ${swap_id} can't be undone: the lot that gave way has been given elsewhere meanwhile`);
  }
  await write_(tx, {
    ...swap,
    from_lot_id: swap.to_lot_id,
    to_lot_id: swap.from_lot_id,
    from_household_id: swap.to_household_id,
    to_household_id: swap.from_household_id,
    reason: PACKED_MEANWHILE,
    person: "system",
    undoes: swap.id,
    key: `undo:${swap.id}`,
  });
  return true;
}

/** The order's hold, then its pool: the order of locks everywhere. Undefined when this is no line of the cooperative. */
async function lockLine(tx: Transaction, input: SwapOrder): Promise<LineNow | undefined> {
  await tx.raw(`select 1 from hold where order_id = ? for update`, [input.order_id]);
  const found = await row<{ pool_id: string }>(
    tx,
    `select a.pool_id from allocation a join pool p on p.id = a.pool_id
     where a.order_id = ? and a.order_line_id = ? and p.cooperative_id = ? limit 1`,
    [input.order_id, input.order_line_id, input.cooperative_id],
  );
  if (!found) return undefined;
  const [pool] = await lockPools(tx, [found.pool_id]);
  return pool && { ...pool, pool_id: pool.id };
}

interface LockedLot {
  lot: string;
  household_id: string;
  free_units: number;
  best_before: string | null;
  recalled: boolean;
}

/** In the order asked for; undefined where there is no such lot in the pool. */
async function lockLots(
  tx: Transaction,
  pool_id: string,
  lot_ids: readonly string[],
): Promise<(LockedLot | undefined)[]> {
  const locked = await rows<LockedLot>(
    tx,
    `select id as lot, owner_id as household_id, (case when blocked_at is null then sellable_units - allocated - wasted else 0 end)::float8 as free_units, best_before::text as best_before,
            blocked_at is not null as recalled
     from lot where pool_id = ? and id = any(?) order by id for no key update`,
    [pool_id, [...lot_ids]] as never,
  );
  return lot_ids.map((id) => locked.find((one) => one.lot === id));
}

interface NewSwap extends Omit<SwapOrder, "cooperative_id" | "idempotency_key" | "today"> {
  pool_id: string;
  unit: "g" | "piece";
  from_household_id: string;
  to_household_id: string;
  undoes: string | null;
  key: string;
}

/** Moves the units and says so. `allocated` of both lots changes with their allocations (S2), the line's sum does not (S3). */
async function write_(tx: Transaction, swap: NewSwap): Promise<string> {
  const id = newId("swap");
  await tx.raw(
    `update allocation set units = case when units > ? then units - ? else units end,
            state = case when units > ? then state else 'released' end, updated_at = now()
     where order_line_id = ? and lot_id = ? and state = 'held'`,
    [swap.units, swap.units, swap.units, swap.order_line_id, swap.from_lot_id],
  );
  const why = JSON.stringify(explainSwap(swap, "to", swap.unit));
  await tx.raw(
    `insert into allocation (id, order_id, order_line_id, pool_id, ordered_pool_id, lot_id, household_id, units, rule, rule_version, why)
     values (?, ?, ?, ?, (select ordered_pool_id from allocation where order_line_id = ? and lot_id = ?), ?, ?, ?, 'swap', 0, ?::jsonb)
     on conflict on constraint allocation_once do update set state = 'held', updated_at = now(),
       units = excluded.units + case when allocation.state = 'released' then allocation.shipped else allocation.units end`,
    [
      newId("alloc"),
      swap.order_id,
      swap.order_line_id,
      swap.pool_id,
      swap.order_line_id,
      swap.from_lot_id,
      swap.to_lot_id,
      swap.to_household_id,
      swap.units,
      why,
    ],
  );
  await tx.raw(
    `update lot set allocated = allocated + m.units from unnest(?::text[], ?::bigint[]) as m (lot_id, units) where lot.id = m.lot_id`,
    [
      [swap.from_lot_id, swap.to_lot_id],
      [-swap.units, swap.units],
    ] as never,
  );
  await tx.raw(
    `insert into allocation_swap (id, order_id, order_line_id, pool_id, from_lot_id, to_lot_id, from_household_id, to_household_id,
                                  units, reason, person, undoes, idempotency_key)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      swap.order_id,
      swap.order_line_id,
      swap.pool_id,
      swap.from_lot_id,
      swap.to_lot_id,
      swap.from_household_id,
      swap.to_household_id,
      swap.units,
      swap.reason,
      swap.person,
      swap.undoes,
      swap.key,
    ],
  );
  return id;
}

async function repeatOf(
  tx: Transaction,
  input: SwapOrder,
  before: { id: string; order_line_id: string; from_lot_id: string; to_lot_id: string; units: number },
): Promise<Result<SwapRow, Refusal>> {
  const same = (["order_line_id", "from_lot_id", "to_lot_id", "units"] as const).every(
    (field) => before[field] === input[field],
  );
  if (!same) {
    const message =
      "This form was sent before with other lots or another amount. Nothing was changed; open the page again.";
    return refuse("idempotency_conflict", message, "idempotency_key");
  }
  return ok(await written(tx, before.id));
}

async function written(tx: Transaction, id: string): Promise<SwapRow> {
  const swap = await swapById(tx, id);
  if (!swap) throw new Error(`swap ${id} was not written`);
  return swap;
}

function keyOf(input: Pick<SwapOrder, "cooperative_id" | "idempotency_key">): string {
  return `${input.cooperative_id}:${input.idempotency_key}`;
}
