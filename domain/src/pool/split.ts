import { ok, refuse, type Refusal, type Result } from "../shared/result";

export interface SplitInput {
  readonly units: number;
  readonly from: {
    readonly pool: string;
    readonly cooperative: string;
    readonly produce: string;
    readonly unit: "g" | "piece";
    readonly pack?: number;
    /** Beside what the pool promised. */
    readonly available: number;
  };
  readonly lot: { readonly number: string; readonly free: number };
  readonly to: {
    readonly pool: string;
    readonly cooperative: string;
    readonly produce: string;
    readonly unit: "g" | "piece";
    readonly status: "open" | "closed";
    readonly pack?: number;
  };
}

export interface SplitPlan {
  /** Leaves the lot and its pool. */
  readonly units: number;
  /** Of these, what the other pool may sell: whole packs, when it is not blendable. */
  readonly sellable: number;
}

export type SplitRefusal = Refusal<
  | "invalid_units"
  | "same_pool"
  | "pool_not_found"
  | "wrong_produce"
  | "pool_closed"
  | "not_whole_packs"
  | "lot_allocated"
  | "under_held"
>;

/**
 * Whether part of a lot may become a lot of another pool: a change of grade, or a transfer between origins of the same
 * cooperative and produce. The new lot keeps household, harvest day and best-before. Refuses what is allocated or promised.
 */
export function decideSplit(input: SplitInput): Result<SplitPlan, SplitRefusal> {
  const { units, from, lot, to } = input;
  if (to.pool === from.pool) return refuse("same_pool", "The goods are in this pool already.", "to_pool_id");
  if (to.cooperative !== from.cooperative)
    return refuse("pool_not_found", "There is no such pool in your cooperative.", "to_pool_id");
  if (to.produce !== from.produce || to.unit !== from.unit) {
    return refuse("wrong_produce", "The other pool holds another produce.", "to_pool_id");
  }
  if (to.status !== "open")
    return refuse("pool_closed", "The other pool is closed and takes no more lots.", "to_pool_id");
  if (!Number.isSafeInteger(units) || units <= 0)
    return refuse("invalid_units", "Give whole units above zero.", "units");
  if (from.pack !== undefined && units % from.pack !== 0) {
    return refuse("not_whole_packs", `This pool is sold in packs of ${from.pack}: move whole packs.`, "units");
  }
  if (units > lot.free) {
    const message = `Lot ${lot.number} has ${lot.free} that no order waits for. Nothing was changed. Move less, or enter a short first.`;
    return refuse("lot_allocated", message, "units");
  }
  if (units > from.available) {
    const message = `Only ${from.available} of the pool are free: the rest is promised. Nothing was changed. Move less, or release a hold.`;
    return refuse("under_held", message, "units");
  }
  return ok({ units, sellable: to.pack === undefined ? units : units - (units % to.pack) });
}
