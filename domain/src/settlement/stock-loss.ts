import { roundHalfUpDiv } from "../shared/money";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { assertBalanced, type Journal, type JournalRefusal } from "./journal";
import type { PriceMode } from "./price-mode";

/** What a stock-taking found missing of a lot, and the cooperative bears. */
export interface LostGoods {
  readonly price_mode: PriceMode;
  readonly units: bigint;
  readonly grams: bigint;
  /** The price on the weigh ticket. */
  readonly ticket: { readonly price_minor: bigint; readonly per: "kg" | "piece" } | null;
  /** What sales of the pool have left its households of late, holdback included, and for how many grams. */
  readonly sold: { readonly share_minor: bigint; readonly grams: bigint } | null;
}

/** Where the worth of lost goods comes from; `average`: they have their part of the period's average price as it is. */
export const LOSS_BASES = ["sales", "ticket", "average"] as const;
export type LossBasis = (typeof LOSS_BASES)[number];

/**
 * What a household is owed for goods that the cooperative has lost (docs/adr/0037): what it would have had for them. By sale: what the pool's
 * sales have left for a kilogram, round_half_up(share * grams / sold grams); before the first sale the price on the ticket.
 * Fixed: the price on the ticket, round_half_up(grams * price / 1000), or pieces * price. Pool average: nothing more, since
 * goods share in the average by what was weighed in. Refuses while there is neither a sale nor a price.
 */
export function worthOfLost(
  goods: LostGoods,
): Result<{ amount_minor: bigint; basis: LossBasis }, Refusal<"no_price_yet">> {
  if (goods.price_mode === "pool_average") return ok({ amount_minor: 0n, basis: "average" });
  const { sold, ticket } = goods;
  if (goods.price_mode === "by_sale" && sold !== null && sold.grams > 0n) {
    const share = sold.share_minor > 0n ? sold.share_minor : 0n;
    return ok({ amount_minor: roundHalfUpDiv(share * goods.grams, sold.grams), basis: "sales" });
  }
  if (ticket === null) {
    return refuse("no_price_yet", "Nothing of this pool was sold of late, and the weigh ticket has no price.");
  }
  const amount_minor =
    ticket.per === "piece" ? goods.units * ticket.price_minor : roundHalfUpDiv(goods.grams * ticket.price_minor, 1000n);
  return ok({ amount_minor, basis: "ticket" });
}

/** The cooperative's loss -> what the household is owed. Refuses what is not above zero. */
export function stockLossJournal(input: {
  readonly currency: string;
  readonly cooperative: string;
  readonly household: string;
  readonly lot: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const { currency, cooperative, household, lot, amount_minor, memo } = input;
  if (amount_minor <= 0n) return refuse("amount_not_positive", "A loss is of more than zero.", "amount_minor");
  return assertBalanced({
    kind: "stock_loss",
    currency,
    memo,
    postings: [
      { account: { kind: "stock_loss", party: cooperative }, amount_minor },
      { account: { kind: "household_payable", party: household }, amount_minor: -amount_minor, lot },
    ],
  });
}
