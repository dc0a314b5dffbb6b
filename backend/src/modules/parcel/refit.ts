import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { openRun } from "./plan-rows";

/** An allocation as it stands now, in the pool's unit. */
export interface PromisedLot {
  id: string;
  order_line_id: string;
  lot_id: string;
  pool_id: string;
  household_id: string;
  units: number;
}

export type RefitRefusal = Refusal<"already_packed" | "being_planned">;

/**
 * Makes the parcels of an order hold what is promised now, after staff swapped lots. Only parcels that nobody has packed yet
 * change; when those can't take it, nothing changes and the swap must go back. Harmless when repeated, and when there is
 * nothing to do.
 */
export class Refits {
  constructor(private readonly sql: Knex) {}

  /** While parcels of the order are being written it waits: the end of that run looks at swaps, or this does after it. */
  async refit(order_id: string, promised: readonly PromisedLot[]): Promise<Result<{ moved: number }, RefitRefusal>> {
    // Before the plan's lock, which the writers of a run share: they would keep this waiting to the end of it.
    if (await openRun(this.sql, order_id)) return beingPlanned();
    return inTransaction(this.sql, async (tx) => {
      // The plan's row is the lock under which an order's parcels move.
      const plan = await row(tx, `select 1 from parcel_plan where order_id = ? for update`, [order_id]);
      // Not planned yet: the plan will be made from what is promised then, and looks again when it is written.
      if (!plan) return ok({ moved: 0 });
      return (await openRun(tx, order_id)) ? beingPlanned() : refit_(tx, order_id, promised);
    });
  }

  /** How much of a lot in an order line lies in parcels that may still change; null while they are not planned, or being written. */
  async openUnits(order_id: string, order_line_id: string, lot_id: string): Promise<number | null> {
    const plan = await row(this.sql, `select 1 from parcel_plan where order_id = ?`, [order_id]);
    if (!plan || (await openRun(this.sql, order_id))) return null;
    const found = await row<{ units: number }>(
      this.sql,
      `select coalesce(sum(c.units), 0)::float8 as units from parcel p join parcel_content c on c.parcel_id = p.id
       where p.order_id = ? and c.order_line_id = ? and c.lot_id = ? and p.state in ('planned', 'labelled')`,
      [order_id, order_line_id, lot_id],
    );
    return found?.units ?? 0;
  }
}

interface Content {
  parcel_id: string;
  order_line_id: string;
  allocation_id: string;
  units: number;
  open: boolean;
}

interface Move {
  parcel_id: string;
  from: string;
  to: PromisedLot;
  units: number;
}

function beingPlanned(): ReturnType<typeof refuse<"being_planned">> {
  return refuse("being_planned", "The parcels of this order are being written. The swap follows when they are.");
}

/** As `refit`, in the transaction of a caller who has locked the plan. */
export async function refit_(
  tx: Transaction,
  order_id: string,
  promised: readonly PromisedLot[],
): Promise<Result<{ moved: number }, RefitRefusal>> {
  const difference = differenceOf(await heldOf(tx, order_id), promised);
  if (difference.over.size === 0) return ok({ moved: 0 });
  // Only parcels that hold too much of something: of a hundred thousand the others are neither read nor locked.
  const contents = await rows<Content>(
    tx,
    `select c.parcel_id, c.order_line_id, c.allocation_id, c.units::float8 as units, p.state in ('planned', 'labelled') as open
     from parcel p join parcel_content c on c.parcel_id = p.id
     where p.order_id = ? and p.state <> 'void' and c.allocation_id = any(?) order by p.number, c.allocation_id for update of p`,
    [order_id, [...difference.over.keys()]],
  );
  const moves = decideMoves(contents, promised, difference);
  if (moves === null) {
    const message = "Some of these goods are packed already. Nothing was changed in the parcels; the swap goes back.";
    return refuse("already_packed", message);
  }
  await write_(tx, moves);
  return ok({ moved: moves.length });
}

/** Units of each allocation that an order's live parcels hold. */
export function heldOf(tx: Transaction, order_id: string): Promise<{ id: string; units: number }[]> {
  return rows(
    tx,
    `select c.allocation_id as id, sum(c.units)::float8 as units from parcel p join parcel_content c on c.parcel_id = p.id
     where p.order_id = ? and p.state <> 'void' group by c.allocation_id`,
    [order_id],
  );
}

/** By allocation: units that parcels hold too few of, and too many of. */
interface Difference {
  missing: Map<string, number>;
  over: Map<string, number>;
}

function differenceOf(held: readonly { id: string; units: number }[], promised: readonly PromisedLot[]): Difference {
  const left = new Map(promised.map((lot) => [lot.id, lot.units]));
  for (const { id, units } of held) left.set(id, (left.get(id) ?? 0) - units);
  const those = (sign: 1 | -1) =>
    new Map([...left].filter(([, units]) => sign * units > 0).map(([id, units]) => [id, sign * units]));
  return { missing: those(1), over: those(-1) };
}

/** From allocations that the parcels hold too much of to those they hold too little of, line by line; null when packed. */
function decideMoves(
  contents: readonly Content[],
  promised: readonly PromisedLot[],
  { missing, over }: Difference,
): Move[] | null {
  const takers = promised.filter((lot) => (missing.get(lot.id) ?? 0) > 0);
  const moves: Move[] = [];
  for (const content of contents) {
    let inside = content.open ? content.units : 0;
    for (const to of takers) {
      if (to.order_line_id !== content.order_line_id) continue;
      const units = Math.min(inside, over.get(content.allocation_id) ?? 0, missing.get(to.id) ?? 0);
      if (units <= 0) continue;
      moves.push({ parcel_id: content.parcel_id, from: content.allocation_id, to, units });
      inside -= units;
      over.set(content.allocation_id, (over.get(content.allocation_id) ?? 0) - units);
      missing.set(to.id, (missing.get(to.id) ?? 0) - units);
    }
  }
  return [...over.values()].some((units) => units > 0) ? null : moves;
}

async function write_(tx: Transaction, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const taken = `select parcel_id, allocation_id, sum(units) as units from unnest(?::text[], ?::text[], ?::bigint[])
    as m (parcel_id, allocation_id, units) group by parcel_id, allocation_id`;
  const bindings = [moves.map((m) => m.parcel_id), moves.map((m) => m.from), moves.map((m) => m.units)];
  await tx.raw(
    `delete from parcel_content c using (${taken}) m
     where c.parcel_id = m.parcel_id and c.allocation_id = m.allocation_id and c.units = m.units`,
    bindings as never,
  );
  await tx.raw(
    `update parcel_content c set units = c.units - m.units from (${taken}) m
     where c.parcel_id = m.parcel_id and c.allocation_id = m.allocation_id`,
    bindings as never,
  );
  await tx.raw(
    `insert into parcel_content (parcel_id, order_line_id, allocation_id, lot_id, pool_id, household_id, units)
     select parcel_id, order_line_id, allocation_id, lot_id, pool_id, household_id, sum(units)
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
       as m (parcel_id, order_line_id, allocation_id, lot_id, pool_id, household_id, units)
     group by parcel_id, order_line_id, allocation_id, lot_id, pool_id, household_id
     on conflict (parcel_id, allocation_id) do update set units = parcel_content.units + excluded.units`,
    [
      moves.map((m) => m.parcel_id),
      moves.map((m) => m.to.order_line_id),
      moves.map((m) => m.to.id),
      moves.map((m) => m.to.lot_id),
      moves.map((m) => m.to.pool_id),
      moves.map((m) => m.to.household_id),
      moves.map((m) => m.units),
    ] as never,
  );
}
