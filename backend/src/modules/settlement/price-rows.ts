import { fixedPriceRows, poolAverageRows, type PricedLot, type PriceMode, type WaterfallRow } from "@commonlot/domain";
import { rows, type Sql } from "../../lib/sql";
import { notAllowed } from "./refusals";

/** How the pool of a lot is priced, and what its weigh ticket says: facts of the pool that the division needs. */
export interface LotPrice {
  lot_id: string;
  /** Its number on the ticket. */
  number: string;
  pool_id: string;
  price_mode: PriceMode;
  /** The day it was weighed in, ISO. */
  weighed_on: string;
  intake_price_minor: number | null;
  intake_currency: string | null;
  intake_per: "kg" | "piece" | null;
}

/** A lot of a line, as it was divided. */
interface LineLot {
  lot: string;
  household: string;
  grams: number;
  units: bigint;
}

/** The price pool that each lot of a `pool_average` pool belongs to, by its pool and day. */
export async function pricePoolsOf(
  sql: Sql,
  prices: readonly LotPrice[],
  currency: string,
): Promise<ReadonlyMap<string, string>> {
  const averaged = prices.filter((one) => one.price_mode === "pool_average");
  if (averaged.length === 0) return new Map();
  const found = await rows<{ lot_id: string; price_pool_id: string }>(
    sql,
    `select x.lot_id, p.id as price_pool_id
     from unnest(?::text[], ?::text[], ?::date[]) as x(lot_id, pool_id, weighed_on)
     join price_pool_member m on m.pool_id = x.pool_id
     join price_pool p on p.id = m.price_pool_id and p.currency = ? and x.weighed_on between p.from_date and p.to_date`,
    [
      averaged.map((one) => one.lot_id),
      averaged.map((one) => one.pool_id),
      averaged.map((one) => one.weighed_on),
      currency,
    ],
  );
  return new Map(found.map((one) => [one.lot_id, one.price_pool_id]));
}

/**
 * The rows of a line by the price modes of its lots' pools (domain, price-mode): lots without a price stay as the waterfall
 * has them, `by_sale`. Sums to the same. Refuses a lot at a fixed price whose ticket has none, and one whose day no price
 * pool covers: nothing is divided before somebody has said what it is worth.
 */
export function pricedRows(
  divided: readonly WaterfallRow[],
  lots: readonly LineLot[],
  given: {
    prices: readonly LotPrice[];
    price_pools: ReadonlyMap<string, string>;
    holdback_bp: number;
    currency: string;
  },
): WaterfallRow[] {
  const priceOf = new Map(given.prices.map((one) => [one.lot_id, one]));
  const modeOf = (lot: string | undefined) => (lot === undefined ? undefined : priceOf.get(lot)?.price_mode);
  const fixed = lots.filter((one) => modeOf(one.lot) === "fixed");
  const averaged = lots.filter((one) => modeOf(one.lot) === "pool_average");
  if (fixed.length === 0 && averaged.length === 0) return [...divided];
  const of = (mode: PriceMode) => divided.filter((row) => modeOf(row.lot) === mode);
  const others = divided.filter((row) => modeOf(row.lot) === undefined || modeOf(row.lot) === "by_sale");
  return [
    ...others,
    ...(fixed.length === 0
      ? []
      : fixedPriceRows(
          of("fixed"),
          fixed.map((one) => pricedLot(one, priceOf.get(one.lot), given.currency)),
          given.holdback_bp,
        )),
    ...poolAverageRows(
      of("pool_average"),
      averaged.map((one) => ({ price_pool: pricePoolOf(one, priceOf, given.price_pools), grams: BigInt(one.grams) })),
    ),
  ];
}

function pricedLot(lot: LineLot, price: LotPrice | undefined, currency: string): PricedLot {
  const { intake_price_minor, intake_per, intake_currency, number } = price ?? {};
  if (intake_price_minor == null || intake_per == null || intake_currency !== currency) {
    throw notAllowed(
      "no_intake_price",
      `Lot ${number ?? lot.lot} is sold at a fixed price and its ticket has none in ${currency}: nothing of this sale was divided.`,
    );
  }
  return {
    lot: lot.lot,
    household: lot.household,
    amount: intake_per === "piece" ? lot.units : BigInt(lot.grams),
    price_minor: BigInt(intake_price_minor),
    per: intake_per,
  };
}

function pricePoolOf(
  lot: LineLot,
  priceOf: ReadonlyMap<string, LotPrice>,
  price_pools: ReadonlyMap<string, string>,
): string {
  const found = price_pools.get(lot.lot);
  if (found !== undefined) return found;
  const price = priceOf.get(lot.lot);
  throw notAllowed(
    "no_price_pool",
    `Lot ${price?.number ?? lot.lot} was weighed in on ${price?.weighed_on ?? "a day"} that no price pool covers: open one for its pool. Nothing of this sale was divided.`,
  );
}
