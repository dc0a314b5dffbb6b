import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { amountText, type PoolUnit, type WhyText } from "./explain-words";

export interface SwapInput {
  /** How much of the order line goes from one lot to the other, in the pool's unit. */
  readonly units: number;
  readonly reason: string;
}

/** What stands now, in the pool's unit. */
export interface SwapFacts {
  readonly today: string;
  readonly pack_units?: number | undefined;
  /** The allocation that is to give way: what of it has not left the house. Undefined: this lot is not in the order line. */
  readonly from: { readonly lot: string; readonly open_units: number } | undefined;
  /** The lot that is to come in. Undefined: there is no such lot in this pool. */
  readonly to: { readonly lot: string; readonly free_units: number; readonly best_before: string | null } | undefined;
}

export type SwapRefusal = Refusal<
  | "allocation_not_found"
  | "lot_not_found"
  | "same_lot"
  | "invalid_units"
  | "more_than_allocated"
  | "not_whole_packs"
  | "not_enough_free"
  | "lot_expired"
>;

/**
 * Whether staff may put one lot in the place of another in an order line that is not packed yet: both of one pool, so grade,
 * origin and cooperative stay what the buyer was promised; no more than the one gives and the other has free; whole packs
 * where packs are not blended; nothing past its day. What was ordered is filled by as much as before (S3).
 */
export function decideSwap(input: SwapInput, facts: SwapFacts): Result<void, SwapRefusal> {
  const { units } = input;
  const { from, to, pack_units } = facts;
  if (from === undefined)
    return refuse("allocation_not_found", "This lot gives nothing to this order line.", "from_lot_id");
  if (to === undefined) return refuse("lot_not_found", "There is no such lot in this pool.", "to_lot_id");
  if (from.lot === to.lot)
    return refuse("same_lot", "Both are the same lot. Choose another one to take its place.", "to_lot_id");
  if (!Number.isSafeInteger(units) || units <= 0) {
    return refuse("invalid_units", "Say how much is to be swapped, more than nothing.", "units");
  }
  if (units > from.open_units) {
    return refuse(
      "more_than_allocated",
      `The lot gives ${from.open_units} that can still be swapped, not ${units}.`,
      "units",
    );
  }
  if (pack_units !== undefined && units % pack_units !== 0) {
    return refuse("not_whole_packs", `This pool is packed lot by lot: swap whole packs of ${pack_units}.`, "units");
  }
  if (to.best_before !== null && to.best_before < facts.today) {
    return refuse("lot_expired", `The lot was best before ${to.best_before}. Choose a fresher one.`, "to_lot_id");
  }
  if (units > to.free_units) {
    return refuse("not_enough_free", `The lot has ${to.free_units} free, not ${units}.`, "to_lot_id");
  }
  return ok(undefined);
}

/** What both households read of a swap: the one that gives way, and the one that comes in. `units` in the pool's unit. */
export function explainSwap(
  swap: { readonly units: number; readonly reason: string },
  side: "from" | "to",
  unit: PoolUnit = "g",
): WhyText {
  const amount = amountText(swap.units, unit);
  const reason = swap.reason.trim().replace(/[.。]+$/u, "");
  return side === "from"
    ? {
        en: `The cooperative took ${amount.en} of this out again and put another lot in its place; its reason: ${reason}.`,
        zh: `合作社从中换出${amount.zh},由另一批次代替;原因:${reason}。`,
      }
    : {
        en: `The cooperative chose this lot for ${amount.en} in place of another; its reason: ${reason}.`,
        zh: `合作社换入本批次${amount.zh},代替另一批次;原因:${reason}。`,
      };
}
