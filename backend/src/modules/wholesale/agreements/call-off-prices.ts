import { floorAndShare, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { HOME_TZ } from "../../../lib/today";
import { insertAll } from "../../../lib/unnest";
import { lockAgreement_ } from "./agreement-rows";
import { noteWait_ } from "./agreement-tell";
import { pricesOfDay, type PriceOfDay } from "./market-prices";

/** What a call-off took of the market, with the sum it comes to: `floor + round_half_up(max(0, market - floor) * share_bp / 10000)`. */
export interface FrozenPrice {
  quote_id: string;
  variant_id: string;
  market_day: string;
  market_minor: bigint;
  floor_minor: bigint;
  share_bp: number;
  price_minor: bigint;
}

interface SharedGood {
  variant_id: string;
  floor_minor: bigint;
  share_bp: number;
}

/** Prices of call-offs, frozen the moment that they are known. */
export class CallOffPrices {
  constructor(private readonly sql: Knex) {}

  /**
   * The frozen prices of a call-off; those that are still missing are taken of its own day, under the lock of its agreement. Refused while
   * one is unknown (`details.day`): the desk is told, once.
   */
  freeze(quote_id: string): Promise<Result<Map<string, bigint>, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const of = await row<{ agreement_id: string; version: number; day: string }>(
        tx,
        `select agreement_id, version, (called_at at time zone ?)::date::text as day from agreement_call_off where quote_id = ?`,
        [HOME_TZ, quote_id],
      );
      const agreement = of && (await lockAgreement_(tx, of.agreement_id));
      if (!agreement) throw new Error(`${quote_id} is no call-off`);
      const open = await openGoods_(tx, quote_id);
      const variant_ids = open.map((one) => one.variant_id);
      const { cooperative_id, currency } = agreement;
      const market = await pricesOfDay(tx, { cooperative_id, currency, variant_ids, day: of.day });
      if (market.size < open.length) {
        await noteWait_(tx, { ...of, quote_id }, "price");
        return marketPriceNeeded(of.day);
      }
      await freeze_(tx, quote_id, open, market);
      const frozen = await frozenPrices(tx, [quote_id]);
      return ok(new Map(frozen.map((one) => [one.variant_id, one.price_minor])));
    });
  }

  /** What these call-offs took of the market. */
  of(quote_ids: readonly string[]): Promise<FrozenPrice[]> {
    return frozenPrices(this.sql, quote_ids);
  }
}

function marketPriceNeeded(day: string): Result<never, Refusal> {
  const message = `No market price of ${day} or the 14 days before is published yet. The call-off waits for it, and is kept at the price of its day then.`;
  return { ok: false, refusal: { ...refuse("market_price_needed", message).refusal, details: { day } } };
}

/** Goods of a call-off by floor and share that have no price yet. */
async function openGoods_(tx: Transaction, quote_id: string): Promise<SharedGood[]> {
  const found = await rows<Omit<SharedGood, "floor_minor"> & { floor_minor: string }>(
    tx,
    `select l.variant_id, l.share_bp, s.price_minor as floor_minor
     from agreement_call_off c join agreement_call_off_line cl on cl.quote_id = c.quote_id
     join agreement_line l on l.agreement_id = c.agreement_id and l.version = c.version and l.variant_id = cl.variant_id and l.share_bp is not null
     join agreement_step s on s.agreement_id = l.agreement_id and s.version = l.version and s.position = l.position and s.from_packs = 0
     where c.quote_id = ? and not exists (select from agreement_call_off_price p where p.quote_id = cl.quote_id and p.variant_id = cl.variant_id)
     order by l.position`,
    [quote_id],
  );
  return found.map((one) => ({ ...one, floor_minor: BigInt(one.floor_minor) }));
}

/** Writes what these goods cost. In the transaction of the call-off, or of the price that was missing. */
export async function freeze_(
  tx: Transaction,
  quote_id: string,
  goods: readonly SharedGood[],
  market: ReadonlyMap<string, PriceOfDay>,
): Promise<void> {
  const priced = goods.flatMap((good) => {
    const of = market.get(good.variant_id);
    return of ? [{ ...good, of }] : [];
  });
  await insertAll(
    tx,
    "agreement_call_off_price",
    [
      ["quote_id", "text", () => quote_id],
      ["variant_id", "text", (one) => one.variant_id],
      ["market_price_id", "text", (one) => one.of.id],
      ["market_day", "date", (one) => one.of.day],
      ["market_minor", "bigint", (one) => one.of.price_minor],
      ["floor_minor", "bigint", (one) => one.floor_minor],
      ["share_bp", "int", (one) => one.share_bp],
      ["price_minor", "bigint", (one) => floorAndShare(one.floor_minor, one.share_bp, one.of.price_minor)],
    ],
    priced,
  );
}

/** What these call-offs took of the market; one query for any number. */
async function frozenPrices(sql: Sql, quote_ids: readonly string[]): Promise<FrozenPrice[]> {
  if (quote_ids.length === 0) return [];
  const found = await rows<Record<"market_minor" | "floor_minor" | "price_minor", string> & FrozenPrice>(
    sql,
    `select quote_id, variant_id, market_day::text as market_day, market_minor, floor_minor, share_bp, price_minor
     from agreement_call_off_price where quote_id = any(?) order by quote_id, variant_id`,
    [[...quote_ids]],
  );
  return found.map((one) => ({
    ...one,
    market_minor: BigInt(one.market_minor),
    floor_minor: BigInt(one.floor_minor),
    price_minor: BigInt(one.price_minor),
  }));
}
