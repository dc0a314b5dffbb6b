import { MAX_PACK_PRICE_MINOR } from "../quick-order/pack-price";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";

/** More packs than that are no sample. */
export const MAX_SAMPLE_PACKS = 20;
/** So many of one pack a company may ask for in a season, at most. */
export const MAX_SAMPLES_A_SEASON = 10;
/** Its goods are held so long for the company to accept, days. */
export const SAMPLE_DAYS = 14;
/** Above what quotes usually have, below orders: a few packs that were promised without a person. */
export const SAMPLE_PRIORITY = 6;

/** What a cooperative offers of a pack before a company buys it in bulk. Minor units of its currency. */
export interface SampleOffer {
  /** Whether it may be asked for now. */
  readonly offered: boolean;
  readonly packs: number;
  /** Of one pack. Never nothing: an order without money to be paid is no order. */
  readonly price_minor: bigint;
  /** Of the whole sample. */
  readonly freight_minor: bigint;
  readonly per_season: number;
}

export type SampleOfferRefusal = Refusal<"invalid_packs" | "invalid_price" | "invalid_freight" | "invalid_per_season">;

/** Whether a cooperative may offer a sample so. The refusal's field names what is wrong. */
export function decideSampleOffer(offer: SampleOffer): Result<SampleOffer, SampleOfferRefusal> {
  const whole = (value: number, most: number) => Number.isSafeInteger(value) && value >= 1 && value <= most;
  if (!whole(offer.packs, MAX_SAMPLE_PACKS))
    return refuse("invalid_packs", `A sample has 1 to ${MAX_SAMPLE_PACKS} packs.`, "packs");
  if (offer.price_minor <= 0n || offer.price_minor > MAX_PACK_PRICE_MINOR)
    return refuse("invalid_price", "Say what a pack of the sample costs, more than nothing.", "price_minor");
  if (offer.freight_minor < 0n || offer.freight_minor > MAX_PACK_PRICE_MINOR)
    return refuse("invalid_freight", "Say what sending the sample costs, or 0.", "freight_minor");
  if (!whole(offer.per_season, MAX_SAMPLES_A_SEASON))
    return refuse("invalid_per_season", `Allow 1 to ${MAX_SAMPLES_A_SEASON} a season.`, "per_season");
  return ok(offer);
}

/** What the whole sample costs, with its freight. */
export function sampleTotal({ packs, price_minor, freight_minor }: SampleOffer): bigint {
  return BigInt(packs) * price_minor + freight_minor;
}

/** The season that a sample counts in: the calendar year of the cooperative's own day (2026-12-31 is of "2026"). */
export function sampleSeason(day: string): string {
  return day.slice(0, 4);
}

export type SampleRefusal = Refusal<"no_sample" | "other_currency" | "samples_used_up" | "sample_changed">;

/**
 * Whether a company may have a sample: it is offered, in the company's currency, as the company read it (`seen`: the version of the offer it
 * looked at), and the season has one left. `taken`: samples of this pack in this season that stand; one that was turned down, ran out, was not
 * paid or was cancelled counts no more.
 */
export function decideSample(ask: {
  readonly offer: (SampleOffer & { readonly currency: string; readonly version: number }) | null;
  readonly seen: number;
  readonly currency: string;
  readonly taken: number;
}): Result<void, SampleRefusal> {
  const { offer, taken } = ask;
  if (!offer?.offered)
    return refuse(
      "no_sample",
      "The cooperative offers no sample of this pack now. Nothing was asked; ask for a quote.",
    );
  if (offer.currency !== ask.currency)
    return refuse(
      "other_currency",
      `This sample is sold in ${offer.currency}, your company buys in ${ask.currency}. Nothing was asked; ask for a quote.`,
    );
  if (offer.version !== ask.seen)
    return refuse("sample_changed", "What this sample costs has changed. Nothing was asked; look at it again.");
  if (taken < offer.per_season) return ok(undefined);
  const message = `Your company has had ${taken} of ${offer.per_season} samples of this pack this season. Nothing was asked; ask for a quote.`;
  return { ok: false, refusal: { reason: "samples_used_up", message, details: { per_season: offer.per_season } } };
}
