import { z } from "zod";
import { dayNumber } from "../shared/dates";

/** Lots of one allocation at most: a county's season; more would be a runaway query, not an order. */
export const MAX_ALLOCATE_LOTS = 2_000_000;

/** No best-before date: after every date there is. */
export const NO_DATE = 2 ** 31 - 1;

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
  turn_g: grams.optional(),
  pack_g: z.int().positive().optional(),
  salt: z.string().max(200),
});

const LOT_KEYS = new Set(Object.keys(allocateLotSchema.shape));

/** Whether the lot schema takes this value, said without the schema's cost; on a no the schema says why. */
export function isPlainLot(value: unknown): value is AllocateLot {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (!LOT_KEYS.has(key)) return false;
  const lot = value as Record<string, unknown>;
  return (
    isName(lot.lot) &&
    isName(lot.household) &&
    isCount(lot.available_g) &&
    (lot.best_before === undefined || isDate(lot.best_before)) &&
    (lot.floor_g === undefined || isCount(lot.floor_g)) &&
    (lot.past_g === undefined || isCount(lot.past_g))
  );
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.length > 0 && value.length <= 200;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isDate(value: unknown): boolean {
  return typeof value === "string" && dayNumber(value) !== null;
}

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
  /** Left out because its share was under `min_take_g`, or the order went round and was filled before its turn. */
  | "dropped"
  /** Shares were under `turn_g`, so the order went round, and it was this one's turn. */
  | "turn";

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
  /** With bound "dropped": the share that the rule alone would have given it. */
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
  /** By id. */
  readonly parties: AllocationParty[];
}
