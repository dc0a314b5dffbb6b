import { apportion } from "../shared/apportion";
import { roundHalfUpDiv } from "../shared/money";
import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { assertBalanced, type Journal, type JournalRefusal, type Posting } from "./journal";
import { FULL_BP, type WaterfallRow } from "./waterfall";

/**
 * How what is left of a sale reaches the households (docs: rules, price modes; adr, price modes). By sale: the lots that
 * filled it share it. Fixed: each is paid its intake price, the margin is the cooperative's. Pool average: it goes to the
 * price pool of the period, which is shared when that closes.
 */
export const PRICE_MODES = ["by_sale", "fixed", "pool_average"] as const;
export type PriceMode = (typeof PRICE_MODES)[number];

/** A lot behind a line, with the price on its weigh ticket. */
export interface PricedLot {
  readonly lot: string;
  readonly household: string;
  /** What the price is of: grams when it is per kg, pieces when it is per piece. */
  readonly amount: bigint;
  readonly price_minor: bigint;
  readonly per: "kg" | "piece";
}

/**
 * The rows of a line in `fixed` mode: what the waterfall left for the households is paid out at intake prices instead,
 * round_half_up(grams * price / 1000) a lot (pieces * price where it is per piece), holdback as ever; what is over is the
 * cooperative's margin, below zero when it pays in. Sums to the same. Lots by id, zero rows left out.
 */
export function fixedPriceRows(
  rows: readonly WaterfallRow[],
  lots: readonly PricedLot[],
  holdback_bp: number,
): WaterfallRow[] {
  const { kept, rest } = withoutHouseholds(rows);
  let margin = rest;
  const paid = [...lots]
    .sort((a, b) => compareText(a.lot, b.lot))
    .flatMap((one): WaterfallRow[] => {
      const due =
        one.per === "piece" ? one.amount * one.price_minor : roundHalfUpDiv(one.amount * one.price_minor, 1000n);
      margin -= due;
      const held = (due * BigInt(holdback_bp)) / BigInt(FULL_BP);
      const { lot, household: party } = one;
      return [
        { party, account: "household_payable", amount_minor: due - held, rule: "intake_price", lot },
        { party, account: "household_holdback", amount_minor: held, rule: "holdback_bp", lot },
      ];
    });
  const over: WaterfallRow = {
    party: "cooperative",
    account: "cooperative_fee",
    amount_minor: margin,
    rule: "fixed_margin",
  };
  return [...kept, over, ...paid].filter((row) => row.amount_minor !== 0n);
}

/**
 * The rows of a line in `pool_average` mode: what the waterfall left for the households goes to the price pools of the
 * periods in which their lots were weighed in, by grams; largest remainder, ties by price pool. Sums to the same.
 */
export function poolAverageRows(
  rows: readonly WaterfallRow[],
  lots: readonly { readonly price_pool: string; readonly grams: bigint }[],
): WaterfallRow[] {
  const { kept, rest } = withoutHouseholds(rows);
  const grams = new Map<string, bigint>();
  for (const lot of lots) grams.set(lot.price_pool, (grams.get(lot.price_pool) ?? 0n) + lot.grams);
  const pools = [...grams.keys()].sort(compareText);
  const shares = rest === 0n ? [] : apportion(rest, [...pools.map((pool) => grams.get(pool)!)], pools, compareText);
  const proceeds = shares.map((amount_minor, index): WaterfallRow => {
    return { party: pools[index]!, account: "price_pool", amount_minor, rule: "pool_proceeds" };
  });
  return [...kept, ...proceeds].filter((row) => row.amount_minor !== 0n);
}

function withoutHouseholds(rows: readonly WaterfallRow[]): { kept: WaterfallRow[]; rest: bigint } {
  const isTheirs = (row: WaterfallRow) => row.lot !== undefined;
  return {
    kept: rows.filter((row) => !isTheirs(row)),
    rest: rows.filter(isTheirs).reduce((sum, row) => sum + row.amount_minor, 0n),
  };
}

/** What a household gets ahead at weigh-in: floor(grams * price a kg * bp / (1000 * 10000)). */
export function advanceOf(input: { grams: bigint; price_minor_per_kg: bigint; advance_bp: number }): bigint {
  return (input.grams * input.price_minor_per_kg * BigInt(input.advance_bp)) / (1000n * BigInt(FULL_BP));
}

