import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { fillLines_, type OrderLine } from "./allocations";
import { freeEnded } from "./holding";
import { releaseExpired_ } from "./holds";
import type { HouseholdFloor } from "./offers";
import { changeCounters, writeMovements } from "./queries";

export interface TakeInput {
  /** The order of the replacement: its goods are taken once. */
  order_id: string;
  /** The claim's number, for the ledger. */
  number: string;
  person: string;
  lines: readonly OrderLine[];
  floors?: readonly HouseholdFloor[];
}

/** Ends the transaction; nothing is taken. */
class NotEnough extends Error {
  constructor(readonly pool_id: string) {
    super(`pool ${pool_id} has not enough`);
  }
}

/** Goods that are sent again: held and allocated by the pool's own rule, as for an order that is bought. */
export class Replacements {
  constructor(private readonly sql: Knex) {}

  /**
   * Hold and allocation in one transaction, once for the order: what was taken before stays as it is. Refused with the pool
   * that has not enough; nothing is written then.
   */
  async take(input: TakeInput): Promise<Result<{ taken: boolean }, Refusal<"not_enough_goods">>> {
    const first = await this.tryToTake(input);
    if (first.ok || !(await freeEnded(this.sql, [...unitsOf(input.lines).keys()]))) return first;
    return this.tryToTake(input);
  }

  private async tryToTake(input: TakeInput): Promise<Result<{ taken: boolean }, Refusal<"not_enough_goods">>> {
    try {
      return ok({ taken: await inTransaction(this.sql, (tx) => take_(tx, input)) });
    } catch (error) {
      if (!(error instanceof NotEnough)) throw error;
      const message =
        "There are not enough free goods in the pool to send these packs again. Nothing was taken; refund instead, or wait for fresh goods.";
      return refuse("not_enough_goods", message, "remedy");
    }
  }

  /** How much of these pools is free now. */
  async free(lines: readonly OrderLine[]): Promise<boolean> {
    const wanted = unitsOf(lines);
    const found = await rows<{ id: string; free: number }>(
      this.sql,
      `select id, (on_hand - held)::float8 as free from pool where id = any(?)`,
      [[...wanted.keys()]],
    );
    return found.length === wanted.size && found.every((pool) => pool.free >= (wanted.get(pool.id) ?? 0));
  }
}

async function take_(tx: Transaction, input: TakeInput): Promise<boolean> {
  await tx.raw(
    `insert into hold (id, kind, owner_id, state, run_id, order_id) values (?, 'replacement', ?, 'released', '', ?)
     on conflict on constraint hold_one_per_owner do nothing`,
    [newId("hold"), input.order_id, input.order_id],
  );
  const hold = await row<{ id: string; state: string }>(
    tx,
    `select id, state from hold where kind = 'replacement' and owner_id = ? for update`,
    [input.order_id],
  );
  if (!hold) throw new Error(`the hold of ${input.order_id} was not written`);
  if (hold.state !== "released") return false;
  const units = unitsOf(input.lines);
  await releaseExpired_(tx, [...units.keys()], hold.id);
  const deltas = [...units].map(([pool_id, held]) => ({ pool_id, on_hand: 0, held }));
  const changed = new Set(await changeCounters(tx, deltas));
  const lacking = deltas.find((one) => !changed.has(one.pool_id));
  if (lacking) throw new NotEnough(lacking.pool_id);
  await tx.raw(
    `insert into hold_line (hold_id, pool_id, units) select ?, p.pool_id, p.units from unnest(?::text[], ?::bigint[]) as p (pool_id, units)`,
    [hold.id, [...units.keys()], [...units.values()]] as never,
  );
  await tx.raw(`update hold set state = 'confirmed', updated_at = now() where id = ?`, [hold.id]);
  await writeMovements(
    tx,
    deltas.map((one) => ({ pool_id: one.pool_id, lot_id: null, kind: "hold" as const, on_hand: 0, held: one.held })),
    { reason: "sent again for a claim", person: input.person, source: input.number },
  );
  // Goods past their day are counted by the pool until it has looked, and given by no lot.
  const short = await fillLines_(tx, input.order_id, input.lines, input.floors ?? []);
  if (short !== undefined) throw new NotEnough(short);
  return true;
}

/** Units by pool, in the order of the pools' ids: that of their locks. */
function unitsOf(lines: readonly OrderLine[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const line of lines) units.set(line.pool_id, (units.get(line.pool_id) ?? 0) + line.units);
  return new Map([...units].sort(([a], [b]) => (a < b ? -1 : 1)));
}
