import { addDays, dayNumber } from "../../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";

// What the market pays on a day, as a cooperative publishes it for prices by floor and share (docs/adr/0064).

/** A price older than so many days says nothing of the day any more. */
export const MARKET_PRICE_DAYS = 14;
/** Far above any price of a pack; times all packs that can be agreed it is still exact. */
export const MAX_MARKET_MINOR = 1_000_000_000n;
const MAX_SOURCE = 200;

export interface MarketPriceInput {
  /** ISO; today or before. */
  readonly day: string;
  /** Of one pack, minor units. */
  readonly price_minor: bigint;
  /** Where it was read: a market, a bulletin. */
  readonly source: string;
}

export type MarketPriceRefusal = Refusal<"invalid_day" | "market_in_future" | "invalid_price" | "source_needed">;

/** Whether a price can be published. Refuses a day that is none or still to come, a price that is not above zero, and no source. */
export function checkMarketPrice(input: MarketPriceInput, today: string): Result<void, MarketPriceRefusal> {
  if (dayNumber(input.day) === null) return refuse("invalid_day", "Give the day as 2026-12-01.", "day");
  if (input.day > today)
    return refuse("market_in_future", "Nobody knows yet what the market pays then. Give today or a day before.", "day");
  if (input.price_minor <= 0n || input.price_minor > MAX_MARKET_MINOR)
    return refuse("invalid_price", "A price is more than zero.", "price_minor");
  const source = input.source.trim();
  if (source.length < 2 || source.length > MAX_SOURCE)
    return refuse("source_needed", `Say where the price was read, in ${MAX_SOURCE} letters at most.`, "source");
  return ok(undefined);
}

/** The first day whose price still counts on `day`, ISO. */
export function marketFrom(day: string): string {
  return addDays(day, -MARKET_PRICE_DAYS);
}
