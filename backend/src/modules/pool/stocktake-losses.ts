import type { PriceMode } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";

/** What the cooperative bears of an approved count, and the facts by which settlement prices it (docs/adr/0037). */
export class StocktakeLosses {
  constructor(private readonly sql: Knex) {}

  /** Undefined when the count leaves nothing to the cooperative. */
  async of(stocktake_id: string) {
    const count = await row<{ cooperative_id: string; pool_id: string; price_mode: PriceMode }>(
      this.sql,
      `select s.cooperative_id, s.pool_id, p.price_mode from stocktake s join pool p on p.id = s.pool_id
       where s.id = ? and s.state = 'approved'`,
      [stocktake_id],
    );
    if (!count) return undefined;
    const lots = await rows<{
      lot_id: string;
      household_id: string;
      units: number;
      grams: number;
      ticket_price_minor: number | null;
      ticket_currency: string | null;
      ticket_per: "kg" | "piece" | null;
    }>(
      this.sql,
      `select x.lot_id, l.household_id, x.borne_units::float8 as units, (x.borne_units * p.unit_g)::float8 as grams,
              l.day_price_minor::float8 as ticket_price_minor, l.day_price_currency as ticket_currency, l.day_price_per as ticket_per
       from stocktake_line x join lot l on l.id = x.lot_id join pool p on p.id = l.pool_id
       where x.stocktake_id = ? and x.borne_units > 0 order by x.lot_id`,
      [stocktake_id],
    );
    return lots.length === 0 ? undefined : { stocktake_id, ...count, lots };
  }
}

/**
 * With the approval of a count: what of its lines the cooperative pays for. Not what had expired, which nobody could have bought,
 * and not goods that came back by a claim, which are its bearer's.
 */
export async function leaveToCooperative_(
  tx: Transaction,
  stocktake_id: string,
  expired: readonly { lot: string; units: number }[],
): Promise<void> {
  const borne = await rows(
    tx,
    `update stocktake_line x set borne_units = greatest(-x.delta_units, 0) - coalesce(e.units, 0)
     from lot l left join unnest(?::text[], ?::bigint[]) as e (lot_id, units) on e.lot_id = l.id
     where x.stocktake_id = ? and x.borne_by = 'cooperative' and l.id = x.lot_id and l.returned_for is null
       and greatest(-x.delta_units, 0) > coalesce(e.units, 0) returning x.lot_id`,
    [expired.map((one) => one.lot), expired.map((one) => one.units), stocktake_id],
  );
  if (borne.length === 0) return;
  await append(tx, { job: "stock-loss", payload: { stocktake_id }, dedup_key: stocktake_id });
}
