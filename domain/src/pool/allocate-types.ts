import { z } from "zod";

/** Lots of one allocation at most: a county's season; more would be a runaway query, not an order. */
export const MAX_ALLOCATE_LOTS = 2_000_000;

const grams = z.int().nonnegative();
const name = z.string().min(1).max(200);

export const allocateLotSchema = z.strictObject({
  lot: name,
  household: name,
  available_g: grams,
  best_before: z.iso.date().optional(),
  floor_g: grams.optional(),
  past_g: grams.optional(),
});

export const allocateInputSchema = z.strictObject({
  grams,
  rule: z.enum(["pro_rata", "equal", "fefo", "rotation"]),
  lots: z.array(allocateLotSchema).max(MAX_ALLOCATE_LOTS),
  cap_g: grams.optional(),
  min_take_g: grams.optional(),
  pack_g: z.int().positive().optional(),
  salt: z.string().max(200),
});

export type AllocateInput = z.input<typeof allocateInputSchema>;
export type AllocateLot = z.input<typeof allocateLotSchema>;
export type AllocateRule = AllocateInput["rule"];

/** What settled a party's share. */
export type ShareBound =
  /** Its exact share by the rule. */
  | "level"
  /** Lifted to (or, with too little to go round, cut in proportion to) its floor. */
  | "floor"
  | "cap"
  /** All that it has. */
  | "available"
  /** fefo: taken in part, the last one needed. */
  | "last"
  /** Its turn did not come: nothing was left to give, or its past is above the level. */
  | "none"
  /** Left out because its share was under `min_take_g`. */
  | "dropped";

/** One claimant: a lot (plain pro_rata, fefo) or a household (everything else). Kept so that a share can be explained. */
export interface AllocationParty {
  readonly id: string;
  /** In whole packs when `pack_g` is set, as all weights here. */
  readonly available_g: number;
  readonly floor_g: number;
  readonly past_g: number;
  readonly share_g: number;
  /** The exact share, cut to whole units (1 g, or a pack). */
  readonly exact_floor_g: number;
  /** Millionths of a unit that were cut. */
  readonly remainder_ppm: number;
  /** One unit was added, because the remainder was among the largest. */
  readonly raised: boolean;
  readonly bound: ShareBound;
  /** With bound "dropped": the share that was too small to be worth taking. */
  readonly dropped_share_g?: number;
}

export interface AllocationShare {
  readonly lot: string;
  readonly household: string;
  readonly grams: number;
}

export interface AllocateOutput {
  /** By lot id; lots with nothing are left out. */
  readonly shares: AllocationShare[];
  /** Asked for and not given. shares + short_g = grams. */
  readonly short_g: number;
  readonly given_g: number;
  readonly by: "lot" | "household";
  /** equal and rotation: the level all were brought to, in whole grams rounded down; else null. */
  readonly level_g: number | null;
  /** By id; with fefo in the order of their turn. */
  readonly parties: AllocationParty[];
}
