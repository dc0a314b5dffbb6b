import { reachedByAll } from "@commonlot/domain";
import type { Sql } from "../../lib/sql";
import type { QuoteBasket } from "./quote";
import { ratesFor, ratesOf } from "./rates";
import { rateDay } from "./rates-today";

/** Those of these provinces (codes) to which some carrier takes each of these baskets, by the cards that price them today. */
export async function reachOf(
  sql: Sql,
  { currency, baskets }: { currency: string; baskets: readonly QuoteBasket[] },
  places: readonly string[],
): Promise<string[]> {
  const cooperative_ids = baskets.map((basket) => basket.cooperative_id);
  const rates = await ratesFor(sql, { currency, cooperative_ids, day: rateDay() });
  return reachedByAll(
    baskets.map(({ cooperative_id, items }) => ({
      cards: ratesOf(rates, cooperative_id).rate_cards,
      heaviest_g: Math.max(0, ...items.map((item) => item.weight_g)),
    })),
    places,
  );
}
