import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";
import { tieOrder } from "../shared/tie-order";

/** Who bears what a count finds missing. */
export const BEARERS = ["oldest_first", "pro_rata", "cooperative"] as const;
export type Bearer = (typeof BEARERS)[number];

/** A count's states: opened with a sheet, counted with a proposal, then approved by a second person or dropped. */
export const STOCKTAKE_TRANSITIONS = defineTransitions({
  thing: "stocktake",
  initial: "open",
  terminal: ["approved", "dropped"],
  next: {
    open: ["counted", "dropped"],
    // Counting again replaces the proposal.
    counted: ["counted", "approved", "dropped"],
    approved: [],
    dropped: [],
  },
});
export type StocktakeState = "open" | "counted" | "approved" | "dropped";

export interface CountedLot {
  readonly lot: string;
  /** ISO moment or day; the older lot comes first. */
  readonly since: string;
  /** Physically there by the ledger: units not shipped, not wasted. */
  readonly on_hand: number;
  /** Of these, allocated to no order. */
  readonly free: number;
  /** Of `free`: what a hold of the expired lot keeps from sale. It is part of `held`, and shrinks with the lot. */
  readonly expired?: number;
}

export interface CountInput {
  /** What was counted, base units. */
  readonly counted: number;
  readonly pool: { readonly on_hand: number; readonly held: number; readonly pack?: number };
  readonly lots: readonly CountedLot[];
  readonly bearer: Bearer;
  /** Stable text of this count: orders equal remainders. */
  readonly salt: string;
}

export interface CountProposal {
  /** counted - on hand, signed. */
  readonly difference: number;
  /** Per lot, signed, sorted by lot; they sum to the difference. Lots without one are left out. */
  readonly lines: readonly { readonly lot: string; readonly delta_units: number }[];
}

export type CountRefusal = Refusal<
  "invalid_count" | "under_held" | "not_whole_packs" | "lots_allocated" | "nothing_there"
>;

/**
 * How the difference between a count and the ledger is spread over the lots, exactly.
 * - A loss: `oldest_first` takes the free units of the oldest lots; `pro_rata` and `cooperative` share it over the free
 *   units by largest remainder. Under `cooperative` the same lots shrink, and the lines say that the cooperative bears it.
 * - A surplus is always shared over what lies there, pro rata: nobody can say whose it was.
 * With `pack` everything counts in whole packs. Refuses a count below what is promised (release holds, or enter a short
 * first), parts of packs, and a loss greater than what no order waits for.
 */
export function proposeDifferences(input: CountInput): Result<CountProposal, CountRefusal> {
  const { counted, pool, lots, bearer, salt } = input;
  if (!Number.isSafeInteger(counted) || counted < 0) {
    return refuse("invalid_count", "The count must be a whole number, not negative.", "counted");
  }
  const pack = pool.pack ?? 1;
  if (counted % pack !== 0) {
    return refuse("not_whole_packs", `This pool is sold in packs of ${pack}: count whole packs.`, "counted");
  }
  const promised = pool.held - lots.reduce((sum, lot) => sum + (lot.expired ?? 0), 0);
  if (counted < promised) return underHeld(promised, counted);
  const difference = counted - pool.on_hand;
  if (difference === 0) return ok({ difference: 0, lines: [] });
  const wholePacks = (units: number) => units - (units % pack);
  const weights = lots.map((lot) => wholePacks(difference < 0 ? lot.free : lot.on_hand));
  const room = weights.reduce((sum, weight) => sum + weight, 0);
  if (difference > 0 && room === 0) {
    const message =
      "Goods were counted in a pool that has no lot. Nothing was changed. Weigh them in, so that they are somebody's.";
    return refuse("nothing_there", message, "counted");
  }
  if (difference < 0 && room < -difference) {
    const message =
      `${-difference} are missing, but only ${room} are allocated to no order. Nothing was changed. ` +
      "Enter a short for the orders that can't be filled, then count again.";
    return refuse("lots_allocated", message, "counted");
  }
  const sign = difference < 0 ? -1 : 1;
  const shares =
    difference < 0 && bearer === "oldest_first"
      ? oldestFirst(lots, weights, -difference)
      : proRata(lots, weights, Math.abs(difference), pack, salt);
  const lines = lots
    .map((lot, index) => ({ lot: lot.lot, delta_units: sign * (shares[index] ?? 0) }))
    .filter((line) => line.delta_units !== 0)
    .sort((a, b) => compareText(a.lot, b.lot));
  const held = pool.held - freedByCount(lots, lines);
  return counted < held ? underHeld(held, counted) : ok({ difference, lines });
}

/** Units by which holds of expired lots shrink when these differences are written: what is gone need not be kept from sale. */
export function freedByCount(
  lots: readonly Pick<CountedLot, "lot" | "expired">[],
  lines: readonly { readonly lot: string; readonly delta_units: number }[],
): number {
  return lines.reduce((sum, line) => {
    const expired = lots.find((lot) => lot.lot === line.lot)?.expired ?? 0;
    return sum + Math.min(expired, Math.max(0, -line.delta_units));
  }, 0);
}

function underHeld(held: number, counted: number): ReturnType<typeof refuse<"under_held">> {
  const message =
    `${held} of this pool are promised, but only ${counted} were counted. Nothing was changed. ` +
    "Count again; if it is true, enter a short for the orders that can't be filled, or release holds, and then approve the count.";
  return refuse("under_held", message, "counted");
}

function oldestFirst(lots: readonly CountedLot[], weights: readonly number[], missing: number): number[] {
  const shares = lots.map(() => 0);
  const order = lots.map((_, index) => index);
  order.sort((a, b) => compareText(lots[a]!.since, lots[b]!.since) || compareText(lots[a]!.lot, lots[b]!.lot));
  let left = missing;
  for (const index of order) {
    const take = Math.min(left, weights[index]!);
    shares[index] = take;
    left -= take;
  }
  return shares;
}

/** Largest remainder in whole packs; a lot never gives more than its weight, since shares are at most proportional to it. */
function proRata(
  lots: readonly CountedLot[],
  weights: readonly number[],
  total: number,
  pack: number,
  salt: string,
): number[] {
  const packs = apportion(
    BigInt(total / pack),
    weights.map((weight) => BigInt(weight / pack)),
    lots.map((lot) => lot.lot),
    tieOrder(salt),
  );
  return packs.map((count) => Number(count) * pack);
}
