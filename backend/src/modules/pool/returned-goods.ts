import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { apportion, ok, refuse, tieOrder, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import type { Transaction } from "../../lib/sql";
import { inTransaction, row, rows } from "../../lib/sql";
import { packOf } from "./adjustments";
import { changeLots } from "./lots";
import { keepRecalledFromSale_ } from "./recall-holds";
import { partReturned_ } from "./returned-lots";
import { changeCounters, lockPools, writeMovements } from "./queries";

/** What Medusa received back, as far as the pool is concerned. */
export interface ReceivedBack {
  /** The act that received it: the same act is the same goods. */
  source_id: string;
  return_id: string;
  order_id: string;
  order_line_id: string;
  pool_id: string;
  units: number;
  /** Received as damaged: never meant for sale. */
  damaged: boolean;
  /** The claim they came back by: their household is paid for the first sale, so they are its no more. */
  claim_id?: string;
}

export interface GoodsBack {
  id: string;
  /** The claim they came back by, and its number; else the number is Medusa's return. */
  claim_id: string | null;
  return_id: string;
  order_id: string;
  pool_id: string;
  units: number;
  damaged: boolean;
  state: "waiting" | "sellable" | "wasted";
  decided_by: string | null;
  words: string | null;
  at: Date;
  at_key: string;
  decided_at: Date | null;
}

/**
 * Goods that came back. They wait until somebody at the desk looks at them: only what is ticked sellable returns to the
 * lots it came from; the rest is written off. Both stand in the ledger.
 */
export class ReturnedGoods {
  constructor(private readonly sql: Knex) {}

  /** Notes what came back; what is known already stays as it is. How many were new. */
  record(received: readonly ReceivedBack[]): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      if (received.length === 0) return 0;
      const made = await rows(
        tx,
        `insert into returned_goods (id, source_id, return_id, order_id, order_line_id, cooperative_id, pool_id, units, damaged, claim_id)
         select 'back_' || replace(gen_random_uuid()::text, '-', ''), r.source_id, r.return_id, r.order_id, r.order_line_id, p.cooperative_id,
                r.pool_id, r.units, r.damaged, r.claim_id
         from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::boolean[], ?::text[])
           as r (source_id, return_id, order_id, order_line_id, pool_id, units, damaged, claim_id) join pool p on p.id = r.pool_id
         on conflict on constraint returned_goods_once do nothing returning id`,
        [
          received.map((one) => one.source_id),
          received.map((one) => one.return_id),
          received.map((one) => one.order_id),
          received.map((one) => one.order_line_id),
          received.map((one) => one.pool_id),
          received.map((one) => one.units),
          received.map((one) => one.damaged),
          received.map((one) => one.claim_id ?? null),
        ],
      );
      return made.length;
    });
  }

  list(input: {
    cooperative_id: string;
    waiting?: boolean | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<GoodsBack[]> {
    const place = placeOf(input.cursor);
    return rows<GoodsBack>(
      this.sql,
      `${SELECT} where r.cooperative_id = ? ${input.waiting ? "and r.state = 'waiting'" : ""} and (r.at, r.id) < (?::timestamptz, ?)
       order by r.at desc, r.id desc limit ?`,
      [input.cooperative_id, place.at, place.id, input.limit] as never,
    );
  }

  decide(input: {
    id: string;
    cooperative_id: string;
    sellable: boolean;
    words: string;
    person: string;
  }): Promise<Result<GoodsBack, Refusal>> {
    return inTransaction(this.sql, (tx) => this.decide_(tx, input));
  }

  async decide_(
    tx: Transaction,
    input: { id: string; cooperative_id: string; sellable: boolean; words: string; person: string },
  ): Promise<Result<GoodsBack, Refusal>> {
    const goods = await row<GoodsBack & { order_line_id: string }>(
      tx,
      `select id, order_line_id, pool_id, claim_id, units::float8 as units, damaged, state from returned_goods where id = ? and cooperative_id = ? for update`,
      [input.id, input.cooperative_id],
    );
    if (!goods) return refuse("not_found", "There are no such returned goods in your cooperative.");
    const state = input.sellable ? "sellable" : "wasted";
    if (goods.state === state) return this.shown(tx, input.id);
    if (goods.state !== "waiting") return refuse("conflict", "This was decided already. Nothing was changed.");
    if (goods.damaged && input.sellable) {
      return refuse(
        "damaged",
        "These goods were received as damaged, so they can't go back on sale. Write them off.",
        "sellable",
      );
    }
    const [pool] = await lockPools(tx, [goods.pool_id]);
    if (!pool) throw new Error(`pool ${goods.pool_id} is gone`);
    const lots = await lotsOfLine(tx, goods.order_line_id, goods.pool_id);
    const pack = packOf(pool).pack ?? 1;
    const out = lots.reduce((sum, lot) => sum + lot.out, 0);
    if (out < goods.units || goods.units % pack !== 0) {
      const message = `Only ${out} units of this line have left the house, so ${goods.units} can't have come back. Nothing was changed. Check the return in Medusa Admin.`;
      return refuse("not_shipped", message);
    }
    const shares = shareBack(lots, goods.units, pack, goods.id);
    await changeLots(
      tx,
      shares.map(({ lot_id, units }) => ({
        lot_id,
        sellable: units,
        returned: units,
        wasted: input.sellable ? 0 : units,
      })),
    );
    const changed = await changeCounters(tx, [
      { pool_id: pool.id, on_hand: input.sellable ? goods.units : 0, held: 0 },
    ]);
    if (changed.length === 0) throw new Error(`pool ${pool.id} did not take back the goods`);
    await writeMovements(
      tx,
      shares.flatMap(({ lot_id, units }) => {
        const back = { pool_id: pool.id, lot_id, kind: "return" as const, on_hand: units, held: 0 };
        return input.sellable ? [back] : [back, { ...back, kind: "waste" as const, on_hand: -units }];
      }),
      { reason: input.words, person: input.person, source: goods.id },
    );
    if (input.sellable && goods.claim_id !== null) {
      await partReturned_(tx, { id: goods.id, claim_id: goods.claim_id, person: input.person }, pool, shares);
    }
    // Of a lot that was recalled while they were out: here again, and still not for sale.
    if (input.sellable) await keepRecalledFromSale_(tx, [pool.id]);
    await tx.raw(`update returned_goods set state = ?, decided_by = ?, words = ?, decided_at = now() where id = ?`, [
      state,
      input.person,
      input.words,
      input.id,
    ]);
    return this.shown(tx, input.id);
  }

  private async shown(sql: Knex | Transaction, id: string): Promise<Result<GoodsBack, Refusal>> {
    const found = await row<GoodsBack>(sql, `${SELECT} where r.id = ?`, [id]);
    return found ? ok(found) : refuse("not_found", "There are no such returned goods.");
  }
}

const SELECT = `select r.id, r.claim_id, r.return_id, r.order_id, r.pool_id, r.units::float8 as units, r.damaged, r.state, r.decided_by, r.words, r.at, ${atKey("r.at")},
  r.decided_at from returned_goods r`;

interface LineLot {
  lot_id: string;
  /** Shipped for this line and not come back. */
  out: number;
}

/** Lots that filled a line, with what of each is out there; locked in order. */
function lotsOfLine(tx: Transaction, order_line_id: string, pool_id: string): Promise<LineLot[]> {
  return rows<LineLot>(
    tx,
    `select l.id as lot_id, least(a.shipped, l.shipped - l.returned)::float8 as out
     from allocation a join lot l on l.id = a.lot_id
     where a.order_line_id = ? and a.pool_id = ? and a.shipped > 0 order by l.id for no key update of l`,
    [order_line_id, pool_id],
  );
}

/** Nobody can tell whose kilo came back from a mixed bag: shared by what each lot sent, in whole packs where one pack is one lot. */
function shareBack(
  lots: readonly LineLot[],
  units: number,
  pack: number,
  salt: string,
): { lot_id: string; units: number }[] {
  const shares = apportion(
    BigInt(units / pack),
    lots.map((lot) => BigInt(Math.floor(lot.out / pack))),
    lots.map((lot) => lot.lot_id),
    tieOrder(salt),
  );
  return lots
    .map((lot, index) => ({ lot_id: lot.lot_id, units: Number(shares[index]) * pack }))
    .filter((share) => share.units > 0);
}