/** A lot of a price pool. */
export interface AverageLot {
  readonly lot: string;
  readonly household: string;
  /** Accepted at weigh-in, as corrected since. */
  readonly grams: bigint;
  /** Grade factor in basis points: 10,000 is the grade that counts whole. */
  readonly factor_bp: number;
  /** What earlier closings gave it; 0 at the first. */
  readonly before_minor: bigint;
}

export interface AverageShare {
  readonly lot: string;
  readonly household: string;
  /** Of all proceeds so far. */
  readonly share_minor: bigint;
  /** What this closing adds to it, or takes back. */
  readonly difference_minor: bigint;
}

export type AverageRefusal = Refusal<"no_lot_to_pay" | "duplicate_lot" | "proceeds_below_zero">;

/**
 * Shares the proceeds of a price pool by accepted grams x grade factor, largest remainder, ties by lot; every closing shares
 * all proceeds so far anew, and a lot gets the difference to what it was given before (the difference statement after a
 * re-opening). A lot that is no longer there (its weight was taken back) stands in with 0 grams and returns what it had.
 * The differences sum to the proceeds less what was given before, exactly.
 */
export function averageShares(
  proceeds_minor: bigint,
  lots: readonly AverageLot[],
): Result<AverageShare[], AverageRefusal> {
  if (proceeds_minor < 0n) return refuse("proceeds_below_zero", "The proceeds of the price pool are below zero.");
  const names = lots.map((lot) => lot.lot);
  if (new Set(names).size !== names.length) return refuse("duplicate_lot", "A lot is listed twice.", "lots");
  const weights = lots.map((lot) => lot.grams * BigInt(lot.factor_bp));
  if (proceeds_minor > 0n && weights.every((weight) => weight === 0n)) {
    return refuse("no_lot_to_pay", `${proceeds_minor} minor units are to be shared and no lot was weighed in.`, "lots");
  }
  const shares = apportion(proceeds_minor, weights, names, compareText);
  return ok(
    lots.map(({ lot, household, before_minor }, index) => {
      const share_minor = shares[index]!;
      return { lot, household, share_minor, difference_minor: share_minor - before_minor };
    }),
  );
}

interface AdvanceInput {
  readonly currency: string;
  readonly household: string;
  readonly lot: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}

/** At weigh-in: the household is owed an advance, and owes it back out of its share: advance -> payable. */
export function advanceJournal(input: AdvanceInput): Result<Journal, JournalRefusal> {
  if (input.amount_minor <= 0n)
    return refuse("amount_not_positive", "An advance is of more than zero.", "amount_minor");
  const { currency, household: party, lot, amount_minor, memo } = input;
  return assertBalanced({
    kind: "advance",
    currency,
    memo,
    postings: [
      { account: { kind: "household_advance", party }, amount_minor, lot },
      { account: { kind: "household_payable", party }, amount_minor: -amount_minor, lot },
    ],
  });
}

/** A share on its way to the books, with the advance that is netted against it now. */
export interface FinalShare extends AverageShare {
  readonly advance_minor: bigint;
}

/**
 * At closing: price pool -> payables by the differences, and each advance goes back, payable -> advance. Refuses when no
 * share changes.
 */
export function poolFinalJournal(input: {
  readonly currency: string;
  readonly price_pool: string;
  readonly shares: readonly FinalShare[];
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const postings: Posting[] = [];
  let total = 0n;
  for (const { household: party, lot, difference_minor, advance_minor } of input.shares) {
    total += difference_minor;
    const payable = { kind: "household_payable", party } as const;
    postings.push({ account: payable, amount_minor: -difference_minor, lot });
    postings.push({ account: payable, amount_minor: advance_minor, lot });
    postings.push({ account: { kind: "household_advance", party }, amount_minor: -advance_minor, lot });
  }
  postings.unshift({ account: { kind: "price_pool", party: input.price_pool }, amount_minor: total });
  const moved = postings.filter((posting) => posting.amount_minor !== 0n);
  if (moved.length === 0) return refuse("nothing_to_post", "No share has changed since the last closing.");
  return assertBalanced({ kind: "pool_final", currency: input.currency, postings: moved, memo: input.memo });
}
