import type { CompanyOrder } from "./orders.server";

type Quotes = CompanyOrder["quotes"];

/** The days for which an order's goods are wanted, each once, the first first. */
export function wantedDays(quotes: Quotes): string[] {
  return [...new Set(quotes.flatMap(({ wanted_on }) => (wanted_on === null ? [] : [wanted_on])))].sort();
}
