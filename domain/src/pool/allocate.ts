import { dayNumber } from "../shared/dates";
import { floorOfProduct } from "../shared/exact";
import { compareText } from "../shared/order";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { allocateArrays, type AllocateArrays, type AllocateArraysRefusal, type ShareArrays } from "./allocate-arrays";
import { BOUND_NAMES } from "./allocate-solve";
import {
  MAX_ALLOCATE_LOTS,
  NO_DATE,
  allocateInputSchema,
  isPlainLot,
  type AllocateInput,
  type AllocateOutput,
  type AllocationParty,
  type AllocationShare,
} from "./allocate-types";

export type AllocateRefusal = Refusal<"invalid_input" | "duplicate_lot"> | AllocateArraysRefusal;

/**
 * Which lots fill an order line, and how much of each (docs: rules, allocation). All weights in whole grams.
 *
 * Given is T = min(grams, what can be given); the rest is `short_g`. With `pack_g` everything counts in whole packs
 * rounded down (`floor(available / pack)`), and `grams` must be a multiple.
 * - fefo: lots by `best_before` (none last), ties by key; each taken whole until T is reached.
 * - pro_rata without cap or floors, by lot: exact share T * available / sum(available).
 * - pro_rata with a cap or a floor, equal, rotation: by household, else splitting one's lots would win:
 *   clamp(f, floor, min(cap, available)) with f = level * available | level | level - past, at the one level where
 *   the shares sum to T. When floors exceed T, T is shared in proportion to them. Inside a household by fefo.
 * - Whole units: exact shares are floored, one unit each goes to the largest remainders, ties by
 *   sha256(salt + ":" + id) ascending, id being the lot or the household.
 * - `min_take_g`: while a positive share is under it, the smallest (ties by key) is dropped if the others can carry
 *   T, and the rest is solved again.
 * - `turn_g`, not with fefo: when a positive share is under it, the order goes round among the households instead, who is
 *   furthest behind over the season first (`byTurns`, docs/adr/0036).
 *
 * `floor_g` and `past_g` belong to the household: the largest given on its lots. fefo has no cap and no floor, so it
 * reads neither; past matters to rotation and to turns only. Pure, exact, independent of the order of `lots`. The computing is done over
 * columns by `allocateArrays`, which callers with a million lots use directly.
 *
 * Refuses unknown keys, fractions, negatives, a lot named twice, `grams` that is not whole packs, and what `allocateArrays`
 * can't count.
 */
export function allocate(input: AllocateInput): Result<AllocateOutput, AllocateRefusal> {
  const checked = checkInput(input);
  if (!checked.ok) return checked;
  const { lots } = input;
  const columns = columnsOf(input);
  if (!columns.ok) return columns;
  const shared = allocateArrays(columns.value);
  if (!shared.ok) return shared;

  const { lot_g, given_g, short_g, by, level_g } = shared.value;
  const shares: AllocationShare[] = [];
  lots.forEach(({ lot, household }, row) => {
    if (lot_g[row]! > 0) shares.push({ lot, household, grams: lot_g[row]! });
  });
  return ok({
    shares: inOrder(shares, (share) => share.lot),
    short_g,
    given_g,
    by,
    level_g,
    parties: inOrder(partiesOf(columns.value, shared.value), (party) => party.id),
  });
}

/** The head by the schema, the lots by a plain check first: the schema alone would take longer than the allocation. */
function checkInput(input: AllocateInput): Result<void, Refusal<"invalid_input">> {
  const { lots } = (input ?? {}) as { lots?: unknown };
  const plain = Array.isArray(lots) && lots.every(isPlainLot);
  const parsed = parseInput(allocateInputSchema, plain ? { ...input, lots: [] } : input);
  if (!parsed.ok) return parsed;
  if (!plain || lots.length <= MAX_ALLOCATE_LOTS) return ok(undefined);
  return refuse("invalid_input", `lots: at most ${MAX_ALLOCATE_LOTS} lots go into one allocation.`, "lots");
}

function columnsOf(input: AllocateInput): Result<AllocateArrays, Refusal<"duplicate_lot">> {
  const { lots } = input;
  const households = new Map<string, number>();
  const names: string[] = [];
  const days = new Map<string, number>();
  const seen = new Set<string>();
  const available_g = new Float64Array(lots.length);
  const best_before_day = new Int32Array(lots.length).fill(NO_DATE);
  const household = new Int32Array(lots.length);
  const floors: number[] = [];
  const pasts: number[] = [];
  for (let row = 0; row < lots.length; row++) {
    const lot = lots[row]!;
    if (seen.size === seen.add(lot.lot).size) {
      return refuse("duplicate_lot", `Lot "${lot.lot}" is listed twice.`, "lots");
    }
    let owner = households.get(lot.household);
    if (owner === undefined) {
      owner = names.length;
      households.set(lot.household, owner);
      names.push(lot.household);
      floors.push(0);
      pasts.push(0);
    }
    household[row] = owner;
    available_g[row] = lot.available_g;
    if (lot.best_before !== undefined) best_before_day[row] = dayOf(lot.best_before, days);
    if (lot.floor_g !== undefined && lot.floor_g > floors[owner]!) floors[owner] = lot.floor_g;
    if (lot.past_g !== undefined && lot.past_g > pasts[owner]!) pasts[owner] = lot.past_g;
  }
  return ok({
    grams: input.grams,
    rule: input.rule,
    salt: input.salt,
    cap_g: input.cap_g,
    min_take_g: input.min_take_g,
    turn_g: input.turn_g,
    pack_g: input.pack_g,
    lots: { count: lots.length, available_g, best_before_day, household, idOf: (row) => lots[row]!.lot },
    households: {
      count: names.length,
      floor_g: Float64Array.from(floors),
      past_g: Float64Array.from(pasts),
      idOf: (row) => names[row]!,
    },
  });
}

function dayOf(date: string, known: Map<string, number>): number {
  const found = known.get(date) ?? dayNumber(date);
  if (found === null) throw new RangeError(`"${date}" is not an ISO date`);
  known.set(date, found);
  return found;
}

function partiesOf({ lots, households, pack_g = 1 }: AllocateArrays, shared: ShareArrays): AllocationParty[] {
  const { claims, solution } = shared;
  const idOf = shared.by === "lot" ? lots.idOf : households.idOf;
  return Array.from({ length: claims.count }, (_, row): AllocationParty => {
    const dropped = solution.dropped.get(row);
    const units = solution.units[row]!;
    const raised = solution.raised[row] === 1;
    return {
      id: idOf(row),
      available_g: claims.available[row]! * pack_g,
      floor_g: claims.low[row]! * pack_g,
      past_g: claims.past[row]! * pack_g,
      share_g: units * pack_g,
      exact_floor_g: (raised ? units - 1 : units) * pack_g,
      remainder_ppm: floorOfProduct(solution.remainders[row]!, 1_000_000, solution.denominator),
      raised,
      bound: BOUND_NAMES[solution.bounds[row]!]!,
      ...(dropped === undefined ? {} : { dropped_share_g: dropped * pack_g }),
    };
  });
}

/** Sorted by id; looked at first, as lists from the database come sorted. */
function inOrder<T>(items: T[], idOf: (item: T) => string): T[] {
  for (let at = 1; at < items.length; at++) {
    if (idOf(items[at - 1]!) > idOf(items[at]!)) return items.sort((a, b) => compareText(idOf(a), idOf(b)));
  }
  return items;
}
